import { expect, test } from 'vitest';
import { directionOf, nextSort } from './sort';

test('a field that is chosen again and again is sorted up, down and not at all', () => {
  const first = nextSort('-other', 'name');
  const second = nextSort(first, 'name');
  expect([first, second, nextSort(second, 'name')]).toEqual(['name', '-name', null]);
});

test('only the field itself is sorted, not one whose name begins alike', () => {
  expect(directionOf('-name', 'name')).toBe('descending');
  expect(directionOf('name', 'name')).toBe('ascending');
  expect(directionOf('name_uk', 'name')).toBeNull();
  expect(directionOf(null, 'name')).toBeNull();
});
