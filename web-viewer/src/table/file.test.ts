import { expect, test } from 'vitest';
import { fileOf } from './file';

const CONTENTS = { register: 'street', where: new Map([['name_uk', 'Миру / ../x'], ['status', 'active']]), names: ['name_uk'] };

test('the name of a file says the filter and can be no path', () => {
  expect(fileOf('csv', [], CONTENTS).name).toBe('street_name-uk_Миру-x_status_active.csv');
  const long = { ...CONTENTS, where: new Map([['name_uk', 'я'.repeat(200)]]) };
  expect(fileOf('geojson', [], long).name).toHaveLength(80 + '.geojson'.length);
});

test('GeoJSON carries the features as served, and the filter', () => {
  const feature = { type: 'Feature' as const, id: 7, properties: { name_uk: 'Миру' }, geometry: null };
  expect(JSON.parse(fileOf('geojson', [feature], CONTENTS).text)).toEqual({
    type: 'FeatureCollection', register: 'street', filter: { name_uk: 'Миру / ../x', status: 'active' }, features: [feature],
  });
});
