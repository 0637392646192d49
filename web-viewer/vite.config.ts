import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { favicon } from './build/favicon.ts';
import { fontPreload, mapPreload } from './build/preload.ts';
import { sprites } from './build/sprites.ts';
import { mockCity } from './dev/plugin.ts';

/** Files keep the names of what they are: fonts under /fonts/, everything else under /assets/. */
function assetName(name: string): string {
  if (name.endsWith('.woff2')) return 'fonts/[name]-[hash][extname]';
  // The map's worker is a module in an .mjs file; .js needs no special media type on any server.
  if (name.endsWith('.mjs')) return 'assets/[name]-[hash].js';
  return 'assets/[name]-[hash][extname]';
}

export default defineConfig({
  plugins: [svelte(), sprites(), favicon(), mapPreload(), fontPreload(), mockCity()],
  build: {
    target: 'es2022',
    // A data: address would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: { assetFileNames: (asset) => assetName(asset.names[0] ?? '') },
    },
  },
  test: { include: ['src/**/*.test.ts', 'build/**/*.test.ts', 'dev/**/*.test.ts'], environment: 'node' },
});
