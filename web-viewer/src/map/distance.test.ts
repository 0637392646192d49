import { expect, test } from 'vitest';
import { direction, distance, metresPerPixel, roundLength } from './distance';

test('a hundredth of a degree north is 1112 m', () => {
  expect(distance([33.39, 47.9], [33.39, 47.91])).toBeCloseTo(1112, 0);
});

test('directions go clockwise from the north', () => {
  const around: [number, number][] = [[0, 1], [1.5, 1], [1, 0], [1.5, -1], [0, -1], [-1.5, -1], [-1, 0], [-1.5, 1]];
  const found = around.map(([x, y]) => direction([33.39, 47.9], [33.39 + x / 100, 47.9 + y / 100]));
  expect(found).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('a pixel at zoom 0 on the equator is the equator over 512', () => {
  expect(metresPerPixel(0, 0)).toBeCloseTo(40_030_230 / 512, -1);
});

test('the scale bar has round lengths', () => {
  expect([1999, 730, 199, 99, 1, 0.7].map(roundLength)).toEqual([1000, 500, 100, 50, 1, 0.5]);
});
