import type { Padding } from '../map/driver';
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

/** Width of an open tool and of the buttons beside it on a wide screen, and of a column of buttons on a phone, pixels. */
const [TOOL, COLUMN] = [380, 60];

/** Pixels of the map that the page and an open tool cover on each side, with a margin; on a phone the tool lies below the middle. */
export function coveredByTool(sheet: Sheet): Padding {
  if (!isPhone()) return { top: MARGIN / 2, right: TOOL, bottom: MARGIN / 2, left: MARGIN / 2 };
  return { ...coveredBySheet(sheet), left: COLUMN, right: COLUMN, bottom: innerHeight * 0.42 + TOP_BAR };
}

/** Pixels of the map that the page covers on each side, with a margin. */
export function coveredBySheet(sheet: Sheet): Padding {
  if (!isPhone()) return { top: MARGIN, right: MARGIN, bottom: MARGIN, left: MARGIN };
  const bottom = sheet === 'peek' ? 150 : Math.min(innerHeight * 0.5, innerHeight - TOP_BAR - 2 * MARGIN);
  return { top: TOP_BAR, right: MARGIN / 2, bottom: bottom + MARGIN / 2, left: MARGIN / 2 };
}
