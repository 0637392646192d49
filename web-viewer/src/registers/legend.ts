import type { LegendEntry, Register } from '../api/contract';

/** Whether the sign is drawn at a zoom: from the smallest zoom on, up to but without the largest. */
function isDrawnAt(entry: LegendEntry, zoom: number): boolean {
  return zoom >= entry.min_zoom && zoom < entry.max_zoom;
}

/** Whether the map draws anything of the register at a zoom. A register without signs is the ground of the map. */
export function isSeenAt(register: Register, zoom: number): boolean {
  return register.legend.length === 0 || register.legend.some((entry) => isDrawnAt(entry, zoom));
}

/** The sign that stands for the whole register: one of the kind of its first geometry, or null when it has no sign. */
export function mainSign({ legend, geometries }: Register): LegendEntry | null {
  const kind = /(Point|Line|Polygon)/.exec(geometries[0] ?? '')?.[1];
  const wanted = kind === 'Line' ? 'line' : kind === 'Polygon' ? 'fill' : 'point';
  return legend.find((entry) => entry.kind === wanted) ?? legend[0] ?? null;
}

/** Whether the map writes the register's features, such as house numbers, and draws no sign for them. */
export function isOnlyWritten(register: Register): boolean {
  return register.legend.length === 0 && register.geometries.length > 0;
}

/** The smallest zoom at which something of the register is drawn. */
export function firstZoom(register: Register): number {
  return Math.min(24, ...register.legend.map((entry) => entry.min_zoom));
}

/** A register with those of its signs that the map draws now; none when its features are only written. */
export interface LegendGroup {
  register: Register;
  entries: LegendEntry[];
}

/** The legend of what is in view: signs drawn at the zoom, of registers that have features in view. */
export function legendInView(registers: Register[], inView: ReadonlySet<string>, zoom: number): LegendGroup[] {
  return registers
    .filter((register) => inView.has(register.id))
    .map((register) => ({ register, entries: register.legend.filter((entry) => isDrawnAt(entry, zoom)) }))
    .filter(({ register, entries }) => entries.length > 0 || isOnlyWritten(register));
}
