import type { FilterSpecification, LayerSpecification } from 'maplibre-gl';

/** Opacities of each kind of layer. */
const OPACITIES: Record<string, string[]> = {
  fill: ['fill-opacity'],
  line: ['line-opacity'],
  circle: ['circle-opacity', 'circle-stroke-opacity'],
  symbol: ['icon-opacity', 'text-opacity'],
  'fill-extrusion': ['fill-extrusion-opacity'],
};

/** A layer fainter by a share from 0 to 1. An opacity that the style computes gives way to the share. */
export function faded(layer: LayerSpecification, share: number): LayerSpecification {
  const before = (layer.paint ?? {}) as Record<string, unknown>;
  const paint = (OPACITIES[layer.type] ?? []).map((name) => [name, (typeof before[name] === 'number' ? before[name] : 1) * share]);
  return { ...layer, paint: { ...before, ...Object.fromEntries(paint) } } as LayerSpecification;
}

/** Names of the properties whose codes the colours of a layer tell apart: those of `["match", ["get", name], …]`. */
export function classProperties({ paint }: LayerSpecification): string[] {
  return Object.entries(paint ?? {}).flatMap(([name, value]) => (name.endsWith('-color') ? matched(value) : []));
}

function matched(value: unknown): string[] {
  if (!Array.isArray(value) || value[0] !== 'match') return [];
  const [operator, name] = Array.isArray(value[1]) ? value[1] : [];
  return operator === 'get' && typeof name === 'string' ? [name] : [];
}

/** The name of a class: its code, with its field before it where that is known. */
export function className(code: string, field: string | null | undefined): string {
  return field ? `${field}=${code}` : code;
}

/** A layer without the features of some classes; a class without a field is one of every property. */
export function withoutClasses(layer: LayerSpecification, properties: readonly string[], classes: ReadonlySet<string>): LayerSpecification {
  const unwanted = properties.map((name) => ['!', ['in', ['to-string', ['get', name]], ['literal', codesOf(name, properties, classes)]]]);
  const before = 'filter' in layer && layer.filter !== undefined ? [layer.filter] : [];
  return { ...layer, filter: ['all', ...before, ...unwanted] as FilterSpecification } as LayerSpecification;
}

/** The codes of a property among classes. */
function codesOf(name: string, properties: readonly string[], classes: ReadonlySet<string>): string[] {
  const own = [...classes].filter((known) => !properties.some((other) => other !== name && known.startsWith(className('', other))));
  const prefix = className('', name);
  return own.map((known) => (known.startsWith(prefix) ? known.slice(prefix.length) : known));
}
