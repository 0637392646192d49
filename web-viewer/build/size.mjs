// @ts-check
// Prints what a first visit loads, as sent (brotli where it exists), and fails when it is over the budget.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { builtFiles, DIST } from './files.mjs';

/** Bytes of a kilobyte here. */
const KB = 1000;
/** Most kilobytes of each part, and of all of them together. */
const BUDGET = { shell: 90, map: 380, fonts: 70, sprites: 20, total: 450 };
/** Fonts of a first visit in Ukrainian or English: plain and bold; the others load when a letter needs them. */
const FIRST_FONTS = /noto-sans-(cyrillic|latin)-(400|700)-normal-/;
/** Scripts and style sheets that the page itself names, the map engine's preload among them. */
const NAMED = /(?:src|href)="\/(assets\/[\w.-]+)"/g;
/** Scripts that a script needs at once: static imports, and the file that the map's worker begins with. */
const NEEDED = /(?:from|import)\s*["']\.\/([\w.-]+\.js)["']|["'`]\/assets\/(maplibre-gl-worker[\w.-]+\.js)["'`]/g;

/** @param {string} path */
function textOf(path) {
  return readFileSync(join(DIST, path), 'utf8');
}

/** Scripts and style sheets of a first visit: what the page names and what that needs; parts that are asked for later are not. */
function firstAssets() {
  const found = new Set([...textOf('index.html').matchAll(NAMED)].map(([, path]) => path ?? ''));
  for (const path of found) {
    if (!path.endsWith('.js')) continue;
    for (const [, needed, worker] of textOf(path).matchAll(NEEDED)) found.add(`assets/${needed ?? worker}`);
  }
  return found;
}

const first = firstAssets();

/**
 * The part of the page that a file belongs to, or null when a first visit does not load it.
 * @param {string} path
 * @returns {'shell' | 'map' | 'fonts' | 'sprites' | null}
 */
function partOf(path) {
  if (path.endsWith('.br')) return null;
  if (path.startsWith('fonts/')) return FIRST_FONTS.test(path) ? 'fonts' : null;
  if (path.startsWith('sprites/')) return path.includes('@2x') ? 'sprites' : null;
  if (!first.has(path) && !/^(index\.html|favicon\.svg)$/.test(path)) return null;
  return /(engine|maplibre)[\w-]*\.js$/.test(path) ? 'map' : 'shell';
}

/** @param {string} path */
function sentBytes(path) {
  const packed = join(DIST, `${path}.br`);
  return statSync(existsSync(packed) ? packed : join(DIST, path)).size;
}

const sizes = { shell: 0, map: 0, fonts: 0, sprites: 0, total: 0 };
for (const path of builtFiles()) {
  const part = partOf(path);
  if (part === null) continue;
  sizes[part] += sentBytes(path) / KB;
  sizes.total += sentBytes(path) / KB;
  console.log(`${part.padEnd(8)} ${(sentBytes(path) / KB).toFixed(1).padStart(7)} KB  ${path}`);
}

const parts = /** @type {(keyof typeof sizes)[]} */ (Object.keys(BUDGET));
for (const part of parts) console.log(`${part.padEnd(8)} ${sizes[part].toFixed(1).padStart(7)} KB of ${BUDGET[part]}`);
const missing = ['map', 'shell'].filter((part) => sizes[/** @type {'map' | 'shell'} */ (part)] === 0);
const over = parts.filter((part) => sizes[part] > BUDGET[part]);
if (over.length + missing.length > 0) {
  console.error(over.length > 0 ? `Over the budget: ${over.join(', ')}` : `Not found in the build: ${missing.join(', ')}`);
  process.exitCode = 1;
}
