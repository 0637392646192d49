import type { Language } from '../api/contract';

/** Colours of the map: those of the style, or made from them. */
export const GROUNDS = ['light', 'dark', 'grey', 'contrast'] as const;
export type Ground = (typeof GROUNDS)[number];

/** Opacity of a register that nobody faded, percent. */
export const OPAQUE = 100;

/** How far a map with heights is tilted, and turned clockwise from the north: whole degrees. */
export interface Tilt {
  pitch: number;
  bearing: number;
}

/** Farthest tilt: from there on the horizon comes into view, and with it tiles without end. */
export const MOST_PITCH = 65;
/** The tilt that a person begins with. */
const FIRST_TILT: Tilt = { pitch: 55, bearing: -20 };

/** How the map draws what is switched on. */
class Look {
  ground = $state<Ground>('light');
  /** Buildings have their height, and the map leans; null: it is flat. */
  tilt = $state.raw<Tilt | null>(null);
  /** Language of the names on the map; null: that of the page. */
  labels = $state<Language | null>(null);
  /** Opacity in percent of the registers that a person faded. */
  faded = $state.raw<ReadonlyMap<string, number>>(new Map());
  /** Codes of the classes that a person switched off, by register. */
  off = $state.raw<ReadonlyMap<string, ReadonlySet<string>>>(new Map());

  opacityOf(register: string): number {
    return this.faded.get(register) ?? OPAQUE;
  }

  fade(register: string, percent: number): void {
    const faded = new Map(this.faded);
    if (percent >= OPAQUE) faded.delete(register);
    else faded.set(register, percent);
    this.faded = faded;
  }

  toggleTilt(): void {
    this.tilt = this.tilt === null ? FIRST_TILT : null;
  }

  isOff(register: string, code: string): boolean {
    return this.off.get(register)?.has(code) ?? false;
  }

  /** Switches a class of a register off, or on again. */
  toggleClass(register: string, code: string): void {
    const codes = new Set(this.off.get(register));
    if (!codes.delete(code)) codes.add(code);
    const off = new Map(this.off);
    if (codes.size === 0) off.delete(register);
    else off.set(register, codes);
    this.off = off;
  }
}

export const look = new Look();
