import { expect, test } from 'vitest';
import { placeText, readPlace } from './place';

test('a place is read as people write it', () => {
  for (const text of ['47.91, 33.39', '47.91,33.39', '47,91 33,39', '47,91; 33,39', '47.91° 33.39°', '  47.91   33.39 ']) {
    expect(readPlace(text)).toEqual([33.39, 47.91]);
  }
  expect(readPlace('-1 -179.5')).toEqual([-179.5, -1]);
});

test('what is no place is refused', () => {
  for (const text of ['', '47.91', '47,91,33,39', '95 33', '47 181', '47.91 33.39 5', 'x 1', '1e1 1']) expect(readPlace(text)).toBeNull();
});

test('a place is written with the numbers of the language', () => {
  expect(placeText([33.39, 47.9], 'uk')).toBe('47,90000°  33,39000°');
  expect(placeText([33.39, 47.9], 'en')).toBe('47.90000°  33.39000°');
});
