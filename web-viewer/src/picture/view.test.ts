import { expect, test } from 'vitest';
import type { Bounds } from '../api/contract';
import { boundsOf, panned, viewOf, zoomed } from './view';

const VIEW = { zoom: 15, longitude: 33.408, latitude: 47.884 };

test('moving there and back leads to the same place', () => {
  const back = panned(panned(VIEW, [300, -200]), [-300, 200]);
  expect(back.longitude).toBeCloseTo(VIEW.longitude, 10);
  expect(back.latitude).toBeCloseTo(VIEW.latitude, 10);
  expect(panned(VIEW, [0, -100]).latitude).toBeGreaterThan(VIEW.latitude);
});

test('the view of what is shown shows it again', () => {
  const view = viewOf(boundsOf(VIEW, [800, 600]), [800, 600], 24);
  expect(view.zoom).toBeCloseTo(15, 6);
  expect(view.latitude).toBeCloseTo(VIEW.latitude, 6);
});

test('a picture keeps the shape of the ground in the middle', () => {
  const [west, south, east, north] = boundsOf(VIEW, [600, 600]);
  const metres = [(east - west) * Math.cos((VIEW.latitude * Math.PI) / 180), north - south];
  expect((metres[0] ?? 0) / (metres[1] ?? 1)).toBeCloseTo(1, 3);
});

test('one place is shown from no closer than asked, and zooms stay within bounds', () => {
  const place: Bounds = [33.4, 47.9, 33.4, 47.9];
  expect(viewOf(place, [800, 600], 17).zoom).toBe(17);
  expect(zoomed(VIEW, 99, [800, 600]).zoom).toBe(20);
  const [west, , east] = boundsOf(zoomed(VIEW, -5, [800, 600]), [800, 600]);
  expect((east - west) * 111.32 * Math.cos((VIEW.latitude * Math.PI) / 180)).toBeCloseTo(75, 0);
});
