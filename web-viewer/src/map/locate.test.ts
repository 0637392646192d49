import { expect, test, vi } from 'vitest';
import { uk } from '../i18n/uk';

vi.stubGlobal('location', { origin: 'http://city.test' });
const { viewer } = await import('../state/viewer.svelte');
const { locate } = await import('./locate');

/** What is said when the browser answers with an error. */
function saidAfter(code: number): string | null {
  const error = { code, PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3 };
  vi.stubGlobal('navigator', { geolocation: { getCurrentPosition: (_: unknown, failed: (error: unknown) => void) => failed(error) } });
  locate();
  return viewer.notice;
}

test('a refused place says where it is permitted, any other error that the place is not known', () => {
  expect(saidAfter(1)).toBe(uk.locateDenied);
  expect([saidAfter(2), saidAfter(3)]).toEqual([uk.locateFailed, uk.locateFailed]);
});
