// @ts-check
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the finished build. */
export const DIST = new URL('../dist/', import.meta.url).pathname;

/**
 * Every file of the build, as paths relative to it.
 * @param {string} [folder]
 * @returns {string[]}
 */
export function builtFiles(folder = '') {
  return readdirSync(join(DIST, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? builtFiles(path) : [path];
  });
}
