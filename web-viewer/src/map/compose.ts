import type { FilterSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { FeatureRef, Language, Position } from '../api/contract';
import { classProperties, faded, withoutClasses } from './look';
import { type Overlay, overlayOf } from './overlay';

/** Key in a layer's metadata that says whose features it draws. */
const REGISTER_KEY = 'misto:register';
/** Key in a layer's metadata that names the properties whose codes the register's signs stand for; we add it. */
const CLASSES_KEY = 'misto:classes';
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

/** What a person changed of the style. */
export interface Changes {
  /** Registers that are shown. */
  visible: ReadonlySet<string>;
  /** Opacity in percent of registers that are faded. */
  faded: ReadonlyMap<string, number>;
  /** Codes of classes that are switched off, by register. */
  off: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether buildings and the like have their height. */
  heights: boolean;
  selection: Selection | null;
  overlay: Overlay;
}

/** Names of the properties whose codes the signs of a layer's register stand for. */
export function classNames(layer: { metadata?: unknown }): string[] {
  const names = (layer.metadata as Record<string, unknown> | null | undefined)?.[CLASSES_KEY];
  return Array.isArray(names) ? names : [];
}

/** The server's style as a person wants it: what is switched on, the selected feature set off, what tools draw above all. */
export function compose(style: StyleSpecification, changes: Changes): StyleSpecification {
  const { selection } = changes;
  const classes = classesOf(style.layers);
  const layers = style.layers.map((layer) => changed(layer, changes, classes));
  const overlay = overlayOf(changes.overlay);
  const mark = selection && { [MARK_SOURCE]: markSource(selection.center) };
  const selected = selection === null ? [] : [...highlights(style.layers, selection.feature), ...marks()];
  return { ...style, sources: { ...style.sources, ...mark, ...overlay.sources }, layers: [...layers, ...selected, ...overlay.layers] };
}

/** Names of the properties that tell classes apart, by register. */
function classesOf(layers: LayerSpecification[]): Map<string, string[]> {
  const classes = new Map<string, string[]>();
  for (const layer of layers) {
    const register = registerOf(layer);
    if (register === null) continue;
    classes.set(register, [...new Set([...(classes.get(register) ?? []), ...classProperties(layer)])]);
  }
  return classes;
}

function changed(layer: LayerSpecification, { visible, faded: faint, off, heights }: Changes, classes: Map<string, string[]>): LayerSpecification {
  const register = registerOf(layer);
  if (register === null) return layer;
  const names = classes.get(register) ?? [];
  const high = layer.type === 'fill-extrusion';
  const visibility = visible.has(register) && (heights || !high) ? 'visible' : 'none';
  const named = { ...layer, layout: { ...layer.layout, visibility }, metadata: { ...(layer.metadata as object), [CLASSES_KEY]: names } } as LayerSpecification;
  if (visibility === 'none') return named;
  const [codes, percent] = [off.get(register), faint.get(register)];
  const shown = codes === undefined ? named : withoutClasses(named, names, codes);
  return percent === undefined ? shown : faded(shown, percent / 100);
}

/** The style with descriptions of its tiles, which hold the attribution, asked in a language. */
export function inLanguage(style: StyleSpecification, language: Language): StyleSpecification {
  const sources = Object.entries(style.sources).map(([id, source]) => {
    if (source.type !== 'vector' || source.url === undefined) return [id, source];
    return [id, { ...source, url: `${source.url}${source.url.includes('?') ? '&' : '?'}lang=${language}` }];
  });
  return { ...style, sources: Object.fromEntries(sources) };
}

/** The zoom from which the style draws anything with its height; null when it never does. */
export function heightsFrom(style: StyleSpecification): number | null {
  const zooms = style.layers.filter(({ type }) => type === 'fill-extrusion').map(({ minzoom }) => minzoom ?? 0);
  return zooms.length === 0 ? null : Math.min(...zooms);
}

/** Names of the fonts that the style writes with. */
export function fontsOf(style: StyleSpecification): string[] {
  const names = style.layers.flatMap((layer) => {
    const fonts: unknown = layer.type === 'symbol' ? layer.layout?.['text-font'] : null;
    return Array.isArray(fonts) ? fonts.flat(2) : [];
  });
  return [...new Set(names.filter((name) => typeof name === 'string' && name.startsWith('Noto ')))] as string[];
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

/** A ring: what it marks, such as a house number, stays readable. */
function marks(): LayerSpecification[] {
  const ring = (id: string, color: string, width: number): LayerSpecification => ({
    id, type: 'circle', source: MARK_SOURCE,
    paint: { 'circle-radius': 13, 'circle-color': ACCENT, 'circle-opacity': 0.08, 'circle-stroke-color': color, 'circle-stroke-width': width },
  });
  return [ring(`${MARK_SOURCE}-halo`, WHITE, 5), ring(MARK_SOURCE, ACCENT, 3)];
}
