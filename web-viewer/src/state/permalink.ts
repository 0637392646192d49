import type { FeatureRef, Language, Position } from '../api/contract';
import { GROUNDS, type Ground, MOST_PITCH, OPAQUE, type Tilt } from './look.svelte';
import { MAX_POINTS, type Measure, TOOLS, type Tool } from './tools.svelte';

/** Where the map looks: zoom of the map, degrees of WGS 84. */
export interface View {
  zoom: number;
  latitude: number;
  longitude: number;
}

/** Contents of the panel. */
export const TABS = ['registers', 'legend', 'objects'] as const;
export type Tab = (typeof TABS)[number];

/** A register shown as a table, with the values that its features must have. */
export interface TableRef {
  register: string;
  where: ReadonlyMap<string, string>;
  /** The field that the rows are sorted by, as `sortby` of OGC API Features says it: `-field` from the greatest on; null: as they come. */
  sort: string | null;
}

/** What a link to the viewer says; what it does not say is null, false or empty. */
export interface Permalink {
  view: View | null;
  /** Ids of the registers to show. */
  registers: string[] | null;
  feature: FeatureRef | null;
  language: Language | null;
  /** Opacity in percent of registers that are faded. */
  faded: ReadonlyMap<string, number>;
  /** Codes of classes that are switched off, by register. */
  off: ReadonlyMap<string, ReadonlySet<string>>;
  ground: Ground | null;
  /** How the map leans while buildings have their height; null: it is flat. */
  tilt: Tilt | null;
  labels: Language | null;
  tab: Tab | null;
  tool: Tool | null;
  crosshair: boolean;
  measure: Measure | null;
  table: TableRef | null;
}

/** Most registers, or pairs of a register and something, read from a link; more is not a link of ours. */
const MAX_ENTRIES = 500;
const REGISTER_ID = /^[a-z][a-z0-9_]{0,62}$/;
const SORT = /^-?[a-z][a-z0-9_]{0,62}$/;
const NUMBER = /^-?\d{1,3}(\.\d{1,12})?$/;
/** Longest value of a filter, letters. */
const MAX_VALUE = 200;

/** Reads the hash of an address, with or without its `#`. A part that cannot be read counts as not said. */
export function readPermalink(hash: string): Permalink {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    view: readView(params.get('map')),
    registers: readRegisters(params.get('show')),
    feature: readFeature(params.get('o')),
    language: readLanguage(params.get('lang')),
    faded: readFaded(params.get('fade')),
    off: readOff(params.getAll('off')),
    ground: oneOf(GROUNDS, params.get('base')),
    tilt: readTilt(params.get('tilt')),
    labels: readLanguage(params.get('labels')),
    tab: oneOf(TABS, params.get('tab')),
    tool: oneOf(TOOLS, params.get('tool')),
    crosshair: params.get('cross') === '1',
    measure: readMeasure(params.get('measure')),
    table: readTable(params.get('table'), params.getAll('where'), params.get('sort')),
  };
}

/** Writes a hash, `#` included; `readPermalink` reads it back. */
export function writePermalink(link: Permalink): string {
  const { view, registers, feature, language, faded, off, ground, tilt, labels, tab, tool, crosshair, measure, table } = link;
  const parts = [
    view && `map=${writeView(view)}`,
    registers && `show=${registers.join(',')}`,
    faded.size > 0 && `fade=${[...faded].map(([id, percent]) => `${id}:${percent}`).join(',')}`,
    ...[...off].flatMap(([id, codes]) => [...codes].map((code) => `off=${id}:${encodeURIComponent(code)}`)),
    ground && `base=${ground}`,
    tilt && `tilt=${tilt.pitch}/${tilt.bearing}`,
    labels && `labels=${labels}`,
    tab && `tab=${tab}`,
    tool && `tool=${tool}`,
    crosshair && 'cross=1',
    measure && `measure=${measure.kind}:${measure.points.map(writePlace).join(';')}`,
    table && `table=${table.register}`,
    ...[...(table?.where ?? [])].map(([name, value]) => `where=${name}:${encodeURIComponent(value)}`),
    table?.sort && `sort=${table.sort}`,
    feature && `o=${feature.register}/${feature.fid}`,
    language && `lang=${language}`,
  ];
  return `#${parts.filter((part) => part).join('&')}`;
}

