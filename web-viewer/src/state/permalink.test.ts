import { expect, test } from 'vitest';
import { type Permalink, readPermalink, writePermalink } from './permalink';

const FULL: Permalink = {
  view: { zoom: 13.25, latitude: 47.9091, longitude: 33.38712 },
  registers: ['street', 'air_post'],
  feature: { register: 'building', fid: 7 },
  language: 'en',
};
const NOTHING: Permalink = { view: null, registers: null, feature: null, language: null };

test('a written link reads back the same', () => {
  expect(readPermalink(writePermalink(FULL))).toEqual(FULL);
  expect(readPermalink(writePermalink(NOTHING))).toEqual(NOTHING);
});

test('a link is short and readable', () => {
  expect(writePermalink(FULL)).toBe('#map=13.25/47.9091/33.38712&show=street,air_post&o=building/7&lang=en');
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

test('an unknown language is as if none was said', () => {
  expect(readPermalink('#lang=de').language).toBeNull();
});
