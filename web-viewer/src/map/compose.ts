import type { FilterSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { FeatureRef, Position } from '../api/contract';

/** Key in a layer's metadata that says whose features it draws. */
const REGISTER_KEY = 'misto:register';
/** Source of the mark on the selected place. */
const MARK_SOURCE = 'misto-mark';
const ACCENT = '#b3341e';
const WHITE = '#ffffff';

/** A feature that the map must set off, and its place when it is known. */
export interface Selection {
  feature: FeatureRef;
  center: Position | null;
}

/** The register whose features a layer draws, or null for the ground. */
export function registerOf(layer: { metadata?: unknown }): string | null {
  const metadata = layer.metadata;
  if (typeof metadata !== 'object' || metadata === null) return null;
  const id = (metadata as Record<string, unknown>)[REGISTER_KEY];
  return typeof id === 'string' ? id : null;
}

/** The server's style with only the visible registers shown and the selected feature set off. */
export function compose(style: StyleSpecification, visible: ReadonlySet<string>, selection: Selection | null): StyleSpecification {
  const layers = style.layers.map((layer) => shownOrNot(layer, visible));
  if (selection === null) return { ...style, layers };
  return {
    ...style,
    sources: { ...style.sources, [MARK_SOURCE]: markSource(selection.center) },
    layers: [...layers, ...highlights(style.layers, selection.feature), ...marks()],
  };
}

/** Names of the fonts that the style writes with. */
export function fontsOf(style: StyleSpecification): string[] {
  const names = style.layers.flatMap((layer) => {
    const fonts: unknown = layer.type === 'symbol' ? layer.layout?.['text-font'] : null;
    return Array.isArray(fonts) ? fonts.flat(2) : [];
  });
  return [...new Set(names.filter((name) => typeof name === 'string' && name.startsWith('Noto ')))] as string[];
}

function shownOrNot(layer: LayerSpecification, visible: ReadonlySet<string>): LayerSpecification {
  const register = registerOf(layer);
  if (register === null || visible.has(register)) return layer;
  return { ...layer, layout: { ...layer.layout, visibility: 'none' } } as LayerSpecification;
}

/** Layers that draw the feature's own shape once more, one pair for each place in the tiles where it can be. */
function highlights(layers: LayerSpecification[], { register, fid }: FeatureRef): LayerSpecification[] {
  const drawn = new Map<string, string>();
  for (const layer of layers) {
    if (registerOf(layer) !== register || !('source-layer' in layer) || layer['source-layer'] === undefined) continue;
    drawn.set(layer['source-layer'], layer.source);
  }
  return [...drawn].flatMap(([sourceLayer, source]) => outline(source, sourceLayer, fid));
}

function outline(source: string, sourceLayer: string, fid: number): LayerSpecification[] {
  const filter: FilterSpecification = ['all', ['==', ['id'], fid], ['!=', ['geometry-type'], 'Point']];
  const areas: FilterSpecification = ['all', ['==', ['id'], fid], ['==', ['geometry-type'], 'Polygon']];
  const from = { source, 'source-layer': sourceLayer };
  const id = `misto-selected-${sourceLayer}`;
  return [
    { id: `${id}-area`, type: 'fill', ...from, filter: areas, paint: { 'fill-color': ACCENT, 'fill-opacity': 0.14 } },
    { id: `${id}-halo`, type: 'line', ...from, filter, paint: { 'line-color': WHITE, 'line-width': 6, 'line-opacity': 0.9 } },
    { id: `${id}-line`, type: 'line', ...from, filter, paint: { 'line-color': ACCENT, 'line-width': 3 } },
  ];
}

function markSource(center: Position | null): StyleSpecification['sources'][string] {
  const features = center === null ? [] : [{ type: 'Feature' as const, properties: {}, geometry: { type: 'Point' as const, coordinates: center } }];
  return { type: 'geojson', data: { type: 'FeatureCollection', features } };
}

function marks(): LayerSpecification[] {
  const paint = { 'circle-radius': 7, 'circle-color': ACCENT, 'circle-stroke-color': WHITE, 'circle-stroke-width': 3 };
  return [{ id: MARK_SOURCE, type: 'circle', source: MARK_SOURCE, paint }];
}
