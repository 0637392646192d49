import { expect, test } from 'vitest';
import type { ListedFeature } from '../map/rendered';
import { ordered } from './order';

function feature(register: string, fid: number, title: string | null): ListedFeature {
  return { register, fid, title, center: [0, 0], classes: [], metres: fid, direction: 0 };
}

const NAMES = {
  feature: ({ title, fid }: ListedFeature) => title ?? `№ ${fid}`,
  register: (id: string) => ({ tree: 'Дерева', street: 'Вулиці' })[id] ?? id,
};
const NEAR = [feature('tree', 1, 'Ялина'), feature('street', 2, 'Їжакевича'), feature('street', 3, 'Ігорева'), feature('tree', 4, null), feature('tree', 5, 'Дуб № 10'), feature('tree', 6, 'Дуб № 9')];

function fids(order: Parameters<typeof ordered>[1]): number[] {
  return ordered(NEAR, order, NAMES, 'uk').map(({ fid }) => fid);
}

test('names are in the order of the Ukrainian alphabet, their numbers as numbers', () => {
  expect(fids('name').filter((fid) => fid !== 4)).toEqual([6, 5, 3, 2, 1]);
});

test('registers come one after another, each with its features by name', () => {
  expect(ordered(NEAR, 'register', NAMES, 'uk').map(({ register }) => register)).toEqual(['street', 'street', 'tree', 'tree', 'tree', 'tree']);
});

test('by distance they stay as they came', () => {
  expect(fids('distance')).toEqual([1, 2, 3, 4, 5, 6]);
});
