import type { Bounds, DescribedRegister, FeaturePage, Language, Property, Sortables } from '../src/api/contract';
import { boundsOf } from './answers.ts';
import { FEATURES, type MockFeature } from './features.ts';
import { REGISTERS } from './registers.ts';

/** Features of a page when nothing is said. */
const USUAL_LIMIT = 100;

/** `GET /api/registers/{register}`, or null when there is no such register. */
export function described(id: string, language: Language): DescribedRegister | null {
  const register = REGISTERS.find((known) => known.id === id);
  if (register === undefined) return null;
  const uk = language === 'uk';
  const labels = Object.fromEntries(register.legend.filter((sign) => sign.class !== null).map((sign) => [sign.class, sign.label[language]]));
  const codes: Property = { type: 'string', title: uk ? 'Клас' : 'Class', enum: Object.keys(labels), 'x-misto-labels': labels };
  return {
    ...register,
    schema: {
      properties: {
        title: { type: 'string', title: uk ? 'Назва' : 'Name' },
        subtitle: { type: 'string', title: uk ? 'Вид' : 'Kind' },
        ...(Object.keys(labels).length > 0 && { class: codes }),
        floors: { type: 'integer', title: uk ? 'Поверхів' : 'Floors' },
      },
    },
  };
}

/** `GET /ogc/collections/{register}`: the link to what its features can be sorted by; null when there is no such register. */
export function collection(register: string, origin: string): object | null {
  if (FEATURES[register] === undefined) return null;
  return { id: register, links: [{ rel: 'http://www.opengis.net/def/rel/ogc/1.0/sortables', href: `${origin}/ogc/collections/${register}/sortables` }] };
}

/** `GET /ogc/collections/{register}/sortables`, or null when there is no such register. */
export function sortables(register: string): Sortables | null {
  return FEATURES[register] === undefined ? null : { properties: { title: { type: 'string' }, floors: { type: 'integer' } } };
}

/** `GET /ogc/collections/{register}/items`: features that touch the box and have the values; null when there is no such register. */
export function items(register: string, url: URL): FeaturePage | null {
  const query = url.searchParams;
  const limit = Number(query.get('limit') ?? USUAL_LIMIT);
  const from = Number(query.get('cursor') ?? 0);
  const found = FEATURES[register]?.filter((feature) => touches(feature, query.get('bbox')) && has(feature, query));
  if (found === undefined) return null;
  sortBy(found, query.get('sortby'));
  const features = found.slice(from, from + limit);
  const next = new URL(url);
  next.searchParams.set('cursor', `${from + limit}`);
  const links = from + limit < found.length ? [{ rel: 'next', href: next.href }] : [];
  return { type: 'FeatureCollection', numberMatched: found.length, features, links };
}

/** Sorts features by `field` or `-field`. */
function sortBy(features: MockFeature[], sort: string | null): void {
  if (sort === null) return;
  const [name, sign] = sort.startsWith('-') ? [sort.slice(1), -1] : [sort, 1];
  const valueOf = ({ properties }: MockFeature) => String((properties as unknown as Record<string, unknown>)[name] ?? '');
  features.sort((a, b) => sign * valueOf(a).localeCompare(valueOf(b), 'uk', { numeric: true }));
}

function touches(feature: MockFeature, bbox: string | null): boolean {
  const [west, south, east, north] = (bbox ?? '-180,-90,180,90').split(',').map(Number) as Bounds;
  const [w, s, e, n] = boundsOf(feature);
  return w <= east && e >= west && s <= north && n >= south;
}

function has({ properties }: MockFeature, query: URLSearchParams): boolean {
  const values: Record<string, unknown> = { ...properties };
  return [...query].every(([name, value]) => !(name in values) || String(values[name]) === value);
}
