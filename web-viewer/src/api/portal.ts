import type { StyleSpecification } from 'maplibre-gl';
import { getJson } from './client';
import type { Bounds, Card, DescribedRegister, FeaturePage, FeatureRef, Language, Portal, Register, SearchAnswer } from './contract';

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

/** Address of a feature's own page. */
export function pageOf({ register, fid }: FeatureRef): string {
  return `/o/${encodeURIComponent(register)}/${fid}`;
}

/** The feature that an address of a page names, or null when it is not such an address. */
export function featureOfPage(href: string): FeatureRef | null {
  const [, register, fid] = /^\/o\/([a-z][a-z0-9_]*)\/(\d{1,15})$/.exec(href) ?? [];
  return register === undefined ? null : { register, fid: Number(fid) };
}
