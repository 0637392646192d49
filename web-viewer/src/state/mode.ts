/** Ways to show the map: everything; a screen in a public place; a part of another page. */
export type Mode = 'full' | 'kiosk' | 'embed';

/** Seconds without a touch after which a kiosk begins anew: when the address says none, least and most. */
const IDLE = { usual: 90, least: 10, most: 3600 };

/** The mode that the query of an address asks for. */
export function readMode(query: string): Mode {
  const asked = new URLSearchParams(query).get('mode');
  return asked === 'kiosk' || asked === 'embed' ? asked : 'full';
}

/** Seconds of rest, as the query of an address says. */
export function readIdle(query: string): number {
  const asked = new URLSearchParams(query).get('idle') ?? '';
  return /^\d{1,5}$/.test(asked) ? Math.min(IDLE.most, Math.max(IDLE.least, Number(asked))) : IDLE.usual;
}

/** The mode of this page; it stays the same as long as the page is open. */
export const mode: Mode = typeof location === 'undefined' ? 'full' : readMode(location.search);
