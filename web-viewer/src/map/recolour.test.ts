import type { StyleSpecification } from 'maplibre-gl';
import { expect, test } from 'vitest';
import { readColour, writeColour } from './colour';
import { recolour, recolourOne } from './recolour';

const STYLE: StyleSpecification = {
  version: 8,
  sources: {},
  layers: [
    { id: 'ground', type: 'background', paint: { 'background-color': '#f6f4ef' } },
    { id: 'house', type: 'fill', source: 'city', paint: { 'fill-color': ['match', ['get', 'use'], 'home', '#e3d5c1', '#ddd'], 'fill-opacity': 0.9 } },
    { id: 'name', type: 'symbol', source: 'city', paint: { 'text-color': '#4a4640', 'text-halo-color': '#ffffff' } },
  ],
};

function light(text: string): number {
  return readColour(text)?.light ?? NaN;
}

test('a colour is written as it was read', () => {
  for (const colour of ['rgb(0,0,0)', 'rgb(255,255,255)', 'rgb(227,213,193)', 'rgb(15,92,122)', 'rgba(27,38,48,0.35)']) {
    const seen = readColour(colour);
    expect(seen && writeColour(seen)).toBe(colour);
  }
  expect(readColour('#fff')).toEqual(readColour('rgb(255, 255, 255)'));
});

test('what is no colour is left alone', () => {
  for (const text of ['residential', '#12', 'get', 'rgb(1,2)']) {
    expect(readColour(text)).toBeNull();
    expect(recolourOne(text, 'dark', 'area')).toBe(text);
  }
});

test('the light ground is the style itself', () => {
  expect(recolour(STYLE, 'light')).toBe(STYLE);
});

test('in the dark the land is dark and the letters on it are light', () => {
  const [ground, house, name] = recolour(STYLE, 'dark').layers as unknown as { paint: Record<string, unknown> }[];
  expect(light(String(ground?.paint['background-color']))).toBeLessThan(0.3);
  expect(light(String(name?.paint['text-color']))).toBeGreaterThan(0.8);
  expect(house?.paint['fill-opacity']).toBe(0.9);
});

test('colours within expressions change, the rest of the expression does not', () => {
  const house = recolour(STYLE, 'grey').layers[1] as unknown as { paint: Record<string, unknown[]> };
  const expression = house.paint['fill-color'] ?? [];
  expect(expression.slice(0, 3)).toEqual(['match', ['get', 'use'], 'home']);
  expect(expression[3]).toMatch(/^rgb\((\d+),\1,\1\)$/);
});

test('high contrast gives black letters on white', () => {
  expect(light(recolourOne('#7a7a7a', 'contrast', 'ink'))).toBeLessThan(0.2);
  expect(light(recolourOne('#f6f4ef', 'contrast', 'land'))).toBeCloseTo(1, 2);
});
