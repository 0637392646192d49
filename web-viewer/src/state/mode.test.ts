import { expect, test } from 'vitest';
import { readIdle, readMode } from './mode';

test('a page is a kiosk or embedded only when its address says so', () => {
  expect(readMode('?mode=kiosk')).toBe('kiosk');
  expect(readMode('?idle=5&mode=embed')).toBe('embed');
  for (const query of ['', '?mode=', '?mode=KIOSK', '?kiosk=1']) expect(readMode(query)).toBe('full');
});

test('the rest of a kiosk stays within sense', () => {
  expect(['?idle=30', '?idle=1', '?idle=99999', '?idle=x', ''].map(readIdle)).toEqual([30, 10, 3600, 90, 90]);
});
