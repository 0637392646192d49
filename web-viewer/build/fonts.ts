import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Name that the page imports, and the place that the made style sheet seems to have: its addresses are looked up from there. */
const NAME = 'virtual:fonts.css';
const PLACE = new URL('../src/fonts.css', import.meta.url).pathname;
const RANGES = new URL('../node_modules/@fontsource/noto-sans/unicode.json', import.meta.url).pathname;
/**
 * Files of a face, by the letters that they hold: № is in cyrillic, ʼ in latin. Where ranges overlap the later rule wins:
 * latin-ext claims the hryvnia sign, but cyrillic-ext has it.
 */
const SUBSETS = ['latin-ext', 'latin', 'cyrillic-ext', 'cyrillic'];

/** A face under a name, as the page or a map style writes it. */
interface Face {
  name: string;
  weight: 400 | 700;
  style: 'normal' | 'italic';
}

/** "Noto Sans" is for the page; the other names are those that map styles write with. */
const FACES: Face[] = [
  { name: 'Noto Sans', weight: 400, style: 'normal' },
  { name: 'Noto Sans', weight: 700, style: 'normal' },
  { name: 'Noto Sans Regular', weight: 400, style: 'normal' },
  { name: 'Noto Sans Bold', weight: 700, style: 'normal' },
  { name: 'Noto Sans Italic', weight: 400, style: 'italic' },
];

/** The style sheet of our own copy of Noto Sans: a file is loaded when a letter of its range is shown. */
export function fontSheet(): string {
  const ranges: Record<string, string> = JSON.parse(readFileSync(RANGES, 'utf8'));
  return FACES.flatMap((face) => SUBSETS.map((subset) => rule(face, subset, ranges[subset] ?? ''))).join('\n');
}

function rule({ name, weight, style }: Face, subset: string, range: string): string {
  const file = `@fontsource/noto-sans/files/noto-sans-${subset}-${weight}-${style}.woff2`;
  return `@font-face { font-family: '${name}'; font-style: ${style}; font-weight: ${weight}; font-display: swap; src: url('${file}') format('woff2'); unicode-range: ${range}; }`;
}

/** Gives the page its fonts under the name `virtual:fonts.css`. */
export function fonts(): Plugin {
  return {
    name: 'misto-fonts',
    resolveId: (id) => (id === NAME ? PLACE : null),
    load: (id) => (id === PLACE ? fontSheet() : null),
  };
}
