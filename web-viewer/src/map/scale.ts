import { metresPerPixel, roundLength } from './distance';

/** Longest scale bar, pixels. */
const MAX_WIDTH = 110;
const KILOMETRE = 1000;

/** A scale bar: its width on the screen and the length that it stands for. */
export interface ScaleBar {
  pixels: number;
  metres: number;
}

/** The scale bar for a place and zoom. */
export function scaleBar(latitude: number, zoom: number): ScaleBar {
  const perPixel = metresPerPixel(latitude, zoom);
  const metres = roundLength(perPixel * MAX_WIDTH);
  return { pixels: Math.round(metres / perPixel), metres };
}

/** Words for lengths in a language. */
interface LengthWords {
  metres(text: string): string;
  kilometres(text: string): string;
}

/** A length for a person: metres up to a kilometre, then kilometres with one decimal at most. */
export function lengthText(metres: number, language: string, words: LengthWords): string {
  const far = metres >= KILOMETRE;
  const digits = far && metres < 10 * KILOMETRE ? 1 : 0;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: metres < 1 ? 1 : digits }).format(far ? metres / KILOMETRE : metres);
  return far ? words.kilometres(number) : words.metres(number);
}
