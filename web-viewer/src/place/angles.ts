import type { Language, Position } from '../api/contract';

const [MINUTES, SECONDS] = [60, 3600];
/** Hundredths of a second of arc: about 30 centimetres. */
const DIGITS = 2;

/** The letters that tell sides of the world: north, south, east, west. */
const SIDES: Record<Language, [north: string, south: string, east: string, west: string]> = {
  uk: ['пн. ш.', 'пд. ш.', 'сх. д.', 'зх. д.'],
  en: ['N', 'S', 'E', 'W'],
};

/** An angle without its sign as degrees, minutes and seconds, as the language writes numbers: `47°53′02,40″`. */
function anglesText(degrees: number, language: Language): string {
  // Rounded first: 59.996 seconds are a whole minute.
  const hundredths = Math.round(Math.abs(degrees) * SECONDS * 10 ** DIGITS);
  const whole = Math.floor(hundredths / 10 ** DIGITS);
  const number = new Intl.NumberFormat(language, { minimumIntegerDigits: 2, minimumFractionDigits: DIGITS, maximumFractionDigits: DIGITS });
  const seconds = (whole % MINUTES) + (hundredths % 10 ** DIGITS) / 10 ** DIGITS;
  const minutes = Math.floor(whole / MINUTES) % MINUTES;
  return `${Math.floor(whole / SECONDS)}°${String(minutes).padStart(2, '0')}′${number.format(seconds)}″`;
}

/** Latitude and longitude of a place in degrees, minutes and seconds. */
export function placeAngles([longitude, latitude]: Position, language: Language): [latitude: string, longitude: string] {
  const [north, south, east, west] = SIDES[language];
  return [`${anglesText(latitude, language)} ${latitude < 0 ? south : north}`, `${anglesText(longitude, language)} ${longitude < 0 ? west : east}`];
}

/** The same for programs, such as the search of the map: `47°53'02.40"N 33°24'28.80"E`. */
export function plainAngles(place: Position): string {
  return placeAngles(place, 'en').map((text) => text.replace('′', "'").replace('″ ', '"')).join(' ');
}
