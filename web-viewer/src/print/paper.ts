import type { View } from '../state/permalink';

/** Sheets of ISO 216: short and long side, millimetres. */
export const PAPERS = { a4: [210, 297], a3: [297, 420], a2: [420, 594], a1: [594, 841] } as const;
export type Paper = keyof typeof PAPERS;
export const ORIENTATIONS = ['portrait', 'landscape'] as const;
export type Orientation = (typeof ORIENTATIONS)[number];
/** Scales that are offered, as 1 to so much. */
export const SCALES = [500, 1000, 2000, 5000, 10_000, 25_000] as const;

/** Millimetres of a sheet that the map leaves free at its sides, and above and below for its title, legend and facts: as the server lays it out. */
const [BESIDE, AROUND] = [20, 89];

/** A sheet to print on, and the scale of the map on it. */
export interface Sheet {
  paper: Paper;
  orientation: Orientation;
  scale: number;
}

/** Width and height: millimetres of paper, metres of ground or pixels of the screen. */
export type Size = [width: number, height: number];

/** Half the longer axis of the ellipsoid of WGS 84, metres, and its first eccentricity squared. */
const [RADIUS, ECCENTRICITY] = [6_378_137, 0.006_694_379_990_14];
/** Length of the equator on the map at zoom 0, pixels. */
const WORLD_PIXELS = 512;
const MILLIMETRES = 1000;

/** The sides of the map on a sheet, millimetres. */
function sides({ paper, orientation }: Omit<Sheet, 'scale'>): Size {
  const [short, long] = PAPERS[paper];
  const [width, height] = orientation === 'portrait' ? [short, long] : [long, short];
  return [width - BESIDE, height - AROUND];
}

/** The ground that the map on a sheet shows, metres. */
export function groundOf(sheet: Sheet): Size {
  return sides(sheet).map((side) => (side / MILLIMETRES) * sheet.scale) as Size;
}

/** Metres of ground east and north in one pixel of the map. On the ellipsoid the two differ a little, whatever Web Mercator shows. */
function metresPerPixel({ latitude, zoom }: Pick<View, 'latitude' | 'zoom'>): Size {
  const angle = (latitude * Math.PI) / 180;
  const bent = 1 - ECCENTRICITY * Math.sin(angle) ** 2;
  const onSphere = (2 * Math.PI * RADIUS * Math.cos(angle)) / (WORLD_PIXELS * 2 ** zoom);
  return [onSphere / Math.sqrt(bent), (onSphere * (1 - ECCENTRICITY)) / bent ** 1.5];
}

/** How large the frame of a sheet is on the screen, pixels. */
export function frameOf(sheet: Sheet, view: Pick<View, 'latitude' | 'zoom'>): Size {
  const [ground, pixel] = [groundOf(sheet), metresPerPixel(view)];
  return [ground[0] / pixel[0], ground[1] / pixel[1]];
}

/** The change of zoom that makes a frame as large as some room on the screen allows. */
export function zoomInto([width, height]: Size, [roomX, roomY]: Size): number {
  return Math.log2(Math.min(roomX / width, roomY / height));
}

/** The scale at which a sheet shows most of what some room on the screen shows now, of those that are offered. */
export function scaleFor(sheet: Omit<Sheet, 'scale'>, view: Pick<View, 'latitude' | 'zoom'>, room: Size): number {
  const fits = (scale: number) => zoomInto(frameOf({ ...sheet, scale }, view), room) >= 0;
  return SCALES.findLast(fits) ?? SCALES[0];
}
