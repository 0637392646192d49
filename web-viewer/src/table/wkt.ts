import type { Geometry, Position } from 'geojson';

/** A geometry as well-known text (OGC 06-103r4), two coordinates a place, as many decimals as were served. */
export function wkt(geometry: Geometry): string {
  const name = geometry.type.toUpperCase();
  if (geometry.type === 'GeometryCollection') return `${name} (${geometry.geometries.map(wkt).join(', ')})`;
  if (geometry.coordinates.length === 0) return `${name} EMPTY`;
  return `${name} ${group(geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates)}`;
}

function group(parts: readonly unknown[]): string {
  const texts = parts.map((part) => (isPlace(part) ? `${part[0]} ${part[1]}` : group(part as unknown[])));
  return `(${texts.join(', ')})`;
}

function isPlace(part: unknown): part is Position {
  return Array.isArray(part) && typeof part[0] === 'number';
}
