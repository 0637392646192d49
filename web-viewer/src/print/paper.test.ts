import { expect, test } from 'vitest';
import { frameOf, groundOf, scaleFor, type Sheet, zoomInto } from './paper';

const SHEET: Sheet = { paper: 'a4', orientation: 'landscape', scale: 2000 };
const VIEW = { latitude: 47.9, zoom: 16 };

test('a sheet shows its sides without what stands around the map, times its scale', () => {
  expect(groundOf(SHEET)).toEqual([554, 242]);
  expect(groundOf({ ...SHEET, orientation: 'portrait', scale: 500 })).toEqual([95, 104]);
});

test('a frame is as large as Web Mercator draws its ground', () => {
  const [width, height] = frameOf(SHEET, VIEW);
  const pixels = (512 * 2 ** VIEW.zoom) / 360;
  // A degree of longitude here is 74,765 m long, one of latitude 111,190 m, as the ellipsoid's formulas give them.
  expect(width).toBeCloseTo((554 / 74_765) * pixels, 0);
  expect(height).toBeCloseTo(((242 / 111_190) * pixels) / Math.cos((47.9 * Math.PI) / 180), 0);
});

test('zooming into a room makes the frame fill it and not more', () => {
  const room: [number, number] = [500, 300];
  const zoom = VIEW.zoom + zoomInto(frameOf(SHEET, VIEW), room);
  const [width, height] = frameOf(SHEET, { ...VIEW, zoom });
  expect(Math.max(width / room[0], height / room[1])).toBeCloseTo(1, 6);
});

test('the first scale is the smallest whose frame still lies within what is seen', () => {
  expect(scaleFor(SHEET, VIEW, [900, 700])).toBe(2000);
  expect(scaleFor(SHEET, { ...VIEW, zoom: 22 }, [900, 700])).toBe(500);
  expect(scaleFor(SHEET, { ...VIEW, zoom: 8 }, [900, 700])).toBe(25_000);
});
