import { expect, test } from 'vitest';
import type { Position } from '../api/contract';
import { nextTowards } from './spatial';

const MIDDLE: Position = [33.4, 47.9];
const PLACES: Position[] = [MIDDLE, [33.4, 47.91], [33.402, 47.903], [33.42, 47.9], [33.399, 47.89], MIDDLE];

test('an arrow goes to the nearest place in its direction', () => {
  expect(nextTowards(PLACES, 0, 'ArrowRight')).toBe(3);
  expect(nextTowards(PLACES, 0, 'ArrowDown')).toBe(4);
  expect(nextTowards(PLACES, 0, 'ArrowUp')).toBe(2);
});

test('what lies behind, at the same place or too far aside is no answer', () => {
  expect(nextTowards(PLACES, 0, 'ArrowLeft')).toBe(-1);
  expect(nextTowards([MIDDLE, MIDDLE], 0, 'ArrowUp')).toBe(-1);
});

test('another key, or a place that is not there, leads nowhere', () => {
  expect(nextTowards(PLACES, 0, 'Enter')).toBe(-1);
  expect(nextTowards([], 0, 'ArrowUp')).toBe(-1);
});
