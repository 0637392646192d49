import type { Bounds, Position } from '../api/contract';
import type { View } from '../state/permalink';

/** Pixels at the edges of the map that other things cover. */
export interface Padding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** What the page asks of whatever shows the map. */
export interface MapDriver {
  /** Goes to an extent, or to a place when it has none. */
  goTo(center: Position | null, bbox: Bounds | null, padding: Padding): void;
  jumpTo(view: View): void;
  zoomBy(steps: number): void;
  zoomTo(zoom: number): void;
  focus(): void;
}
