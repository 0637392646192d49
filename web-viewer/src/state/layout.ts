import type { Sheet } from './viewer.svelte';

/** Widest screen, in CSS pixels, on which the panel is a sheet over the map; the style sheet says the same. */
const PHONE = '(max-width: 760px)';
/** Room left around what the map goes to, pixels. */
const MARGIN = 48;
/** Height of the search box over the map on a phone, pixels. */
const TOP_BAR = 130;

function isPhone(): boolean {
  return matchMedia(PHONE).matches;
}

/** Pixels of the map that the page covers on each side, with a margin. */
export function coveredBySheet(sheet: Sheet): { top: number; right: number; bottom: number; left: number } {
  if (!isPhone()) return { top: MARGIN, right: MARGIN, bottom: MARGIN, left: MARGIN };
  const bottom = sheet === 'peek' ? 150 : Math.min(innerHeight * 0.5, innerHeight - TOP_BAR - 2 * MARGIN);
  return { top: TOP_BAR, right: MARGIN / 2, bottom: bottom + MARGIN / 2, left: MARGIN / 2 };
}
