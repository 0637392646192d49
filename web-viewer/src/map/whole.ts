import type { FilterSpecification, LayerSpecification } from 'maplibre-gl';
import type { Register } from '../api/contract';
import { registerOf } from './compose';

/** A layer that draws features themselves and not their names. */
type SignLayer = Extract<LayerSpecification, { type: 'fill' | 'line' | 'circle' }>;

/** Ids of the registers of which everything in view is drawn at a zoom, so that the number drawn is how many are here. */
export function drawnWhole(registers: Register[], layers: LayerSpecification[], zoom: number): ReadonlySet<string> {
  const signs = layers.filter(isSign);
  const whole = registers.filter((register) => isWhole(register, signs.filter((layer) => registerOf(layer) === register.id), zoom));
  return new Set(whole.map(({ id }) => id));
}

/** Names find no room and pictures need not have it: only shapes are counted. */
function isSign(layer: LayerSpecification): layer is SignLayer {
  return layer.type === 'fill' || layer.type === 'line' || layer.type === 'circle';
}

/** Whether every kind of feature that the style ever draws of the register has a sign at the zoom. */
function isWhole({ geometries }: Register, signs: SignLayer[], zoom: number): boolean {
  const areas = geometries.length > 0 && geometries.every((geometry) => geometry.endsWith('Polygon'));
  // Of an area that fills the screen no outline is seen, though one stands within it.
  const counted = signs.filter((layer) => isDrawnAt(layer, zoom) && !(areas && layer.type === 'line'));
  return signs.length > 0 && signs.every((sign) => counted.some((layer) => covers(layer, sign)));
}

function isDrawnAt({ minzoom = 0, maxzoom = 24 }: SignLayer, zoom: number): boolean {
  return zoom >= minzoom && zoom < maxzoom;
}

/** Whether a layer draws every feature that another does: all there are in its tiles, or those of the same condition. */
function covers(layer: SignLayer, other: SignLayer): boolean {
  return layer['source-layer'] === other['source-layer'] && (!layer.filter || isSame(layer.filter, other.filter));
}

function isSame(filter: FilterSpecification, other: FilterSpecification | undefined): boolean {
  return JSON.stringify(filter) === JSON.stringify(other);
}
