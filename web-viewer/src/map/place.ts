import type { Language, Position } from '../api/contract';

/** Decimals of a degree that are shown: about a metre. */
export const DECIMALS = 5;

/** A place for people: latitude and longitude of WGS 84 in degrees, as the language writes numbers. */
export function placeText([longitude, latitude]: Position, language: Language): string {
  const number = new Intl.NumberFormat(language, { minimumFractionDigits: DECIMALS, maximumFractionDigits: DECIMALS });
  return `${number.format(latitude)}°  ${number.format(longitude)}°`;
}

/**
 * Reads latitude and longitude in degrees, as people type or paste them: `47.91, 33.39`, `47,91 33,39`, `47.91° 33.39°`.
 * Null for what is not two numbers on the Earth.
 */
export function readPlace(text: string): Position | null {
  const [, latitude, longitude] = /^\s*(-?\d{1,2}(?:[.,]\d{1,12})?)°?(?:\s*;\s*|\s*,\s+|\s+|(?<=[.]\d*),)(-?\d{1,3}(?:[.,]\d{1,12})?)°?\s*$/.exec(text) ?? [];
  if (latitude === undefined || longitude === undefined) return null;
  const place: Position = [degrees(longitude), degrees(latitude)];
  return Math.abs(place[0]) <= 180 && Math.abs(place[1]) <= 85 ? place : null;
}

function degrees(text: string): number {
  return Number(text.replace(',', '.'));
}
