/** Degrees for programs, in the order of the axes: `47.88400, 33.40800`. */
export function plainDegrees(values: number[], digits: number): string {
  return values.map((value) => value.toFixed(digits)).join(', ');
}

/** Metres for programs, in the order of the axes: `5305716.402 330330.799`. A comma between them could be one of decimals. */
export function plainMetres(values: number[], digits: number): string {
  return values.map((value) => value.toFixed(digits)).join(' ');
}
