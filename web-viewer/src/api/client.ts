import type { Language } from './contract';
import { fileName } from './file';
import { isAborted, Problem, readProblem, toProblem } from './problem';
import { retryDelay } from './retry';

/** Longest wait for one answer, milliseconds: for JSON, and for a file that the server makes. */
const [TIMEOUT, FILE_TIMEOUT] = [20_000, 600_000];

/** What a request carries besides its address. */
export interface RequestOptions {
  language: Language;
  signal?: AbortSignal;
  params?: Record<string, string | number>;
}

/** A file that the server made, and the name it gave it. */
export interface ServedFile {
  name: string | null;
  contents: Blob;
}

/** What a request takes for an answer, and how long it waits for it. */
interface Wanted {
  accept: string;
  timeout: number;
}

/** Gets JSON from the server. Throws `Problem`. */
export async function getJson<T>(path: string, options: RequestOptions): Promise<T> {
  const response = await ask(path, options, { accept: 'application/json', timeout: TIMEOUT });
  return (await read(response, () => response.json())) as T;
}

/** Gets a file from the server. Throws `Problem`. */
export async function getFile(path: string, options: RequestOptions): Promise<ServedFile> {
  const response = await ask(path, options, { accept: '*/*', timeout: FILE_TIMEOUT });
  return { name: fileName(response.headers.get('content-disposition')), contents: await read(response, () => response.blob()) };
}

/** The answer to a request. A busy server (503) is asked again after the pause it names. */
async function ask(path: string, options: RequestOptions, wanted: Wanted): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    const response = await send(path, options, wanted);
    if (response.ok) return response;
    const delay = retryDelay(response, attempt, Date.now());
    if (delay === null) throw await readProblem(response);
    await pause(delay, options.signal);
  }
}

/** Address of a path of this server with its parameters, language included. Throws `Problem` for another host's. */
function addressOf(path: string, { language, params = {} }: RequestOptions): string {
  const url = new URL(path, location.origin);
  if (url.origin !== location.origin) throw new Problem('format');
  for (const [name, value] of Object.entries({ ...params, lang: language })) url.searchParams.set(name, `${value}`);
  return url.href;
}

async function send(path: string, options: RequestOptions, { accept, timeout }: Wanted): Promise<Response> {
  const signals = [AbortSignal.timeout(timeout), ...(options.signal ? [options.signal] : [])];
  const headers = { accept, 'accept-language': options.language };
  try {
    return await fetch(addressOf(path, options), { headers, signal: AbortSignal.any(signals) });
  } catch (error) {
    throw isAborted(error) ? error : toProblem(error);
  }
}

/** The body of an answer; `body` reads it. */
async function read<T>(response: Response, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    throw isAborted(error) ? error : new Problem('format', response.status);
  }
}

/** Waits; ends early with the signal's reason when nobody waits any more. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}
