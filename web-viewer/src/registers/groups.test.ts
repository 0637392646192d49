import { expect, test } from 'vitest';
import type { Register } from '../api/contract';
import { groupRegisters, registersOf } from './groups';

function register(id: string, uk: string, module: string, subsystem: string): Register {
  const title = { uk, en: id };
  const collection = `/ogc/collections/${id}`;
  return { id, title, description: null, module: { id: module, title: { uk: module, en: module } }, subsystem, geometries: [], visible: true, count: null, source: null, titles: [], legend: [], collection };
}

const REGISTERS = [
  register('tree', 'Дерева', 'Довкілля', 'S18'),
  register('street', 'Вулиці', 'Адреси', 'S02'),
  register('bin', 'Контейнери', 'Довкілля', 'S19'),
  { ...register('monument', 'Пам’ятки', 'Довкілля', 'S18'), subsystem_title: { uk: 'Зелені насадження', en: 'Green plantings' } },
];

function ids(filter: string): string[][] {
  return groupRegisters(REGISTERS, filter, 'uk').map((module) => registersOf(module).map(({ id }) => id));
}

test('registers are grouped by module and subsystem in the order of the server', () => {
  expect(ids('')).toEqual([['tree', 'monument', 'bin'], ['street']]);
  expect(groupRegisters(REGISTERS, '', 'uk')[0]?.subsystems.map(({ id }) => id)).toEqual(['S18', 'S19']);
});

test('the filter looks at titles of registers, subsystems and modules, whatever the case', () => {
  expect(ids('ВУЛ')).toEqual([['street']]);
  expect(ids('довк дер')).toEqual([['tree']]);
  expect(ids('s19')).toEqual([['bin']]);
  expect(ids('насадження')).toEqual([['monument']]);
  expect(ids('метро')).toEqual([]);
});

test('any apostrophe finds a title with one', () => {
  expect(ids("пам'ят")).toEqual([['monument']]);
});
