import { expect, test } from 'vitest';
import { counted, formatDate } from './plural';

const UK = { one: 'об’єкт', few: 'об’єкти', many: 'об’єктів', other: 'об’єкта' };
const EN = { one: 'feature', other: 'features' };

test('Ukrainian counts with three forms', () => {
  const words = [1, 2, 4, 5, 11, 12, 21, 22, 25, 111, 121].map((n) => counted('uk', n, UK).split(' ')[1]);
  expect(words).toEqual(['об’єкт', 'об’єкти', 'об’єкти', 'об’єктів', 'об’єктів', 'об’єктів', 'об’єкт', 'об’єкти', 'об’єктів', 'об’єктів', 'об’єкт']);
});

test('English counts with two forms', () => {
  expect([0, 1, 2].map((n) => counted('en', n, EN))).toEqual(['0 features', '1 feature', '2 features']);
});

test('large numbers are grouped the way of the language', () => {
  expect(counted('en', 12345, EN)).toBe('12,345 features');
  expect(counted('uk', 12345, UK)).toMatch(/^12\s345 об’єктів$/);
});

test('a date is written in the language and in the time of Kyiv', () => {
  expect(formatDate('uk', '2026-11-22T23:30:00Z')).toContain('23 листопада 2026');
  expect(formatDate('en', 'yesterday')).toBeNull();
});
