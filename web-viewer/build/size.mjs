// @ts-check
// Prints what a first visit loads, as sent (brotli where it exists), and fails when it is over the budget.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { builtFiles, DIST } from './files.mjs';

/** Bytes of a kilobyte here. */
const KB = 1000;
/** Most kilobytes of each part, and of all of them together. */
const BUDGET = { shell: 90, map: 380, fonts: 70, sprites: 20, total: 450 };
/** Fonts of a first visit in Ukrainian or English: plain and bold; the others load when a letter needs them. */
const FIRST_FONTS = /noto-sans-(cyrillic|latin)-(400|700)-normal-/;

/**
 * The part of the page that a file belongs to, or null when a first visit does not load it.
 * @param {string} path
 * @returns {'shell' | 'map' | 'fonts' | 'sprites' | null}
 */
function partOf(path) {
  if (path.endsWith('.br')) return null;
  if (path.startsWith('fonts/')) return FIRST_FONTS.test(path) ? 'fonts' : null;
  if (path.startsWith('sprites/')) return path.includes('@2x') ? 'sprites' : null;
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
const over = parts.filter((part) => sizes[part] > BUDGET[part]);
if (over.length > 0) {
  console.error(`Over the budget: ${over.join(', ')}`);
  process.exitCode = 1;
}
