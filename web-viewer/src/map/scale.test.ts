import { expect, test } from 'vitest';
import { uk } from '../i18n/uk';
import { areaText, lengthText, scaleBar } from './scale';

test('the scale bar stands for a round length and fits', () => {
  for (let zoom = 5; zoom <= 20; zoom++) {
    const { pixels, metres } = scaleBar(47.9, zoom);
    expect(pixels).toBeLessThanOrEqual(110);
    expect(pixels).toBeGreaterThanOrEqual(43);
    expect(String(metres)).toMatch(/^[125]0*$/);
  }
});

test('lengths are written for a person', () => {
  expect([7.4, 320, 1500, 12_300].map((metres) => lengthText(metres, 'uk', uk))).toEqual(['7 м', '320 м', '1,5 км', '12 км']);
});

test('measured lengths are written to the centimetre and the metre', () => {
  expect([7.456, 320, 12_345.6].map((metres) => lengthText(metres, 'uk', uk, true))).toEqual(['7,46 м', '320 м', '12,346 км']);
});

test('areas are written in the unit that people use for their size', () => {
  const spaced = (text: string) => text.replace(/\s/g, ' ');
  expect([84.65, 9999, 10_000, 12_345, 431_000_000].map((area) => spaced(areaText(area, 'uk', uk)))).toEqual(['84,7 м²', '9 999 м²', '1 га', '1,2345 га', '431 км²']);
});
