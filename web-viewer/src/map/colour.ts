/** A colour as people see it: lightness from 0 to 1, two axes of hue and strength (OKLab), and opacity. */
export interface Seen {
  light: number;
  a: number;
  b: number;
  alpha: number;
}

const HEX = /^#(?:([0-9a-f])([0-9a-f])([0-9a-f])|([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2}))$/i;
const RGB = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:\s*[,/]\s*([\d.]+))?\s*\)$/i;
const FULL = 255;

/** Reads `#rgb`, `#rrggbb`, `rgb()` and `rgba()`; null for every other text. */
export function readColour(text: string): Seen | null {
  const hex = HEX.exec(text)?.slice(1).filter((part) => part !== undefined);
  if (hex) return toSeen(hex.map((part) => parseInt(part.length === 1 ? part + part : part, 16)), 1);
  const [, red, green, blue, alpha] = RGB.exec(text) ?? [];
  return red === undefined ? null : toSeen([red, green, blue].map(Number), alpha === undefined ? 1 : Number(alpha));
}

/** Writes a colour for a style; what no screen can show is brought to its edge. */
export function writeColour({ light, a, b, alpha }: Seen): string {
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const parts = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((linear) => Math.round(FULL * Math.min(1, Math.max(0, encode(linear)))));
  return alpha === 1 ? `rgb(${parts.join(',')})` : `rgba(${parts.join(',')},${alpha})`;
}

/** OKLab as Björn Ottosson defined it (2020), from sRGB. */
function toSeen(rgb: number[], alpha: number): Seen {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => decode(Math.min(FULL, part) / FULL));
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return {
    light: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    a: 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    b: 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
    alpha,
  };
}

function decode(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function encode(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}
