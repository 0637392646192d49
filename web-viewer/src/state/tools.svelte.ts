import type { Position } from '../api/contract';
import type { Sheet } from '../print/paper';

/** Small panels over the map. */
export const TOOLS = ['ground', 'measure', 'place', 'print'] as const;
export type Tool = (typeof TOOLS)[number];

/** What is measured. */
export type MeasureKind = 'distance' | 'area';

/** Most points of a measured shape. */
export const MAX_POINTS = 200;

/** A shape that is measured. */
export interface Measure {
  kind: MeasureKind;
  points: Position[];
}

/** Where the browser says that the person is, and how exact that is, in metres. */
export interface Here {
  position: Position;
  accuracy: number;
}

/** The tools over the map and what they hold. */
class Tools {
  open = $state<Tool | null>(null);
  measure = $state.raw<Measure>({ kind: 'distance', points: [] });
  /** The sheet that is printed on; null until printing was opened. */
  sheet = $state.raw<Sheet | null>(null);
  /** The cross in the middle of the map stays, and what lies under it is named. */
  crosshair = $state(false);
  /** The place under the mouse. */
  pointer = $state.raw<Position | null>(null);
  here = $state.raw<Here | null>(null);
  /** The place of the feature that is marked in the list. */
  marked = $state.raw<Position | null>(null);

  toggle(tool: Tool): void {
    this.open = this.open === tool ? null : tool;
  }

  addPoint(point: Position): void {
    const { kind, points } = this.measure;
    if (points.length < MAX_POINTS) this.measure = { kind, points: [...points, point] };
  }

  removePoint(): void {
    this.measure = { kind: this.measure.kind, points: this.measure.points.slice(0, -1) };
  }
}

export const tools = new Tools();
