// @ts-check
// Writes file.br beside every file of the build that compresses, so that the server only has to send it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { builtFiles, DIST } from './files.mjs';

/** Kinds of files that are not compressed already. */
const TEXT = /\.(html|js|css|json|svg|txt|webmanifest)$/;

for (const path of builtFiles().filter((name) => TEXT.test(name))) {
  const bytes = readFileSync(join(DIST, path));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  writeFileSync(join(DIST, `${path}.br`), brotliCompressSync(bytes, { params }));
}
