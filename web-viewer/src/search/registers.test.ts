import { expect, test } from 'vitest';
import { REGISTERS } from '../../dev/registers';
import { findRegisters } from './registers';

function titles(query: string): string[] {
  return findRegisters(REGISTERS, query, 'uk').map(({ title }) => title.uk);
}

test('a register is found by words of its title, whatever their case and apostrophe', () => {
  expect(titles('ПАМ\'ЯТ')).toEqual(['Пам’ятки']);
  expect(titles('сквери парки')).toEqual(['Парки та сквери']);
});

test('what holds none of the words or too few letters finds no register', () => {
  expect(titles('Соборності 13')).toEqual([]);
  expect(titles('ви')).toEqual([]);
});
