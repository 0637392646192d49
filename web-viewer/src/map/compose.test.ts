import type { StyleSpecification } from 'maplibre-gl';
import { expect, test } from 'vitest';
import { compose, fontsOf, inLanguage, registerOf } from './compose';

const OF_STREET = { source: 'city', 'source-layer': 'street', metadata: { 'misto:register': 'street' } };
const STYLE: StyleSpecification = {
  version: 8,
  sources: { city: { type: 'vector', url: '/tiles/city' } },
  layers: [
    { id: 'ground', type: 'background' },
    { id: 'street', type: 'line', ...OF_STREET },
    { id: 'street-name', type: 'symbol', ...OF_STREET, layout: { 'text-font': ['Noto Sans Regular'] } },
    { id: 'tree', type: 'circle', source: 'city', 'source-layer': 'tree', metadata: { 'misto:register': 'tree' } },
  ],
};
const SELECTION = { feature: { register: 'street', fid: 7 }, center: [33.4, 47.9] as [number, number] };

function hidden(style: StyleSpecification): string[] {
  return style.layers.filter((layer) => layer.layout?.visibility === 'none').map(({ id }) => id);
}

test('layers of registers that are switched off are hidden, the ground never', () => {
  expect(hidden(compose(STYLE, new Set(['tree']), null))).toEqual(['street', 'street-name']);
  expect(hidden(compose(STYLE, new Set(), null))).not.toContain('ground');
});

test('hiding keeps what else a layer says', () => {
  const layer = compose(STYLE, new Set(), null).layers[2];
  expect(layer?.layout).toEqual({ 'text-font': ['Noto Sans Regular'], visibility: 'none' });
});

test('the selected feature is drawn once more, above everything', () => {
  const added = compose(STYLE, new Set(['street']), SELECTION).layers.slice(STYLE.layers.length);
  expect(added.map(({ id }) => id)).toEqual(['misto-selected-street-area', 'misto-selected-street-halo', 'misto-selected-street-line', 'misto-mark-halo', 'misto-mark']);
  expect(JSON.stringify(added)).toContain('["==",["id"],7]');
});

test('a selected feature of a register that the style does not draw still has its mark', () => {
  const feature = { register: 'monument', fid: 1 };
  const added = compose(STYLE, new Set(), { ...SELECTION, feature }).layers.slice(STYLE.layers.length);
  expect(added.map(({ id }) => id)).toEqual(['misto-mark-halo', 'misto-mark']);
});

test('composing leaves the given style as it was', () => {
  const before = structuredClone(STYLE);
  compose(STYLE, new Set(), SELECTION);
  expect(STYLE).toEqual(before);
});

test('a layer without readable metadata is ground', () => {
  for (const metadata of [undefined, null, 'street', {}, { 'misto:register': 7 }]) expect(registerOf({ metadata })).toBeNull();
});

test('descriptions of tiles are asked in the language', () => {
  expect(inLanguage(STYLE, 'en').sources).toEqual({ city: { type: 'vector', url: '/tiles/city?lang=en' } });
});

test('the fonts of the style are named once each', () => {
  expect(fontsOf(STYLE)).toEqual(['Noto Sans Regular']);
});
