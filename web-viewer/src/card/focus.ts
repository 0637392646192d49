import { viewer } from '../state/viewer.svelte';

/** Focuses a part of the card when a person, not a link, opened it; the next part to appear may take the focus on. */
export function takeFocus(element: HTMLElement): void {
  if (!viewer.focusCard) return;
  element.focus({ preventScroll: true });
  if (element.matches('h2')) viewer.focusCard = false;
}
