import type { StyleSpecification } from 'maplibre-gl';
import { getFile, getJson, type ServedFile } from './client';
import type { Bounds, Card, Coordinates, DescribedRegister, FeaturePage, FeatureRef, Language, Portal, Position, Register, SearchAnswer, Sortables } from './contract';

/** Values that features must have, and the order of them: `field`, or `-field` from the greatest on. */
export interface Shown {
  where: ReadonlyMap<string, string>;
  sort: string | null;
}

/** Most hits asked of a search. */
const SEARCH_LIMIT = 10;
/** Most features asked of a register for the list without a map. */
export const ITEMS_LIMIT = 50;

export function getPortal(language: Language): Promise<Portal> {
  return getJson('/api/portal', { language });
}

export function getStyle(path: string, language: Language, signal: AbortSignal): Promise<StyleSpecification> {
  return getJson(path, { language, signal });
}

export function search(query: string, language: Language, signal: AbortSignal): Promise<SearchAnswer> {
  return getJson('/search', { language, signal, params: { q: query, limit: SEARCH_LIMIT } });
}

export function getCard(feature: FeatureRef, language: Language, signal: AbortSignal): Promise<Card> {
  return getJson(pageOf(feature), { language, signal });
}

/** Features of a register in a box, as GeoJSON. */
export function getItems(register: Register, bounds: Bounds, language: Language, signal: AbortSignal): Promise<GeoJSON.FeatureCollection> {
  const params = { bbox: bounds.join(','), limit: ITEMS_LIMIT };
  return getJson(`${register.collection}/items`, { language, signal, params });
}

export function getRegister(id: string, language: Language, signal: AbortSignal): Promise<DescribedRegister> {
  return getJson(`/api/registers/${encodeURIComponent(id)}`, { language, signal });
}

/** A page of features; `address` is that of a collection's items or the `next` link of the page before. */
export function getPage(address: string, params: Record<string, string | number>, language: Language, signal: AbortSignal): Promise<FeaturePage> {
  return getJson(address, { language, signal, params });
}

/** End of the relation of a link from a collection to what its features can be sorted by (OGC API Features, Part 8). */
const SORTABLES = '/def/rel/ogc/1.0/sortables';

/** Names of the fields that a register's features can be sorted by; none when its server does not sort. */
export async function getSortables({ collection }: Register, language: Language, signal: AbortSignal): Promise<string[]> {
  const { links } = await getJson<{ links?: { rel: string; href: string }[] }>(collection, { language, signal });
  const href = links?.find(({ rel }) => rel.endsWith(SORTABLES))?.href;
  return href === undefined ? [] : Object.keys((await getJson<Sortables>(href, { language, signal })).properties);
}

/** Kinds of files that a register is saved as. */
export const EXPORTS = { xlsx: 'Excel (XLSX)', csv: 'CSV', geojson: 'GeoJSON', gpkg: 'GeoPackage', fgb: 'FlatGeobuf' } as const;
export type ExportFormat = keyof typeof EXPORTS;

/** The parameters that ask for them. */
export function filtered({ where, sort }: Shown): Record<string, string> {
  return { ...Object.fromEntries(where), ...(sort !== null && { sortby: sort }) };
}

/** What is shown of a register's features, as a file. */
export function exportRegister({ collection }: Register, format: ExportFormat, shown: Shown, options: { language: Language; signal: AbortSignal }): Promise<ServedFile> {
  return getFile(`/api/export${collection.slice(collection.lastIndexOf('/'))}`, { ...options, params: { ...filtered(shown), f: format } });
}

/** A sheet with the map, as a PDF. */
export function printMap(params: Record<string, string | number>, options: { language: Language; signal: AbortSignal }): Promise<ServedFile> {
  return getFile('/print', { ...options, params: { ...params, f: 'pdf' } });
}

/** Address of a picture of the map that the server draws, in PNG. */
export function pictureAddress(bbox: Bounds, [width, height]: readonly [number, number], registers: readonly string[], lang: Language): string {
  const params = { bbox: bbox.map((degrees) => degrees.toFixed(6)).join(','), width: `${width}`, height: `${height}`, registers: registers.join(','), lang };
  return `/map.png?${new URLSearchParams(params)}`;
}

/** A place in the other coordinate systems of the city. */
export function getCoordinates([lon, lat]: Position, language: Language, signal: AbortSignal): Promise<Coordinates> {
  return getJson('/api/coordinates', { language, signal, params: { lon, lat } });
}

/** Titles of many features, by `register/fid`. */
export function getTitles(features: readonly string[], language: Language): Promise<{ titles: Record<string, string> }> {
  return getJson('/api/titles', { language, params: { features: features.join(',') } });
}

/** Address of a feature's own page. */
export function pageOf({ register, fid }: FeatureRef): string {
  return `/o/${encodeURIComponent(register)}/${fid}`;
}

/** The feature that an address of a page names, or null when it is not such an address. */
export function featureOfPage(href: string): FeatureRef | null {
  const [, register, fid] = /^\/o\/([a-z][a-z0-9_]*)\/(\d{1,15})$/.exec(href) ?? [];
  return register === undefined ? null : { register, fid: Number(fid) };
}
