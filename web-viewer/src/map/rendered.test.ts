import type { Geometry } from 'geojson';
import { expect, test } from 'vitest';
import type { Position } from '../api/contract';
import { countDrawn, type Drawn, listDrawn, titleOf, uniqueRefs } from './rendered';

const MIDDLE: Position = [33.39, 47.9];

function drawn(register: string | null, id: number | undefined, geometry: Geometry, properties = {}, type = 'fill'): Drawn {
  const metadata = register === null ? undefined : { 'misto:register': register, 'misto:titles': ['name'] };
  return { type: 'Feature', geometry, properties, layer: { type, metadata }, ...(id === undefined ? {} : { id }) };
}

function point(longitude: number, latitude: number): Geometry {
  return { type: 'Point', coordinates: [longitude, latitude] };
}

test('a feature cut by tiles or drawn by several layers is named once', () => {
  const twice = [drawn('street', 1, point(33, 47)), drawn('tree', 1, point(33, 47)), drawn('street', 1, point(33, 47))];
  expect(uniqueRefs(twice)).toEqual([{ register: 'street', fid: 1 }, { register: 'tree', fid: 1 }]);
});

test('what has no register or no number is nobody\'s', () => {
  expect(uniqueRefs([drawn(null, 1, point(33, 47)), drawn('street', undefined, point(33, 47))])).toEqual([]);
});

test('the list begins with the nearest and says where it is', () => {
  const far = drawn('tree', 1, point(33.39, 47.91), { name: 'Липа' });
  const near = drawn('tree', 2, point(33.391, 47.9));
  const list = listDrawn([far, near], MIDDLE);
  expect(list.map(({ fid, title, direction }) => [fid, title, direction])).toEqual([[2, null, 2], [1, 'Липа', 0]]);
  expect(Math.round(list[1]?.metres ?? 0)).toBe(1112);
});

test('of the pieces of a feature the nearest counts', () => {
  const pieces = [drawn('street', 1, point(33.4, 47.9)), drawn('street', 1, point(33.39, 47.9))];
  expect(listDrawn(pieces, MIDDLE)).toMatchObject([{ fid: 1, metres: 0 }]);
});

test('an area lies where its middle is', () => {
  const ring = [[33.38, 47.9], [33.4, 47.9], [33.4, 47.92], [33.38, 47.92], [33.38, 47.9]];
  const [listed] = listDrawn([drawn('park', 1, { type: 'Polygon', coordinates: [ring] })], MIDDLE);
  expect(listed?.direction).toBe(0);
});

test('a title is made of the named properties that say something', () => {
  expect(titleOf({ class: 'x', name: 'Поштова' }, ['name'])).toBe('Поштова');
  expect(titleOf({ number: 12, block: ' ' }, ['number', 'block'])).toBe('12');
  expect(titleOf({ number: 12, block: 'А' }, ['number', 'block'])).toBe('12 А');
  expect(titleOf({ name: 'Поштова' }, [])).toBeNull();
  expect(titleOf(null, ['name'])).toBeNull();
});

test('a bare number names a feature only where the map writes it', () => {
  const [house, floors] = [drawn('address', 1, point(33, 47), { name: '13' }, 'symbol'), drawn('building', 1, point(33, 47), { name: 2 })];
  expect(listDrawn([house, floors], MIDDLE).map(({ title }) => title)).toEqual(['13', null]);
});

test('a style layer that names no titles gives features without titles', () => {
  const layer = { metadata: { 'misto:register': 'tree', 'misto:titles': 'name' } };
  expect(listDrawn([{ ...drawn('tree', 1, point(33, 47), { name: 'Липа' }), layer }], MIDDLE)).toMatchObject([{ title: null }]);
});

test('drawn features are counted by register and by class', () => {
  const metadata = { 'misto:register': 'street', 'misto:classes': ['rank'] };
  const street = (id: number, rank: string): Drawn => ({ ...drawn('street', id, point(33, 47), { rank }), layer: { metadata } });
  const counts = countDrawn(listDrawn([street(1, 'main'), street(1, 'main'), street(2, 'local'), drawn('tree', 1, point(33, 47))], MIDDLE));
  expect([...counts]).toEqual([['street', 2], ['street/main', 1], ['street/rank=main', 1], ['street/local', 1], ['street/rank=local', 1], ['tree', 1]]);
});
