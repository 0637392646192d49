import type { FeatureCollection } from 'geojson';
import type { Position, Register } from '../api/contract';
import { type ListedFeature, listFeature } from '../map/rendered';

/** Features of a register as the server lists them, the nearest to the middle first; those without a number are left out. */
export function listServed(collection: FeatureCollection, { id: register, titles }: Pick<Register, 'id' | 'titles'>, middle: Position): ListedFeature[] {
  return collection.features
    .map((feature) => ({ feature, fid: fidOf(feature.id) }))
    .filter(({ fid }) => Number.isSafeInteger(fid))
    .map(({ feature, fid }) => listFeature(feature, { register, fid }, middle, titles))
    .sort((a, b) => a.metres - b.metres);
}

/** The number in an id such as 7, "7" or "building.7". */
function fidOf(id: string | number | undefined): number {
  const digits = /(?:^|\.)(\d{1,15})$/.exec(String(id ?? ''))?.[1];
  return digits === undefined ? NaN : Number(digits);
}
