import { expect, test } from 'vitest';
import { distanceField } from './sdf.ts';

/** A square of `size` pixels whose middle `filled` pixels are covered. */
function square(size: number, filled: number): Float64Array {
  const from = (size - filled) / 2;
  const within = (v: number) => v >= from && v < from + filled;
  return Float64Array.from({ length: size * size }, (_, i) => (within(i % size) && within(Math.floor(i / size)) ? 1 : 0));
}

test('the field is above the edge value inside, below it outside', () => {
  const field = distanceField(square(20, 8), 20, 20);
  expect(field[10 * 20 + 10]).toBeGreaterThan(191);
  expect(field[2 * 20 + 10]).toBeLessThan(191);
});

test('the field falls with the distance from the shape', () => {
  const field = distanceField(square(20, 8), 20, 20);
  const outward = [5, 4, 3, 2, 1].map((x) => field[10 * 20 + x] ?? 0);
  expect(outward).toEqual([...outward].sort((a, b) => b - a));
});
