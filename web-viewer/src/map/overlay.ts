import type { Feature, Geometry } from 'geojson';
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Position } from '../api/contract';
import type { Here, Measure } from '../state/tools.svelte';
import { circleAround } from './distance';

const SOURCE = 'misto-tools';
const MEASURED = '#6a2c8f';
const HERE = '#0b6bcb';
const MARKED = '#b3341e';
const WHITE = '#ffffff';

/** What the tools draw over the map. */
export interface Overlay {
  measure: Measure;
  here: Here | null;
  marked: Position | null;
}

/** The source and layers of what the tools draw; none when they draw nothing. */
export function overlayOf(overlay: Overlay): Pick<StyleSpecification, 'sources' | 'layers'> {
  const features = [...measured(overlay.measure), ...place(overlay.here), ...mark(overlay.marked)];
  if (features.length === 0) return { sources: {}, layers: [] };
  return { sources: { [SOURCE]: { type: 'geojson', data: { type: 'FeatureCollection', features } } }, layers: LAYERS };
}

function shape(role: string, geometry: Geometry): Feature {
  return { type: 'Feature', properties: { role }, geometry };
}

function measured({ kind, points }: Measure): Feature[] {
  const [first] = points;
  if (first === undefined) return [];
  const closed = [...points, first];
  const area = kind === 'area' && points.length > 2 ? [shape('area', { type: 'Polygon', coordinates: [closed] })] : [];
  const line = shape('line', { type: 'LineString', coordinates: kind === 'area' ? closed : points });
  return [...area, ...(points.length > 1 ? [line] : []), shape('points', { type: 'MultiPoint', coordinates: points })];
}

function place(here: Here | null): Feature[] {
  if (here === null) return [];
  const around = circleAround(here.position, here.accuracy);
  return [shape('near', { type: 'Polygon', coordinates: [around] }), shape('here', { type: 'Point', coordinates: here.position })];
}

function mark(position: Position | null): Feature[] {
  return position === null ? [] : [shape('marked', { type: 'Point', coordinates: position })];
}

function layer(role: string, type: 'fill' | 'line' | 'circle', paint: object): LayerSpecification {
  return { id: `${SOURCE}-${role}`, type, source: SOURCE, filter: ['==', ['get', 'role'], role], paint } as LayerSpecification;
}

const LAYERS: LayerSpecification[] = [
  layer('near', 'fill', { 'fill-color': HERE, 'fill-opacity': 0.15 }),
  layer('area', 'fill', { 'fill-color': MEASURED, 'fill-opacity': 0.15 }),
  layer('line', 'line', { 'line-color': MEASURED, 'line-width': 3 }),
  layer('points', 'circle', { 'circle-radius': 5, 'circle-color': WHITE, 'circle-stroke-color': MEASURED, 'circle-stroke-width': 3 }),
  layer('here', 'circle', { 'circle-radius': 7, 'circle-color': HERE, 'circle-stroke-color': WHITE, 'circle-stroke-width': 3 }),
  layer('marked', 'circle', { 'circle-radius': 12, 'circle-opacity': 0, 'circle-stroke-color': MARKED, 'circle-stroke-width': 4 }),
];
