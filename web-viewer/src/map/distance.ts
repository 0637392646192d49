import type { Position } from '../api/contract';

/** Mean radius of the Earth, metres; enough for telling how far a feature is. */
const EARTH_RADIUS = 6_371_008.8;
/** Length of the equator on the map at zoom 0, pixels. */
const WORLD_PIXELS = 512;

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/** Metres east and north from one place to another near it. */
export function offset([fromLongitude, fromLatitude]: Position, [toLongitude, toLatitude]: Position): [number, number] {
  const shrink = Math.cos(radians((fromLatitude + toLatitude) / 2));
  return [radians(toLongitude - fromLongitude) * shrink * EARTH_RADIUS, radians(toLatitude - fromLatitude) * EARTH_RADIUS];
}

/** Metres between two places near each other. */
export function distance(from: Position, to: Position): number {
  return Math.hypot(...offset(from, to));
}

/** The nearest of eight directions from one place to another: 0 is north, then clockwise. */
export function direction(from: Position, to: Position): number {
  const [east, north] = offset(from, to);
  const turn = Math.round(Math.atan2(east, north) / (Math.PI / 4));
  return (turn + 8) % 8;
}

/** Metres on the ground that one pixel of the map shows. */
export function metresPerPixel(latitude: number, zoom: number): number {
  return (2 * Math.PI * EARTH_RADIUS * Math.cos(radians(latitude))) / (WORLD_PIXELS * 2 ** zoom);
}

/** The longest round length (1, 2 or 5 and zeros) that fits: metres. */
export function roundLength(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres));
  const step = [5, 2, 1].find((candidate) => candidate * power <= metres) ?? 1;
  return step * power;
}

/** Corners of the closed ring that a circle is drawn with. */
const CORNERS = 48;

/** The places at some metres from a middle, as a closed ring. */
export function circleAround([longitude, latitude]: Position, metres: number): Position[] {
  const up = (metres / EARTH_RADIUS) * (180 / Math.PI);
  const across = up / Math.cos(radians(latitude));
  const turns = Array.from({ length: CORNERS + 1 }, (_, corner) => ((corner % CORNERS) * 2 * Math.PI) / CORNERS);
  return turns.map((turn): Position => [longitude + across * Math.sin(turn), latitude + up * Math.cos(turn)]);
}
