import type { StyleSpecification } from 'maplibre-gl';
import { expect, test } from 'vitest';
import { type Changes, classNames, compose, fontsOf, heightsFrom, inLanguage, registerOf } from './compose';

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
const CHANGES: Changes = {
  visible: new Set(['street']), faded: new Map(), off: new Map(), heights: false, selection: null,
  overlay: { measure: { kind: 'distance', points: [] }, here: null, marked: null },
};
const SELECTION = { feature: { register: 'street', fid: 7 }, center: [33.4, 47.9] as [number, number] };

function hidden(style: StyleSpecification): string[] {
  return style.layers.filter((layer) => layer.layout?.visibility === 'none').map(({ id }) => id);
}

test('layers of registers that are switched off are hidden, the ground never', () => {
  expect(hidden(compose(STYLE, { ...CHANGES, visible: new Set(['tree']) }))).toEqual(['street', 'street-name']);
  expect(hidden(compose(STYLE, { ...CHANGES, visible: new Set() }))).not.toContain('ground');
});

test('hiding keeps what else a layer says', () => {
  const layer = compose(STYLE, { ...CHANGES, visible: new Set() }).layers[2];
  expect(layer?.layout).toEqual({ 'text-font': ['Noto Sans Regular'], visibility: 'none' });
});

test('the selected feature is drawn once more, above everything', () => {
  const added = compose(STYLE, { ...CHANGES, selection: SELECTION }).layers.slice(STYLE.layers.length);
  expect(added.map(({ id }) => id)).toEqual(['misto-selected-street-area', 'misto-selected-street-halo', 'misto-selected-street-line', 'misto-mark-halo', 'misto-mark']);
  expect(JSON.stringify(added)).toContain('["==",["id"],7]');
});

test('a selected feature of a register that the style does not draw still has its mark', () => {
  const feature = { register: 'monument', fid: 1 };
  const added = compose(STYLE, { ...CHANGES, selection: { ...SELECTION, feature } }).layers.slice(STYLE.layers.length);
  expect(added.map(({ id }) => id)).toEqual(['misto-mark-halo', 'misto-mark']);
});

test('composing leaves the given style as it was', () => {
  const before = structuredClone(STYLE);
  compose(STYLE, { ...CHANGES, selection: SELECTION });
  expect(STYLE).toEqual(before);
});

test('fading and switched off classes concern all layers of their register, and no other', () => {
  const paint = { 'line-color': ['match', ['get', 'rank'], '1', '#000', '#fff'] };
  const style = { ...STYLE, layers: STYLE.layers.map((layer) => (layer.id === 'street' ? { ...layer, paint } : layer)) } as StyleSpecification;
  const visible = new Set(['street', 'tree']);
  const [ground, street, name, tree] = compose(style, { ...CHANGES, visible, faded: new Map([['street', 40]]), off: new Map([['street', new Set(['1'])]]) }).layers;
  expect(street?.paint).toMatchObject({ 'line-opacity': 0.4 });
  expect(JSON.stringify(name)).toContain('["literal",["1"]]');
  expect(classNames(street ?? {})).toEqual(['rank']);
  expect([ground, tree?.paint]).toEqual([style.layers[0], undefined]);
});

test('what tools draw lies above the selected feature', () => {
  const overlay = { ...CHANGES.overlay, marked: [33.4, 47.9] as [number, number] };
  const { layers, sources } = compose(STYLE, { ...CHANGES, selection: SELECTION, overlay });
  expect(layers.at(-1)?.id).toBe('misto-tools-marked');
  expect(Object.keys(sources)).toEqual(['city', 'misto-mark', 'misto-tools']);
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

test('what has a height is drawn only while the map leans, and only when its register is on', () => {
  const high = { id: 'high', type: 'fill-extrusion' as const, ...OF_STREET, minzoom: 15, layout: { visibility: 'none' as const } };
  const style: StyleSpecification = { ...STYLE, layers: [...STYLE.layers, high] };
  expect(hidden(compose(style, CHANGES))).toContain('high');
  expect(hidden(compose(style, { ...CHANGES, heights: true }))).not.toContain('high');
  expect(hidden(compose(style, { ...CHANGES, heights: true, visible: new Set() }))).toContain('high');
  expect([heightsFrom(style), heightsFrom(STYLE)]).toEqual([15, null]);
});
