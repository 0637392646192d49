import { expect, test } from 'vitest';
import type { Register } from '../api/contract';
import { groupRegisters } from './groups';

function register(id: string, uk: string, module: string): Register {
  const title = { uk, en: id };
  const collection = `/ogc/collections/${id}`;
  return { id, title, description: null, module: { id: module, title: { uk: module, en: module } }, subsystem: 'S01', geometries: [], visible: true, count: null, source: null, titles: [], legend: [], collection };
}

const REGISTERS = [register('tree', 'Дерева', 'Довкілля'), register('street', 'Вулиці', 'Адреси'), register('monument', 'Пам’ятки', 'Довкілля')];

function ids(filter: string): string[][] {
  return groupRegisters(REGISTERS, filter, 'uk').map((group) => group.registers.map(({ id }) => id));
}

test('registers are grouped by module in the order of the server', () => {
  expect(ids('')).toEqual([['tree', 'monument'], ['street']]);
});

test('the filter looks at titles and modules, whatever the case', () => {
  expect(ids('ВУЛ')).toEqual([['street']]);
  expect(ids('довк дер')).toEqual([['tree']]);
  expect(ids('метро')).toEqual([]);
});

test('any apostrophe finds a title with one', () => {
  expect(ids("пам'ят")).toEqual([['monument']]);
});
