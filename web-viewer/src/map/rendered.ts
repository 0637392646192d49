import type { Feature, Geometry, Position as GeoPosition } from 'geojson';
import type { FeatureRef, Position } from '../api/contract';
import { classNames, registerOf } from './compose';
import { direction, distance } from './distance';
import { className } from './look';

/** A feature in a list: how it is called, and where it is seen from the middle of the map. */
export interface ListedFeature extends FeatureRef {
  title: string | null;
  /** Where it lies: the middle of the box around it. */
  center: Position;
  /** Names of its classes: each code, alone and with its field. */
  classes: string[];
  /** Metres from the middle of the map. */
  metres: number;
  /** One of eight directions from the middle, 0 is north, then clockwise. */
  direction: number;
}

/** A drawn feature as the map engine gives it. */
export type Drawn = Feature<Geometry> & { layer: { type?: string; metadata?: unknown } };

/** Names of the properties that make up a drawn feature's title, as its style layer says. */
function titleProperties(layer: Drawn['layer']): string[] {
  const names = (layer.metadata as Record<string, unknown> | null | undefined)?.['misto:titles'];
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

/** The register and number of a drawn feature, or null for one that is nobody's. */
function refOf(drawn: Drawn): FeatureRef | null {
  const register = registerOf(drawn.layer);
  const fid = Number(drawn.id);
  return register === null || drawn.id === undefined || !Number.isSafeInteger(fid) ? null : { register, fid };
}

/** Names of drawn features, each once, in the order of drawing (the topmost first). */
export function uniqueRefs(drawn: Drawn[]): FeatureRef[] {
  const refs = drawn.map(refOf).filter((ref) => ref !== null);
  return [...new Map(refs.map((ref) => [keyOf(ref), ref])).values()];
}

/** Drawn features for a list, each once, the nearest to the middle first. */
export function listDrawn(drawn: Drawn[], middle: Position): ListedFeature[] {
  const found = new Map<string, ListedFeature>();
  for (const feature of drawn) {
    const ref = refOf(feature);
    if (ref === null) continue;
    const listed = listFeature(feature, ref, middle, titleProperties(feature.layer), classNames(feature.layer));
    if (feature.layer.type !== 'symbol' && isBareNumber(listed.title)) listed.title = null;
    const before = found.get(keyOf(ref));
    if (before === undefined || listed.metres < before.metres) found.set(keyOf(ref), listed);
  }
  return [...found.values()].sort((a, b) => a.metres - b.metres);
}

/** A number alone, such as that of floors, names a feature only where the map writes it. */
function isBareNumber(title: string | null): boolean {
  return title !== null && !/\p{L}/u.test(title);
}

/** One feature for a list. */
export function listFeature(
  feature: Feature<Geometry | null>,
  ref: FeatureRef,
  middle: Position,
  titles: string[],
  classNames: string[] = [],
): ListedFeature {
  const center = feature.geometry === null ? middle : centerOf(feature.geometry);
  const codes = classNames.map((name) => [name, String(feature.properties?.[name] ?? '')] as const).filter(([, code]) => code !== '');
  const classes = codes.flatMap(([name, code]) => [code, className(code, name)]);
  const title = titleOf(feature.properties, titles);
  return { ...ref, title, center, classes, metres: distance(middle, center), direction: direction(middle, center) };
}

/** The title that the named properties make, if they say anything. */
export function titleOf(properties: Feature['properties'], names: string[]): string | null {
  const values = names.map((name) => String(properties?.[name] ?? '').trim()).filter((value) => value !== '');
  return values.length === 0 ? null : values.join(' ');
}

/** A key that no other feature has. */
export function keyOf({ register, fid }: FeatureRef): string {
  return `${register}/${fid}`;
}

/** How many of the features there are, by register and by register and class. */
export function countDrawn(features: ListedFeature[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { register, classes } of features) {
    for (const key of [register, ...new Set(classes.map((code) => classKey(register, code)))]) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** The key of a class in the counts. */
export function classKey(register: string, code: string): string {
  return `${register}/${code}`;
}

/** Middle of the box around a geometry. */
function centerOf(geometry: Geometry): Position {
  const points = pointsOf(geometry);
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [longitude = 0, latitude = 0] of points) {
    west = Math.min(west, longitude);
    east = Math.max(east, longitude);
    south = Math.min(south, latitude);
    north = Math.max(north, latitude);
  }
  return [(west + east) / 2, (south + north) / 2];
}

function pointsOf(geometry: Geometry): GeoPosition[] {
  switch (geometry.type) {
    case 'Point': return [geometry.coordinates];
    case 'MultiPoint':
    case 'LineString': return geometry.coordinates;
    case 'MultiLineString':
    case 'Polygon': return geometry.coordinates.flat();
    case 'MultiPolygon': return geometry.coordinates.flat(2);
    case 'GeometryCollection': return geometry.geometries.flatMap(pointsOf);
  }
}
