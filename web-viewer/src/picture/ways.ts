/** A way that the map is moved: right and down, in steps. */
export interface Way {
  /** The key that moves it so. */
  key: string;
  towards: readonly [right: number, down: number];
  /** Name of its words in the dictionary. */
  label: 'panUp' | 'panLeft' | 'panRight' | 'panDown';
}

export const WAYS: readonly Way[] = [
  { key: 'ArrowUp', towards: [0, -1], label: 'panUp' },
  { key: 'ArrowLeft', towards: [-1, 0], label: 'panLeft' },
  { key: 'ArrowRight', towards: [1, 0], label: 'panRight' },
  { key: 'ArrowDown', towards: [0, 1], label: 'panDown' },
];
