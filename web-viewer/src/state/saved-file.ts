import type { ServedFile } from '../api/client';
import { save } from '../api/file';
import type { Resource } from './resource.svelte';

/** Asks for a file and hands it to the browser. Returns its name; null when that failed (`file` says why) or was given up. */
export async function saveFile(file: Resource<ServedFile>, request: (signal: AbortSignal) => Promise<ServedFile>, usualName: string): Promise<string | null> {
  file.clear();
  await file.load(request);
  if (file.value === null) return null;
  const { name, contents } = file.value;
  save(name ?? usualName, contents);
  // The browser has it now: a large file is not kept twice.
  file.clear();
  return name ?? usualName;
}
