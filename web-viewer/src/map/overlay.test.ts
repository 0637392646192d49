import type { GeoJSONSourceSpecification } from 'maplibre-gl';
import { expect, test } from 'vitest';
import type { Position } from '../api/contract';
import { distance } from './distance';
import { type Overlay, overlayOf } from './overlay';

const NOTHING: Overlay = { measure: { kind: 'distance', points: [] }, here: null, marked: null };
const CORNERS: Position[] = [[33.4, 47.9], [33.41, 47.9], [33.41, 47.91]];

function roles(overlay: Partial<Overlay>): string[] {
  const source = overlayOf({ ...NOTHING, ...overlay }).sources['misto-tools'] as GeoJSONSourceSpecification;
  return (source.data as GeoJSON.FeatureCollection).features.map(({ properties }) => properties?.role);
}

test('tools that hold nothing draw nothing', () => {
  expect(overlayOf(NOTHING)).toEqual({ sources: {}, layers: [] });
});

test('a measured area is closed from its third point on', () => {
  expect(roles({ measure: { kind: 'distance', points: CORNERS.slice(0, 1) } })).toEqual(['points']);
  expect(roles({ measure: { kind: 'area', points: CORNERS.slice(0, 2) } })).toEqual(['line', 'points']);
  expect(roles({ measure: { kind: 'area', points: CORNERS } })).toEqual(['area', 'line', 'points']);
});

test('the place of the person has a circle as wide as it is uncertain', () => {
  const position: Position = [33.4, 47.9];
  const source = overlayOf({ ...NOTHING, here: { position, accuracy: 50 } }).sources['misto-tools'] as GeoJSONSourceSpecification;
  const [near] = (source.data as GeoJSON.FeatureCollection<GeoJSON.Polygon>).features;
  for (const corner of near?.geometry.coordinates[0] ?? []) expect(distance(position, corner as Position)).toBeCloseTo(50, 0);
});
