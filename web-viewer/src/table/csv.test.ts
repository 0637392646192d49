import type { Feature, Geometry } from 'geojson';
import { expect, test } from 'vitest';
import { toCsv } from './csv';
import { wkt } from './wkt';

function feature(id: number, properties: Feature['properties'], geometry: Geometry | null = null): Feature<Geometry | null> {
  return { type: 'Feature', id, properties, geometry };
}

function lines(...features: Feature<Geometry | null>[]): string[] {
  return toCsv(features, ['name', 'length']).split('\r\n');
}

test('a file begins with the mark of UTF-8 and the names of the properties', () => {
  expect(lines()).toEqual(['\uFEFFfid,name,length,wkt', '']);
});

test('commas, quotes and line ends are kept within quotes', () => {
  expect(lines(feature(1, { name: 'а, "б"', length: 2.5 }))[1]).toBe('1,"а, ""б""",2.5,');
  expect(toCsv([feature(1, { name: 'а\nб' })], ['name'])).toContain('"а\nб"');
});

test('a text that a spreadsheet would run is made harmless, a negative number is not', () => {
  for (const evil of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) {
    expect(lines(feature(1, { name: evil, length: -5 })).join('\r\n')).toContain(`'${evil}`);
  }
  expect(lines(feature(1, { name: 'я', length: -5 }))[1]).toBe('1,я,-5,');
});

test('lists and records are written as JSON', () => {
  expect(lines(feature(1, { name: [{ from: '1933' }], length: null }))[1]).toBe('1,"[{""from"":""1933""}]",,');
});

test('shapes are written as text', () => {
  expect(wkt({ type: 'Point', coordinates: [33.4, 47.9, 80] })).toBe('POINT (33.4 47.9)');
  expect(wkt({ type: 'MultiLineString', coordinates: [[[1, 2], [3, 4]]] })).toBe('MULTILINESTRING ((1 2, 3 4))');
  expect(wkt({ type: 'MultiPolygon', coordinates: [[[[1, 2], [3, 4], [5, 6], [1, 2]]]] })).toBe('MULTIPOLYGON (((1 2, 3 4, 5 6, 1 2)))');
  expect(wkt({ type: 'MultiPoint', coordinates: [[1, 2]] })).toBe('MULTIPOINT (1 2)');
  expect(wkt({ type: 'MultiPolygon', coordinates: [] })).toBe('MULTIPOLYGON EMPTY');
});
