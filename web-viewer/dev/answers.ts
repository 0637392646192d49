import type { Bounds, Card, Hit, Language, Portal, Position, Register, SearchAnswer } from '../src/api/contract';
import { FEATURES, type MockFeature } from './features.ts';
import { CENTER } from './geometry.ts';
import { REGISTERS } from './registers.ts';

/** West, south, east and north of a feature. */
export function boundsOf(feature: MockFeature): Bounds {
  const points = positions(feature);
  const longitudes = points.map(([longitude]) => longitude);
  const latitudes = points.map(([, latitude]) => latitude);
  return [Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)];
}

function positions({ geometry }: MockFeature): Position[] {
  if (geometry.type === 'Point') return [geometry.coordinates as Position];
  if (geometry.type === 'LineString') return geometry.coordinates as Position[];
  return geometry.type === 'Polygon' ? (geometry.coordinates.flat() as Position[]) : [];
}

function middle([west, south, east, north]: Bounds): Position {
  return [(west + east) / 2, (south + north) / 2];
}

function registerOf(id: string): Register | undefined {
  return REGISTERS.find((register) => register.id === id);
}

/** `GET /api/portal`. */
export function portal(): Portal {
  return {
    contact: { email: 'gis@example.org' },
    city: { id: 'kryvyi_rih', title: { uk: 'Кривий Ріг', en: 'Kryvyi Rih' }, bounds: [33.34, 47.875, 33.445, 47.945], center: CENTER, zoom: 14.2 },
    actor: { scope: 'anonymous', title: { uk: 'Відвідувач', en: 'Visitor' } },
    languages: ['uk', 'en'],
    tileset: 'city',
    style: '/styles/city',
    registers: REGISTERS,
  };
}

/** `GET /search`: titles and former names that hold the query. */
export function search(query: string, limit: number, language: Language): SearchAnswer {
  const wanted = query.trim().toLocaleLowerCase('uk');
  if (wanted.length < 2) return { query, hits: [] };
  const hits = Object.entries(FEATURES).flatMap(([register, features]) =>
    features.filter(({ properties }) => holds(properties.title, wanted) || holds(properties.former, wanted))
      .map((feature) => hit(register, feature, wanted, language)));
  return { query, hits: hits.slice(0, limit) };
}

function holds(text: string | undefined, wanted: string): boolean {
  return text?.toLocaleLowerCase('uk').includes(wanted) ?? false;
}

function hit(register: string, feature: MockFeature, wanted: string, language: Language): Hit {
  const { title, subtitle, former } = feature.properties;
  const byFormer = !holds(title, wanted) && former !== undefined;
  const bbox = boundsOf(feature);
  return {
    register,
    register_title: registerOf(register)?.title[language] ?? register,
    fid: feature.id,
    title,
    subtitle,
    match: byFormer ? { kind: 'former', text: `${language === 'uk' ? 'раніше' : 'formerly'}: ${former}` } : null,
    center: middle(bbox),
    bbox,
    href: `/o/${register}/${feature.id}`,
  };
}

/** `GET /o/{register}/{fid}`, or null when there is no such feature. */
export function card(registerId: string, fid: number, language: Language): Card | null {
  const register = registerOf(registerId);
  const feature = FEATURES[registerId]?.find(({ id }) => id === fid);
  if (register === undefined || feature === undefined) return null;
  const bbox = boundsOf(feature);
  return {
    register: registerId,
    register_title: register.title[language],
    fid,
    title: feature.properties.title,
    subtitle: feature.properties.subtitle,
    center: middle(bbox),
    bbox,
    fields: fields(feature, language),
    source: typeof register.source === 'object' ? (register.source?.[language] ?? null) : register.source,
    updated: '2026-11-22T10:00:00Z',
    version: 1,
    links: [],
  };
}

function fields({ id, properties }: MockFeature, language: Language): Card['fields'] {
  const uk = language === 'uk';
  const line = (name: string, label: string, value: string | number, more = {}) => ({ name, label, value, text: `${value}`, href: null, unit: null, ...more });
  return [
    line('status', uk ? 'Статус запису' : 'Record status', uk ? 'Чинний' : 'Active', { group: uk ? 'Запис' : 'Record' }),
    line('number', uk ? 'Реєстровий номер' : 'Register number', `KR-${id}`),
    ...(properties.floors === undefined ? [] : [line('floors', uk ? 'Поверхів' : 'Floors', properties.floors)]),
    ...(properties.floors === undefined ? [] : [line('height', uk ? 'Висота' : 'Height', properties.floors * 3, { unit: uk ? 'м' : 'm' })]),
    ...(properties.former === undefined ? [] : [line('former', uk ? 'Попередня назва' : 'Former name', properties.former)]),
    line('district', uk ? 'Район' : 'District', FEATURES.district?.[0]?.properties.title ?? '', { href: '/o/district/1' }),
  ];
}

/** `GET /api/titles`: of the features that there are. */
export function titles(query: URLSearchParams): { titles: Record<string, string> } {
  const known = (query.get('features') ?? '').split(',').flatMap((key) => {
    const [register = '', fid] = key.split('/');
    const feature = FEATURES[register]?.find(({ id }) => id === Number(fid));
    return feature === undefined ? [] : [[key, feature.properties.title] as const];
  });
  return { titles: Object.fromEntries(known) };
}

/** `GET /tiles/city`: TileJSON; `origin` is the address that the page came from. */
export function tileJson(origin: string): object {
  const vector_layers = REGISTERS.map(({ id }) => ({ id, fields: { title: 'String', class: 'String' } }));
  return { tilejson: '3.0.0', tiles: [`${origin}/tiles/city/{z}/{x}/{y}`], attribution: '© Misto', minzoom: 8, maxzoom: 16, bounds: portal().city.bounds, vector_layers };
}
