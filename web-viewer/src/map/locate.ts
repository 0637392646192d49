import { locale } from '../i18n/locale.svelte';
import { tools } from '../state/tools.svelte';
import { viewer } from '../state/viewer.svelte';

/** Longest wait for the browser to tell the place, milliseconds. */
const PATIENCE = 10_000;

/** Asks the browser where the person is, and goes there. */
export function locate(): void {
  navigator.geolocation.getCurrentPosition(found, failed, { timeout: PATIENCE, enableHighAccuracy: true });
}

/** Who refused once is not asked again: only they can change it, in the settings of the browser. */
function failed({ code, PERMISSION_DENIED }: GeolocationPositionError): void {
  viewer.notice = code === PERMISSION_DENIED ? locale.t.locateDenied : locale.t.locateFailed;
}

function found({ coords }: GeolocationPosition): void {
  tools.here = { position: [coords.longitude, coords.latitude], accuracy: coords.accuracy };
  viewer.goTo(tools.here.position, null);
  viewer.announcement = locale.t.located(Math.round(coords.accuracy));
}
