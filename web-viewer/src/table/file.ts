import type { Feature, Geometry } from 'geojson';
import { toCsv } from './csv';

export type Format = 'geojson' | 'csv';

/** What a file holds: the register, the values that its features must have, the names of the columns. */
export interface Contents {
  register: string;
  where: ReadonlyMap<string, string>;
  names: readonly string[];
}

/** A file to be saved. */
export interface Saved {
  name: string;
  type: string;
  text: string;
}

/** Longest name of a file without its ending, letters. */
const MAX_NAME = 80;

/** Features as a file, whose name says the filter. */
export function fileOf(format: Format, features: Feature<Geometry | null>[], contents: Contents): Saved {
  const name = `${baseName(contents)}.${format}`;
  if (format === 'csv') return { name, type: 'text/csv;charset=utf-8', text: toCsv(features, contents.names) };
  const filter = Object.fromEntries(contents.where);
  return { name, type: 'application/geo+json', text: JSON.stringify({ type: 'FeatureCollection', register: contents.register, filter, features }) };
}

/** The register and the filter, in letters, digits and dashes. */
function baseName({ register, where }: Contents): string {
  const parts = [register, ...[...where].flat()].map((part) => part.replace(/[^\p{L}\d]+/gu, '-'));
  return parts.join('_').slice(0, MAX_NAME);
}

/** Hands a file to the browser to keep. */
export function save({ name, type, text }: Saved): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
