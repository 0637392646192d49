import type { FilterSpecification, LayerSpecification } from 'maplibre-gl';
import { expect, test } from 'vitest';
import type { Register } from '../api/contract';
import { drawnWhole } from './whole';

const FARMLAND: FilterSpecification = ['==', ['get', 'kind'], 'farmland'];
const OTHERS: FilterSpecification = ['!=', ['get', 'kind'], 'farmland'];

function register(...geometries: string[]): Register {
  const title = { uk: 'Реєстр', en: 'Register' };
  return { id: 'r', title, description: null, module: { id: 'm', title }, subsystem: 'S01', geometries, visible: true, count: 9, source: null, titles: [], legend: [], collection: '/ogc/collections/r' };
}

function layer(type: 'fill' | 'line' | 'circle' | 'symbol', minzoom: number, filter?: FilterSpecification, maxzoom = 24, tiles = 'r'): LayerSpecification {
  return { id: `${type}-${minzoom}-${maxzoom}`, type, source: 'city', 'source-layer': tiles, minzoom, maxzoom, metadata: { 'misto:register': 'r' }, ...(filter && { filter }) } as LayerSpecification;
}

/** At which of the zooms the register is drawn whole. */
function zoomsOf(known: Register, layers: LayerSpecification[], zooms: number[]): number[] {
  return zooms.filter((zoom) => drawnWhole([known], layers, zoom).has('r'));
}

test('what is only written is no count', () => {
  expect(zoomsOf(register('Point'), [layer('symbol', 17)], [15, 18])).toEqual([]);
});

test('points are counted from their first zoom on', () => {
  expect(zoomsOf(register('Point'), [layer('circle', 14), layer('symbol', 16)], [13, 14, 18])).toEqual([14, 18]);
});

test('land cover is not counted where one of its kinds is no longer drawn', () => {
  expect(zoomsOf(register('MultiPolygon'), [layer('fill', 8, FARMLAND, 14), layer('fill', 8, OTHERS)], [7, 8, 13.9, 14, 15])).toEqual([8, 13.9]);
});

test('a layer for everything makes up for those of single kinds', () => {
  expect(zoomsOf(register('MultiPolygon'), [layer('fill', 13), layer('line', 16, FARMLAND)], [12, 13, 16])).toEqual([13, 16]);
});

test('areas of which only outlines are drawn are not counted, lines are', () => {
  expect(zoomsOf(register('MultiPolygon'), [layer('line', 10)], [9, 12])).toEqual([]);
  expect(zoomsOf(register('MultiLineString'), [layer('line', 10)], [9, 12])).toEqual([12]);
});

test('shapes that come in other tiles must be drawn too', () => {
  expect(zoomsOf(register('Point', 'MultiPolygon'), [layer('circle', 13), layer('fill', 15, undefined, 24, 'r.area')], [13, 15])).toEqual([15]);
});
