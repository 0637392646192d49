import { metresPerPixel, roundLength } from './distance';

/** Longest scale bar, pixels. */
const MAX_WIDTH = 110;
const KILOMETRE = 1000;
const HECTARE = 10_000;

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

/** Words for lengths and areas in a language. */
interface LengthWords {
  metres(text: string): string;
  kilometres(text: string): string;
}
interface AreaWords {
  squareMetres(text: string): string;
  hectares(text: string): string;
  squareKilometres(text: string): string;
}

function numberText(value: number, language: string, digits: number): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

/** A length for a person: metres up to a kilometre, then kilometres. With one decimal at most, or `exact`: to centimetres and metres. */
export function lengthText(metres: number, language: string, words: LengthWords, exact = false): string {
  if (metres < KILOMETRE) return words.metres(numberText(metres, language, exact ? 2 : metres < 1 ? 1 : 0));
  return words.kilometres(numberText(metres / KILOMETRE, language, exact ? 3 : metres < 10 * KILOMETRE ? 1 : 0));
}

/** An area for a person: square metres up to a hectare, hectares to the square metre, square kilometres from a hundred hectares on. */
export function areaText(squareMetres: number, language: string, words: AreaWords): string {
  if (squareMetres < HECTARE) return words.squareMetres(numberText(squareMetres, language, 1));
  if (squareMetres < KILOMETRE ** 2) return words.hectares(numberText(squareMetres / HECTARE, language, 4));
  return words.squareKilometres(numberText(squareMetres / KILOMETRE ** 2, language, 4));
}
