import type { Position } from '../api/contract';
import { offset } from '../map/distance';

/** Directions that the arrow keys name: east and north. */
const TOWARDS: Record<string, [east: number, north: number]> = {
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
};

/** How much farther a place beside the line counts than one on it. */
const ASIDE = 2;

/**
 * The index of the place that lies next from one of them in the direction of an arrow key, -1 when none does.
 * Only places within 45° of the direction count; of them the nearest, those on the line before those beside it.
 */
export function nextTowards(places: readonly Position[], from: number, key: string): number {
  const [origin, direction] = [places[from], TOWARDS[key]];
  if (origin === undefined || direction === undefined) return -1;
  let [best, least] = [-1, Infinity];
  for (const [index, place] of places.entries()) {
    const [east, north] = offset(origin, place);
    const along = east * direction[0] + north * direction[1];
    const aside = Math.abs(east * direction[1]) + Math.abs(north * direction[0]);
    const cost = along + aside * ASIDE;
    if (along <= 0 || aside > along || cost >= least) continue;
    [best, least] = [index, cost];
  }
  return best;
}
