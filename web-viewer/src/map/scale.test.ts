import { expect, test } from 'vitest';
import { uk } from '../i18n/uk';
import { lengthText, scaleBar } from './scale';

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
