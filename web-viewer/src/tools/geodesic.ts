import geodesic from 'geographiclib-geodesic';
import type { Position } from '../api/contract';

const WGS84 = geodesic.Geodesic.WGS84;

/** A closed shape on the ellipsoid. */
export interface Ring {
  squareMetres: number;
  /** Metres around. */
  perimeter: number;
}

/**
 * Metres along shortest lines between places on the ellipsoid of WGS 84 (which differs from GRS80 by less than a millimetre).
 * C. F. F. Karney, Algorithms for geodesics, 2013, as GeographicLib computes them: to nanometres.
 */
export function lengthOf(places: readonly Position[]): number {
  return polygon(places, true).perimeter;
}

/** Area and perimeter of the shape whose corners are the places, closed by itself, whichever way round they go. */
export function ringOf(places: readonly Position[]): Ring {
  const { area, perimeter } = polygon(places, false);
  return { squareMetres: Math.abs(area ?? 0), perimeter };
}

function polygon(places: readonly Position[], isLine: boolean) {
  const shape = WGS84.Polygon(isLine);
  for (const [longitude, latitude] of places) shape.AddPoint(latitude, longitude);
  return shape.Compute(false, true);
}
