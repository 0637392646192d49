import type { LegendEntry, Register } from '../api/contract';
import { className } from '../map/look';
import { classKey } from '../map/rendered';

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

/** A sign of the legend, and how many features that it stands for are drawn in view; null when they are not told apart. */
export interface LegendLine {
  entry: LegendEntry;
  drawn: number | null;
}

/** A register with those of its signs that the map draws now; none when its features are only written. */
export interface LegendGroup {
  register: Register;
  lines: LegendLine[];
}

/** What the legend depends on: how many features are drawn in view, which classes are off, and the zoom. */
export interface InView {
  drawn: ReadonlyMap<string, number>;
  off: ReadonlyMap<string, ReadonlySet<string>>;
  zoom: number;
}

/** The legend of what is in view: signs drawn at the zoom that features in view have, and those that are switched off. */
export function legendInView(registers: Register[], seen: InView): LegendGroup[] {
  return registers
    .filter(({ id }) => seen.drawn.has(id) || seen.off.has(id))
    .map((register) => ({ register, lines: linesOf(register, seen) }))
    .filter(({ register, lines }) => lines.length > 0 || isOnlyWritten(register));
}

/** What the class of a sign is called; null for a sign of the whole register. */
export function nameOfClass({ class: code, field }: LegendEntry): string | null {
  return code === null ? null : className(code, field);
}

function linesOf({ id, legend }: Register, { drawn, off, zoom }: InView): LegendLine[] {
  const told = [...drawn.keys()].some((key) => key.startsWith(classKey(id, '')));
  const lines = legend.filter((entry) => isDrawnAt(entry, zoom)).map((entry) => {
    const name = nameOfClass(entry);
    return { entry, drawn: name !== null && told ? (drawn.get(classKey(id, name)) ?? 0) : null };
  });
  return lines.filter(({ entry, drawn: count }) => count !== 0 || off.get(id)?.has(nameOfClass(entry) ?? ''));
}
