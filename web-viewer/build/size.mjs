// @ts-check
// Prints what a first visit loads in each language, as sent (brotli where it exists), and fails when it is over the budget.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { builtFiles, DIST } from './files.mjs';

/** Bytes of a kilobyte here. */
const KB = 1000;
/** Most kilobytes of each part, and of all of them together. */
const BUDGET = { shell: 90, map: 290, fonts: 70, sprites: 20, total: 450 };
/** Languages of a visit; the words of the first are within the page's own script, those of each other come as a file. */
const LANGUAGES = ['uk', 'en'];
/** Fonts of a first visit: plain and bold; the others load when a letter needs them. An English page has Ukrainian names on it. */
const FIRST_FONTS = /noto-sans-(cyrillic|latin)-(400|700)-normal-/;
/** Scripts and style sheets that the page itself names, the map engine's preload among them. */
const NAMED = /(?:src|href)="\/(assets\/[\w.-]+)"/g;
/** Scripts that a script needs at once: static imports, and the file that the map's worker begins with. */
const NEEDED = /(?:from|import)\s*["']\.\/([\w.-]+\.js)["']|["'`]\/assets\/(maplibre-worker[\w.-]+\.js)["'`]/g;
/** The parts that a visit cannot do without: a build in which one is empty was not understood. */
const PARTS = /** @type {const} */ (['shell', 'map', 'fonts', 'sprites']);

/** @typedef {{ part: typeof PARTS[number], path: string, size: number }} Loaded */

const built = builtFiles();

/** @param {string} path */
function textOf(path) {
  return readFileSync(join(DIST, path), 'utf8');
}

/**
 * Scripts and style sheets of a first visit: what the page names and what that needs; parts that are asked for later are not.
 * @param {string} language
 */
function firstAssets(language) {
  const words = built.filter((path) => new RegExp(`^assets/${language}-[\\w-]+\\.js$`).test(path));
  const found = new Set([...[...textOf('index.html').matchAll(NAMED)].map(([, path]) => path ?? ''), ...words]);
  for (const path of found) {
    if (!path.endsWith('.js')) continue;
    for (const [, needed, worker] of textOf(path).matchAll(NEEDED)) found.add(`assets/${needed ?? worker}`);
  }
  return found;
}

/**
 * The part of the page that a file belongs to, or null when the visit does not load it.
 * @param {string} path
 * @param {Set<string>} first
 * @returns {typeof PARTS[number] | null}
 */
function partOf(path, first) {
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

/**
 * What a first visit in a language loads.
 * @param {string} language
 * @returns {Loaded[]}
 */
function visit(language) {
  const first = firstAssets(language);
  return built.flatMap((path) => {
    const part = partOf(path, first);
    return part === null ? [] : [{ part, path, size: sentBytes(path) / KB }];
  });
}

/**
 * Prints the sizes of a visit's parts; what is wrong with them.
 * @param {string} language
 * @param {Loaded[]} files
 */
function faultsOf(language, files) {
  /** @param {Loaded[]} some */
  const sum = (some) => some.reduce((total, { size }) => total + size, 0);
  const sizes = { ...Object.fromEntries(PARTS.map((part) => [part, sum(files.filter((file) => file.part === part))])), total: sum(files) };
  const rows = Object.entries(sizes).map(([part, size]) => ({ part, size, most: BUDGET[/** @type {keyof typeof BUDGET} */ (part)] }));
  for (const { part, size, most } of rows) console.log(`${language}  ${part.padEnd(8)} ${size.toFixed(1).padStart(7)} KB of ${most}`);
  const over = rows.filter(({ size, most }) => size > most).map(({ part }) => `${language}: ${part} is over the budget`);
  return [...over, ...rows.filter(({ size }) => size === 0).map(({ part }) => `${language}: ${part} is not found in the build`)];
}

const visits = LANGUAGES.map((language) => ({ language, files: visit(language) }));
const all = new Map(visits.flatMap(({ files }) => files).map((file) => [file.path, file]));
for (const { part, path, size } of all.values()) console.log(`${part.padEnd(8)} ${size.toFixed(1).padStart(7)} KB  ${path}`);
const faults = visits.flatMap(({ language, files }) => faultsOf(language, files));
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exitCode = 1;
}
