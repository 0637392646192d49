import { locale } from '../i18n/locale.svelte';
import { tools } from '../state/tools.svelte';
import { viewer } from '../state/viewer.svelte';

/** Longest wait for the browser to tell the place, milliseconds. */
const PATIENCE = 10_000;

/** Asks the browser where the person is, and goes there. */
export function locate(): void {
  const failed = () => (viewer.notice = locale.t.locateFailed);
  navigator.geolocation.getCurrentPosition(found, failed, { timeout: PATIENCE, enableHighAccuracy: true });
}

function found({ coords }: GeolocationPosition): void {
  tools.here = { position: [coords.longitude, coords.latitude], accuracy: coords.accuracy };
  viewer.goTo(tools.here.position, null);
  viewer.announcement = locale.t.located(Math.round(coords.accuracy));
}
