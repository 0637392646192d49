import type { Position } from '../src/api/contract';

/** Middle of the made-up city. */
export const CENTER: Position = [33.3918, 47.9105];
const METRES_PER_DEGREE = 111_320;

/** A place given in metres east and north of the middle. */
export function place(east: number, north: number): Position {
  const [longitude, latitude] = CENTER;
  const shrink = Math.cos((latitude * Math.PI) / 180);
  return [longitude + east / (METRES_PER_DEGREE * shrink), latitude + north / METRES_PER_DEGREE];
}

/** Turns metres of the street grid, which lies askew, into metres east and north. */
export function turned(along: number, across: number): [number, number] {
  const angle = 0.32;
  return [along * Math.cos(angle) - across * Math.sin(angle), along * Math.sin(angle) + across * Math.cos(angle)];
}

/** A place given in metres of the street grid. */
export function gridPlace(along: number, across: number): Position {
  return place(...turned(along, across));
}

/** A closed rectangle in the street grid: middle and sides in metres. */
export function block(along: number, across: number, width: number, depth: number): Position[][] {
  const corners = [[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]] as const;
  return [corners.map(([x, y]) => gridPlace(along + (x * width) / 2, across + (y * depth) / 2))];
}

/** Numbers from 0 to 1, the same in every run. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
