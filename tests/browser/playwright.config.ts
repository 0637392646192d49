import { defineConfig } from '@playwright/test';

/** Chromium of the system, quiet, drawing WebGL in software. */
const ARGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
];

export default defineConfig({
  testDir: '.',
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  outputDir: process.env.MISTO_BROWSER_OUTPUT ?? '/tmp/misto-browser-tests',
  use: {
    baseURL: process.env.MISTO_URL ?? 'http://127.0.0.1:4173',
    viewport: { width: 1440, height: 900 },
    // A flight over the map is drawn frame by frame in software: the tests see where it ends.
    reducedMotion: 'reduce',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env.MISTO_CHROMIUM ?? '/usr/bin/chromium', args: ARGS },
  },
});
