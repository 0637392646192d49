import { expect, test } from 'vitest';
import { type Permalink, readPermalink, writePermalink } from './permalink';

const NOTHING: Permalink = {
  view: null, registers: null, feature: null, language: null, faded: new Map(), off: new Map(),
  ground: null, tilt: null, labels: null, tab: null, tool: null, crosshair: false, measure: null, table: null,
};
const SIMPLE: Permalink = {
  ...NOTHING,
  view: { zoom: 13.25, latitude: 47.9091, longitude: 33.38712 },
  registers: ['street', 'air_post'],
  feature: { register: 'building', fid: 7 },
  language: 'en',
};
const FULL: Permalink = {
  ...SIMPLE,
  faded: new Map([['street', 40], ['building', 5]]),
  off: new Map([['street', new Set(['1', 'a:b&c,d'])], ['building', new Set(['ruin'])]]),
  ground: 'contrast',
  tilt: { pitch: 55, bearing: -20 },
  labels: 'uk',
  tab: 'legend',
  tool: 'measure',
  crosshair: true,
  measure: { kind: 'area', points: [[33.4, 47.9], [33.41, 47.9], [33.4, 47.9100001]] },
  table: { register: 'street', where: new Map([['status', 'active'], ['name_uk', 'Миру: 1 & 2 + 3 %']]), sort: '-length_m' },
};

test('a written link reads back the same', () => {
  for (const link of [FULL, SIMPLE, NOTHING]) expect(readPermalink(writePermalink(link))).toEqual(link);
});

test('a link is short and readable', () => {
  expect(writePermalink(SIMPLE)).toBe('#map=13.25/47.9091/33.38712&show=street,air_post&o=building/7&lang=en');
});

test('no registers shown is told apart from registers not named', () => {
  expect(readPermalink('#show=').registers).toEqual([]);
  expect(readPermalink('#').registers).toBeNull();
});

test('a damaged part does not spoil the others', () => {
  expect(readPermalink('#map=13/nowhere/33&o=building/7')).toEqual({ ...NOTHING, feature: { register: 'building', fid: 7 } });
});

test('a view outside the world is refused', () => {
  for (const map of ['13/91/33', '13/47/181', '99/47/33', '-1/47/33', '13/47', '13/47/33/1', '1e1/47/33', 'NaN/1/1']) {
    expect(readPermalink(`#map=${map}`).view).toBeNull();
  }
});

test('an id that is no register id is refused', () => {
  expect(readPermalink('#show=street,<b>,../x,STREET,street').registers).toEqual(['street']);
  for (const o of ['building', 'building/x', 'Building/1', 'building/-1', 'building/1/2', `building/${'9'.repeat(16)}`]) {
    expect(readPermalink(`#o=${o}`).feature).toBeNull();
  }
});

test('unknown words are as if nothing was said', () => {
  expect(readPermalink('#lang=de&base=pink&tab=x&tool=hammer&cross=yes&labels=pl')).toEqual(NOTHING);
});

test('an opacity that is none is left out', () => {
  expect(readPermalink('#fade=street:40,tree:100,x:-1,Y:5,tram').faded).toEqual(new Map([['street', 40]]));
});

test('a measured shape with a place outside the world or too many points is refused', () => {
  for (const measure of ['area:33,91', 'area:33', 'area:', 'volume:33,47', 'distance:33,47;x,1', `distance:${'1,1;'.repeat(300)}1,1`]) {
    expect(readPermalink(`#measure=${measure}`).measure).toBeNull();
  }
});

test('a filter keeps only what can be a property', () => {
  const link = readPermalink(`#table=street&where=status:active&where=:x&where=no&where=big:${'я'.repeat(201)}`);
  expect(link.table).toEqual({ register: 'street', where: new Map([['status', 'active']]), sort: null });
  expect(readPermalink('#table=../x&where=a:b').table).toBeNull();
});

test('an order names one field, and a tilt is one that the map can have', () => {
  expect(readPermalink('#table=street&sort=-name').table?.sort).toBe('-name');
  for (const wrong of ['--name', 'a,b', 'name desc', '']) expect(readPermalink(`#table=street&sort=${wrong}`).table?.sort).toBeNull();
  expect(readPermalink('#tilt=30/-45').tilt).toEqual({ pitch: 30, bearing: -45 });
  for (const wrong of ['80/0', '30', '30/200', 'a/b']) expect(readPermalink(`#tilt=${wrong}`).tilt).toBeNull();
});
