import { expect, test } from 'vitest';
import type { Position } from '../api/contract';
import { lengthOf, ringOf } from './geodesic';

test('a line is as long as on the ellipsoid', () => {
  // From New York to London, an example of GeographicLib's own documentation.
  expect(lengthOf([[-73.8, 40.6], [-0.5, 51.6]])).toBeCloseTo(5_551_759.4, 1);
  expect(lengthOf([[33.4, 47.9]])).toBe(0);
  expect(lengthOf([])).toBe(0);
});

test('a line of several parts is the sum of them', () => {
  const places: Position[] = [[33.4, 47.9], [33.41, 47.9], [33.41, 47.91]];
  const parts = lengthOf(places.slice(0, 2)) + lengthOf(places.slice(1));
  expect(lengthOf(places)).toBeCloseTo(parts, 6);
});

test('an area is that on the ellipsoid, not that of the map, and the same both ways round', () => {
  const square: Position[] = [[33.4, 47.9], [33.401, 47.9], [33.401, 47.901], [33.4, 47.901]];
  const { squareMetres, perimeter } = ringOf(square);
  // Sides of the degree net at 47.9°: 74.77 m east, 111.19 m north.
  expect(squareMetres).toBeCloseTo(74.77 * 111.19, -1);
  expect(perimeter).toBeCloseTo(2 * (74.77 + 111.19), 0);
  expect(ringOf([...square].reverse()).squareMetres).toBeCloseTo(squareMetres, 6);
});

test('the area of a part of the world that is known', () => {
  // An eighth of the ellipsoid of WGS 84: 510 065 621 724 088 m² in all.
  expect(ringOf([[0, 0], [90, 0], [0, 90]]).squareMetres / 1e6).toBeCloseTo(510_065_621_724_088 / 8 / 1e6, 0);
});
