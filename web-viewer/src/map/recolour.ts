import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Ground } from '../state/look.svelte';
import { readColour, type Seen, writeColour } from './colour';

/** What a colour is for: the land, an area on it, a sign or line, letters, what sets letters off. */
export type Use = 'land' | 'area' | 'sign' | 'ink' | 'halo';

/** New lightness, and the share of colour that stays. */
type Rule = (light: number) => [light: number, strength: number];

const RULES: Record<Exclude<Ground, 'light'>, Record<Use, Rule>> = {
  dark: {
    land: () => [0.23, 0.3],
    area: (light) => [Math.min(0.75, 0.2 + (1 - light) * 0.9), 0.9],
    sign: (light) => [light > 0.93 ? 0.4 : Math.max(0.45, light * 0.85), 0.9],
    ink: (light) => [1 - light * 0.3, 0.6],
    halo: () => [0.18, 0],
  },
  grey: {
    land: () => [0.97, 0],
    area: (light) => [light + (1 - light) * 0.25, 0],
    sign: (light) => [light, 0.12],
    ink: (light) => [Math.min(light, 0.45), 0],
    halo: () => [1, 0],
  },
  contrast: {
    land: () => [1, 0],
    area: (light) => [Math.max(light, 0.9), 1],
    sign: (light) => [light > 0.93 ? 1 : Math.min(light, 0.5), 1.1],
    ink: () => [0.15, 0],
    halo: () => [1, 0],
  },
};

/** What the colours of a paint property are for; null for a property that is no colour. */
function useOf(property: string): Use | null {
  if (!property.endsWith('-color')) return null;
  if (property === 'background-color') return 'land';
  if (/halo|circle-stroke/.test(property)) return 'halo';
  if (/^(text|icon)-/.test(property)) return 'ink';
  return /^fill(-extrusion)?-color$/.test(property) ? 'area' : 'sign';
}

/** One colour as a ground shows it; a text that is no colour stays. */
export function recolourOne(text: string, ground: Ground, use: Use): string {
  const colour = ground === 'light' ? null : readColour(text);
  if (ground === 'light' || colour === null) return text;
  const [light, strength] = RULES[ground][use](colour.light);
  const seen: Seen = { light, a: colour.a * strength, b: colour.b * strength, alpha: colour.alpha };
  return writeColour(seen);
}

/** A style in the colours of a ground: every colour of every layer, also those within expressions. */
export function recolour(style: StyleSpecification, ground: Ground): StyleSpecification {
  if (ground === 'light') return style;
  return { ...style, layers: style.layers.map((layer) => recolourLayer(layer, ground)) };
}

/** Whether a layer draws icons within the circles of the layer below it, which set them off as halos do letters. */
function isSign({ metadata }: LayerSpecification): boolean {
  return (metadata as Record<string, unknown> | null | undefined)?.['misto:sign'] === true;
}

function recolourLayer(layer: LayerSpecification, ground: Ground): LayerSpecification {
  const paint = Object.entries(layer.paint ?? {}).map(([property, value]) => {
    const use = isSign(layer) && property === 'icon-color' ? 'halo' : useOf(property);
    return [property, use === null ? value : recolourValue(value, ground, use)];
  });
  return { ...layer, paint: Object.fromEntries(paint) } as LayerSpecification;
}

function recolourValue(value: unknown, ground: Ground, use: Use): unknown {
  if (typeof value === 'string') return recolourOne(value, ground, use);
  return Array.isArray(value) ? value.map((part) => recolourValue(part, ground, use)) : value;
}
