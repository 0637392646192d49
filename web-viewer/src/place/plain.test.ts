import { expect, test } from 'vitest';
import { plainDegrees, plainMetres } from './plain';

test('numbers are copied without groups, with a point, in the order of the axes', () => {
  expect(plainDegrees([47.884, 33.408], 5)).toBe('47.88400, 33.40800');
  expect(plainMetres([5305716.4021, 330330.7989], 3)).toBe('5305716.402 330330.799');
});
