import type { Feature, Geometry } from 'geojson';
import { wkt } from './wkt';

/** Tells spreadsheets that the text is UTF-8. */
const BOM = '\uFEFF';
/** Beginnings that a spreadsheet takes for a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Features as CSV (RFC 4180): number, properties as served, shape as WKT in longitude and latitude.
 * A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers.
 */
export function toCsv(features: readonly Feature<Geometry | null>[], names: readonly string[]): string {
  const rows = features.map(({ id, properties, geometry }) => [id, ...names.map((name) => properties?.[name]), geometry && wkt(geometry)]);
  return `${BOM}${[['fid', ...names, 'wkt'], ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
