/** Distance, in pixels, over which a signed distance field fades out; what MapLibre GL expects of glyphs and icons. */
const RADIUS = 8;
/** Share of the field that lies inside the shape; what MapLibre GL expects. */
const CUTOFF = 0.25;
/** Values of the field are multiples of this: an eighth of a pixel, which no eye sees, and a fifth fewer bytes. */
const STEP = 4;
const FAR = 1e20;

/**
 * Turns coverage (0 to 1 for each pixel, row by row) into a signed distance field of one byte a pixel.
 * The map can then draw the shape in any colour, with a halo, at any size.
 */
export function distanceField(coverage: Float64Array, width: number, height: number): Uint8Array {
  const outside = coverage.map((share) => distanceStart(0.5 - share));
  const inside = coverage.map((share) => distanceStart(share - 0.5));
  transform(outside, width, height);
  transform(inside, width, height);
  return Uint8Array.from(coverage, (_, index) => {
    const distance = Math.sqrt(outside[index] ?? 0) - Math.sqrt(inside[index] ?? 0);
    const value = 255 - 255 * (distance / RADIUS + CUTOFF);
    return Math.max(0, Math.min(255, Math.round(value / STEP) * STEP));
  });
}

/** Squared distance to the edge that an antialiased pixel starts with: pixels fully on the other side know nothing yet. */
function distanceStart(offset: number): number {
  if (offset === 0.5) return FAR;
  if (offset === -0.5) return 0;
  return Math.max(0, offset) ** 2;
}

/** Squared Euclidean distance transform in place, columns then rows: exact, and quick enough for icons. */
function transform(grid: Float64Array, width: number, height: number): void {
  for (let x = 0; x < width; x++) transformLine(grid, x, width, height);
  for (let y = 0; y < height; y++) transformLine(grid, y * width, 1, width);
}

/** The same along one line: the least of the parabolas that stand on its pixels. */
function transformLine(grid: Float64Array, start: number, step: number, length: number): void {
  const values = Float64Array.from({ length }, (_, i) => grid[start + i * step] ?? FAR);
  for (let i = 0; i < length; i++) {
    let best = FAR;
    for (let j = 0; j < length; j++) best = Math.min(best, (values[j] ?? FAR) + (i - j) ** 2);
    grid[start + i * step] = best;
  }
}
