import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { favicon } from './build/favicon.ts';
import { fonts } from './build/fonts.ts';
import { chunkName, mapFromSources } from './build/maplibre.ts';
import { fontPreload, mapPreload } from './build/preload.ts';
import { sprites } from './build/sprites.ts';
import { mockCity } from './dev/plugin.ts';

/** Files keep the names of what they are: fonts under /fonts/, everything else under /assets/. */
function assetName(name: string): string {
  if (name.endsWith('.woff2')) return 'fonts/[name]-[hash][extname]';
  return 'assets/[name]-[hash][extname]';
}

export default defineConfig({
  plugins: [mapFromSources(), svelte(), fonts(), sprites(), favicon(), mapPreload(), fontPreload(), mockCity()],
  build: {
    target: 'es2022',
    // A data: address would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        assetFileNames: (asset) => assetName(asset.names[0] ?? ''),
        chunkFileNames: (chunk) => `assets/${chunkName(chunk)}-[hash].js`,
      },
    },
  },
  test: { include: ['src/**/*.test.ts', 'build/**/*.test.ts', 'dev/**/*.test.ts'], environment: 'node' },
});
