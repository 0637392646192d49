import type { Feature } from 'geojson';
import { expect, test } from 'vitest';
import { listServed } from './served';

const TREES = { id: 'tree', titles: ['number'] };

function feature(id: string | number | undefined, longitude: number | null): Feature {
  const geometry = longitude === null ? null : { type: 'Point' as const, coordinates: [longitude, 47.9] };
  return { type: 'Feature', geometry, properties: { number: `№ ${id}` }, ...(id === undefined ? {} : { id }) } as Feature;
}

test('served features are listed from the nearest, whatever form their number has', () => {
  const features = [feature('tree.3', 33.41), feature('2', 33.4), feature(1, 33.39)];
  const listed = listServed({ type: 'FeatureCollection', features }, TREES, [33.39, 47.9]);
  expect(listed.map(({ fid, title }) => [fid, title])).toEqual([[1, '№ 1'], [2, '№ 2'], [3, '№ tree.3']]);
});

test('a feature without a number is left out, one without a place is kept', () => {
  const features = [feature(undefined, 33.4), feature('x', 33.4), feature(5, null)];
  const listed = listServed({ type: 'FeatureCollection', features }, TREES, [33.39, 47.9]);
  expect(listed.map(({ fid }) => fid)).toEqual([5]);
});
