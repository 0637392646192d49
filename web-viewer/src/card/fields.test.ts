import { expect, test } from 'vitest';
import type { CardField } from '../api/contract';
import { plainLabel, sortFields } from './fields';

function field(name: string, text: string, more: Partial<CardField> = {}): CardField {
  return { name, label: name, value: text, text, href: null, unit: null, ...more };
}

test('fields that registers share stand apart under their headings, what only programs read comes last', () => {
  const guid = field('guid', '15a9046d-8a96-5a41-b7db-a2b3d49fc0bd', { group: 'Запис' });
  const fields = [guid, field('status', 'Чинний', { group: 'Запис' }), field('number', '13', { group: null }), field('source', 'Знімання', { group: 'Джерело' }), field('postcode', '50011')];
  const { own, shared } = sortFields(fields);
  expect(own.map(({ name }) => name)).toEqual(['number', 'postcode']);
  expect(shared.map(({ heading, fields: of }) => [heading, of.map(({ name }) => name)])).toEqual([['Запис', ['status', 'guid']], ['Джерело', ['source']]]);
});

test('a unit is said once, behind the value', () => {
  expect(plainLabel(field('height', '7,8', { label: 'Висота, м', unit: 'м' }))).toBe('Висота');
  expect(plainLabel(field('age', '7', { label: 'Вік, років', unit: 'р.' }))).toBe('Вік, років');
  expect(plainLabel(field('note', 'а', { label: 'Примітка, м' }))).toBe('Примітка, м');
});