/** Five decimals of a degree are about a metre. */
function writeView({ zoom, latitude, longitude }: View): string {
  return [zoom.toFixed(2), latitude.toFixed(5), longitude.toFixed(5)].map((text) => String(Number(text))).join('/');
}

/** Seven decimals of a degree are about a centimetre: what is measured again must give the same. */
function writePlace(place: Position): string {
  return place.map((degrees) => String(Number(degrees.toFixed(7)))).join(',');
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
  return [...new Set(ids)].slice(0, MAX_ENTRIES);
}

function readFeature(text: string | null): FeatureRef | null {
  const [register, fid, ...rest] = (text ?? '').split('/');
  if (rest.length > 0 || !REGISTER_ID.test(register ?? '') || !/^\d{1,15}$/.test(fid ?? '')) return null;
  return { register: register as string, fid: Number(fid) };
}

function readLanguage(text: string | null): Language | null {
  return text === 'uk' || text === 'en' ? text : null;
}

function oneOf<T extends string>(known: readonly T[], text: string | null): T | null {
  return known.find((name) => name === text) ?? null;
}

/** Pairs of an id and what stands behind the colon; those without an id are left out. */
function readPairs(texts: string[]): [id: string, rest: string][] {
  const pairs = texts.slice(0, MAX_ENTRIES).map((text): [string, string] => {
    const colon = text.indexOf(':');
    return colon < 0 ? ['', ''] : [text.slice(0, colon), text.slice(colon + 1)];
  });
  return pairs.filter(([id, rest]) => REGISTER_ID.test(id) && rest !== '' && rest.length <= MAX_VALUE);
}

function readFaded(text: string | null): Map<string, number> {
  const pairs = readPairs((text ?? '').split(',')).filter(([, percent]) => /^\d{1,2}$/.test(percent) && Number(percent) < OPAQUE);
  return new Map(pairs.map(([id, percent]) => [id, Number(percent)]));
}

function readOff(texts: string[]): Map<string, Set<string>> {
  const off = new Map<string, Set<string>>();
  for (const [id, code] of readPairs(texts)) off.set(id, new Set([...(off.get(id) ?? []), code]));
  return off;
}

function readMeasure(text: string | null): Measure | null {
  const [, kind, places] = /^(distance|area):(.*)$/.exec(text ?? '') ?? [];
  const points = (places ?? '').split(';').map((place) => place.split(','));
  const sane = points.length <= MAX_POINTS && points.every((point) => point.length === 2 && point.every((part) => NUMBER.test(part)));
  if (!sane || points.some(([longitude, latitude]) => Math.abs(Number(latitude)) > 85 || Math.abs(Number(longitude)) > 180)) return null;
  return { kind: kind as Measure['kind'], points: points.map((point) => point.map(Number) as Position) };
}

function readTable(register: string | null, where: string[], sort: string | null): TableRef | null {
  if (register === null || !REGISTER_ID.test(register)) return null;
  return { register, where: new Map(readPairs(where)), sort: sort !== null && SORT.test(sort) ? sort : null };
}

function readTilt(text: string | null): Tilt | null {
  const [, pitch, bearing] = /^(\d{1,2})\/(-?\d{1,3})$/.exec(text ?? '') ?? [];
  const sane = pitch !== undefined && Number(pitch) <= MOST_PITCH && Math.abs(Number(bearing)) <= 180;
  return sane ? { pitch: Number(pitch), bearing: Number(bearing) } : null;
}
