import type { Bounds, Position } from '../api/contract';
import { metresPerPixel } from '../map/distance';
import type { View } from '../state/permalink';

/** Length of the equator on the map at zoom 0, pixels. */
const WORLD_PIXELS = 512;
/** Closest zoom of a picture. */
const MOST_ZOOM = 20;
/** Most metres that a picture shows across: a city with its surroundings; the server draws no more. */
const MOST_METRES = 75_000;

/** Width and height, or a way right and down: pixels. */
type Pixels = readonly [x: number, y: number];

/** Shares of the world's width and height in Web Mercator, from the north-west. */
function toWorld([longitude, latitude]: Position): Pixels {
  const angle = (latitude * Math.PI) / 180;
  return [(longitude + 180) / 360, (1 - Math.asinh(Math.tan(angle)) / Math.PI) / 2];
}

function fromWorld([x, y]: Pixels): Position {
  return [x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];
}

function clampZoom(zoom: number, latitude: number, [width, height]: Pixels): number {
  const least = Math.log2((metresPerPixel(latitude, 0) * Math.max(width, height)) / MOST_METRES);
  return Math.min(MOST_ZOOM, Math.max(least, zoom));
}

/** The view some pixels right and down from another. */
export function panned({ zoom, longitude, latitude }: View, [right, down]: Pixels): View {
  const [x, y] = toWorld([longitude, latitude]);
  const world = WORLD_PIXELS * 2 ** zoom;
  const [newLongitude, newLatitude] = fromWorld([x + right / world, y + down / world]);
  return { zoom, longitude: newLongitude, latitude: newLatitude };
}

/** The view with another zoom, within what pictures of a size are made for. */
export function zoomed(view: View, zoom: number, size: Pixels): View {
  return { ...view, zoom: clampZoom(zoom, view.latitude, size) };
}

/** What a picture of a size shows. */
export function boundsOf(view: View, [width, height]: Pixels): Bounds {
  const northWest = panned(view, [-width / 2, -height / 2]);
  const southEast = panned(view, [width / 2, height / 2]);
  return [northWest.longitude, southEast.latitude, southEast.longitude, northWest.latitude];
}

/** The view in which a picture of a size shows a whole extent, not closer than a zoom. */
export function viewOf([west, south, east, north]: Bounds, [width, height]: Pixels, closest: number): View {
  const [left, top] = toWorld([west, north]);
  const [right, bottom] = toWorld([east, south]);
  const [longitude, latitude] = fromWorld([(left + right) / 2, (top + bottom) / 2]);
  const fits = Math.log2(Math.min(width / (right - left), height / (bottom - top)) / WORLD_PIXELS);
  return { zoom: clampZoom(Math.min(fits, closest), latitude, [width, height]), longitude, latitude };
}
