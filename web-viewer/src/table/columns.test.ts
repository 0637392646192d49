import { expect, test } from 'vitest';
import type { Property } from '../api/contract';
import { cellText, columnsOf, featureOf } from './columns';

const WORDS = { yes: 'так', no: 'ні' };
const PROPERTIES: Record<string, Property> = {
  guid: { type: 'string', format: 'uuid' },
  status: { type: 'string', title: 'Статус', enum: ['active', 'draft'], 'x-misto-labels': { active: 'Чинний', draft: 'Чернетка' } },
  name: { type: 'string', title: 'Назва' },
  floors: { type: 'integer', title: 'Поверхів' },
  lift: { type: 'boolean' },
  built: { type: 'string', format: 'date' },
  district_id: { type: 'integer', 'x-ogc-role': 'reference', 'x-misto-register': 'city_district' },
  former: { type: 'array' },
  geom: { format: 'geometry-point' },
};
const COLUMNS = columnsOf({ schema: { properties: PROPERTIES } }, WORDS);

function text(name: string, value: unknown): string {
  const column = COLUMNS.find((candidate) => candidate.name === name);
  return column ? cellText(column, value, 'uk') : '';
}

test('columns are the properties that people read, in declared order', () => {
  expect(COLUMNS.map(({ name }) => name)).toEqual(['status', 'name', 'floors', 'lift', 'built', 'district_id', 'former']);
});

test('a filter is asked for in the way of the property, and not where it means nothing to a person', () => {
  expect(COLUMNS.map(({ asked }) => asked)).toEqual(['choice', 'text', 'number', 'choice', 'date', null, null]);
});

test('values are written for a person', () => {
  expect(text('status', 'active')).toBe('Чинний');
  expect(text('lift', false)).toBe('ні');
  expect(text('floors', 2.5)).toBe('2,5');
  expect(text('built', '2026-11-22')).toBe('22.11.2026');
  expect(text('former', [{ name: 'Карла Маркса', to: '2016-02-19', from: null }])).toBe('Карла Маркса, 2016-02-19');
  expect(text('name', null)).toBe('');
});

test('a reference leads to the feature that it names', () => {
  const column = COLUMNS.find(({ name }) => name === 'district_id');
  expect(column && featureOf(column, 3)).toEqual({ register: 'city_district', fid: 3 });
  expect(column && featureOf(column, null)).toBeNull();
  expect(text('district_id', 3)).toBe('№ 3');
});
