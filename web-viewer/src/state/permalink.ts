import type { FeatureRef, Language } from '../api/contract';

/** Where the map looks: zoom of the map, degrees of WGS 84. */
export interface View {
  zoom: number;
  latitude: number;
  longitude: number;
}

/** What a link to the viewer says; what it does not say is null. */
export interface Permalink {
  view: View | null;
  /** Ids of the registers to show. */
  registers: string[] | null;
  feature: FeatureRef | null;
  language: Language | null;
}

/** Most registers read from a link; more is not a link of ours. */
const MAX_REGISTERS = 500;
const REGISTER_ID = /^[a-z][a-z0-9_]{0,62}$/;
const NUMBER = /^-?\d{1,3}(\.\d{1,12})?$/;

/** Reads the hash of an address, with or without its `#`. A part that cannot be read counts as not said. */
export function readPermalink(hash: string): Permalink {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    view: readView(params.get('map')),
    registers: readRegisters(params.get('show')),
    feature: readFeature(params.get('o')),
    language: readLanguage(params.get('lang')),
  };
}

/** Writes a hash, `#` included; `readPermalink` reads it back. */
export function writePermalink({ view, registers, feature, language }: Permalink): string {
  const parts: string[] = [];
  if (view) parts.push(`map=${writeView(view)}`);
  if (registers) parts.push(`show=${registers.join(',')}`);
  if (feature) parts.push(`o=${feature.register}/${feature.fid}`);
  if (language) parts.push(`lang=${language}`);
  return `#${parts.join('&')}`;
}

/** Five decimals of a degree are about a metre. */
function writeView({ zoom, latitude, longitude }: View): string {
  return [zoom.toFixed(2), latitude.toFixed(5), longitude.toFixed(5)].map((text) => String(Number(text))).join('/');
}

function readView(text: string | null): View | null {
  const parts = (text ?? '').split('/');
  if (parts.length !== 3 || !parts.every((part) => NUMBER.test(part))) return null;
  const [zoom = NaN, latitude = NaN, longitude = NaN] = parts.map(Number);
  const sane = zoom >= 0 && zoom <= 24 && Math.abs(latitude) <= 85 && Math.abs(longitude) <= 180;
  return sane ? { zoom, latitude, longitude } : null;
}

/** An empty list is a choice too: nothing but the ground. */
function readRegisters(text: string | null): string[] | null {
  if (text === null) return null;
  const ids = text.split(',').filter((id) => REGISTER_ID.test(id));
  return [...new Set(ids)].slice(0, MAX_REGISTERS);
}

function readFeature(text: string | null): FeatureRef | null {
  const [register, fid, ...rest] = (text ?? '').split('/');
  if (rest.length > 0 || !REGISTER_ID.test(register ?? '') || !/^\d{1,15}$/.test(fid ?? '')) return null;
  return { register: register as string, fid: Number(fid) };
}

function readLanguage(text: string | null): Language | null {
  return text === 'uk' || text === 'en' ? text : null;
}
