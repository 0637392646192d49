import { Resvg } from '@resvg/resvg-js';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const DRAWING = new URL('../public/favicon.svg', import.meta.url).pathname;
/** Side of the picture, pixels. */
const SIDE = 32;
/** Bytes of the header and of its one entry, which come before the picture. */
const HEADER = 22;

/** The icon as the file that browsers ask for by themselves: an ICO that holds one PNG. */
export function drawFavicon(): Uint8Array {
  const png = new Resvg(readFileSync(DRAWING, 'utf8'), { fitTo: { mode: 'width', value: SIDE } }).render().asPng();
  const header = Buffer.alloc(HEADER);
  // An icon (1) with one picture (1) of 32 by 32 pixels, one plane, 32 bits a pixel.
  header.set([0, 0, 1, 0, 1, 0, SIDE, SIDE, 0, 0, 1, 0, 32, 0]);
  header.writeUInt32LE(png.length, 14);
  header.writeUInt32LE(HEADER, 18);
  return Buffer.concat([header, png]);
}

/** Puts the icon into the build: a browser asks for it where a page names none, such as one that shows JSON. */
export function favicon(): Plugin {
  return {
    name: 'misto-favicon',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'favicon.ico', source: drawFavicon() });
    },
  };
}
