import { expect, test } from 'vitest';
import { retryDelay } from './retry';

const NOW = Date.parse('2026-11-22T10:00:00Z');

function busy(retryAfter?: string, status = 503): Response {
  return new Response(null, { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } });
}

test('a busy server is asked again after the pause that it names', () => {
  expect(retryDelay(busy('2'), 0, NOW)).toBe(2000);
  expect(retryDelay(busy('Sun, 22 Nov 2026 10:00:03 GMT'), 0, NOW)).toBe(3000);
});

test('without a named pause the pauses double', () => {
  expect([0, 1, 2].map((attempt) => retryDelay(busy(), attempt, NOW))).toEqual([500, 1000, 2000]);
});

test('an unreadable pause counts as none', () => {
  expect(retryDelay(busy('soon'), 0, NOW)).toBe(500);
});

test('nobody is left waiting for minutes or for ever', () => {
  expect(retryDelay(busy('120'), 0, NOW)).toBeNull();
  expect(retryDelay(busy('1'), 4, NOW)).toBeNull();
});

test('other errors are not asked again', () => {
  expect(retryDelay(busy('1', 500), 0, NOW)).toBeNull();
  expect(retryDelay(busy('1', 404), 0, NOW)).toBeNull();
});
