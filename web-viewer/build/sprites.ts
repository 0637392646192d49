import { Resvg } from '@resvg/resvg-js';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';
import { encodePng } from './png.ts';
import { distanceField } from './sdf.ts';

/** Where the icons are drawn: one SVG each, 24 by 24 units, black on nothing. */
const ICONS = new URL('../../layers/icons/', import.meta.url).pathname;
/** Side of an icon in the sheet, in pixels of a plain screen; the drawing fills it but for the margin. */
const SIDE = 30;
/** Margin for the halo, in pixels of a plain screen. */
const MARGIN = 3;

/** A file of the sprite: name under /sprites/ and bytes. */
export interface SpriteFile {
  name: string;
  bytes: Uint8Array | string;
}

/** Coverage of one icon at a scale, margin included. */
function coverage(svg: string, scale: number): Float64Array {
  const side = SIDE * scale;
  const inner = (SIDE - 2 * MARGIN) * scale;
  const pixels = new Resvg(svg, { fitTo: { mode: 'width', value: inner } }).render().pixels;
  const cells = new Float64Array(side * side);
  for (let y = 0; y < inner; y++) {
    for (let x = 0; x < inner; x++) {
      const target = (y + MARGIN * scale) * side + x + MARGIN * scale;
      cells[target] = (pixels[(y * inner + x) * 4 + 3] ?? 0) / 255;
    }
  }
  return cells;
}

/** Draws the sheet and its index at one scale: the icons side by side. */
function sheet(scale: number, suffix: string): SpriteFile[] {
  const names = readdirSync(ICONS).filter((file) => file.endsWith('.svg')).sort();
  const side = SIDE * scale;
  const alpha = new Uint8Array(side * side * names.length);
  const index: Record<string, object> = {};
  names.forEach((file, column) => {
    const field = distanceField(coverage(readFileSync(join(ICONS, file), 'utf8'), scale), side, side);
    for (let y = 0; y < side; y++) {
      alpha.set(field.subarray(y * side, (y + 1) * side), y * side * names.length + column * side);
    }
    index[basename(file, '.svg')] = { x: column * side, y: 0, width: side, height: side, pixelRatio: scale, sdf: true };
  });
  return [
    { name: `icons${suffix}.json`, bytes: JSON.stringify(index) },
    { name: `icons${suffix}.png`, bytes: encodePng(alpha, side * names.length, side) },
  ];
}

/** The whole sprite: index and sheet, plain and for dense screens. */
export function drawSprite(): SpriteFile[] {
  return [...sheet(1, ''), ...sheet(2, '@2x')];
}

/** Puts the sprite into the build under stable names, so that styles can name it. */
export function sprites(): Plugin {
  return {
    name: 'misto-sprites',
    generateBundle() {
      for (const { name, bytes } of drawSprite()) {
        this.emitFile({ type: 'asset', fileName: `sprites/${name}`, source: bytes });
      }
    },
  };
}
