import { expect, test } from 'vitest';
import { placeAngles, plainAngles } from './angles';

test('a place is told in degrees, minutes and seconds, as the language writes them', () => {
  expect(placeAngles([33.408, 47.884], 'uk')).toEqual(['47°53′02,40″ пн. ш.', '33°24′28,80″ сх. д.']);
  expect(placeAngles([-33.408, -47.884], 'en')).toEqual(['47°53′02.40″ S', '33°24′28.80″ W']);
});

test('seconds that round to sixty are a whole minute', () => {
  expect(placeAngles([33 + 59.999999 / 3600, 47.9999999999], 'en')).toEqual(['48°00′00.00″ N', '33°01′00.00″ E']);
});

test('angles are copied in signs that the search reads', () => {
  expect(plainAngles([33.408, 47.884])).toBe('47°53\'02.40"N 33°24\'28.80"E');
});
