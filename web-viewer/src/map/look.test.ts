import type { FilterSpecification, LayerSpecification } from 'maplibre-gl';
import { expect, test } from 'vitest';
import { classProperties, faded, withoutClasses } from './look';

const HOUSES: LayerSpecification = {
  id: 'building', type: 'fill', source: 'city',
  paint: { 'fill-color': ['match', ['get', 'function'], 'public', '#c9d3e6', '#dcd6cc'], 'fill-opacity': 0.8 },
};

test('fading multiplies what the style says', () => {
  expect(faded(HOUSES, 0.5).paint).toMatchObject({ 'fill-opacity': 0.4 });
  expect(faded({ id: 'a', type: 'symbol', source: 'city' }, 0.3).paint).toEqual({ 'icon-opacity': 0.3, 'text-opacity': 0.3 });
});

test('an opacity that is computed gives way', () => {
  const layer: LayerSpecification = { ...HOUSES, paint: { 'fill-opacity': ['interpolate', ['linear'], ['zoom'], 10, 0, 12, 1] } };
  expect(faded(layer, 0.5).paint).toEqual({ 'fill-opacity': 0.5 });
});

test('the property of the classes is found in the colours', () => {
  expect(classProperties(HOUSES)).toEqual(['function']);
  expect(classProperties({ id: 'a', type: 'fill', source: 'city', paint: { 'fill-color': '#fff' } })).toEqual([]);
});

test('classes that are off are filtered beside what the style filters', () => {
  const filter: FilterSpecification = ['==', ['get', 'state'], '1'];
  expect(withoutClasses({ ...HOUSES, filter }, ['function'], new Set(['ruin']))).toMatchObject({
    filter: ['all', filter, ['!', ['in', ['to-string', ['get', 'function']], ['literal', ['ruin']]]]],
  });
});

test('a class of one field leaves the same code of another field on the map', () => {
  const layer = withoutClasses(HOUSES, ['purpose', 'owner'], new Set(['owner=1', '7']));
  expect(JSON.stringify(layer)).toContain('[["!",["in",["to-string",["get","purpose"]],["literal",["7"]]]],["!",["in",["to-string",["get","owner"]],["literal",["1","7"]]]]]'.slice(1, -1));
});
