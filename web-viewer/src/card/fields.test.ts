import { expect, test } from 'vitest';
import type { CardField } from '../api/contract';
import { inReadingOrder, plainLabel } from './fields';

function field(name: string, text: string, label = name, unit: string | null = null): CardField {
  return { name, label, value: text, text, href: null, unit };
}

test('what only programs read comes last, the rest keeps its order', () => {
  const fields = [field('guid', '15a9046d-8a96-5a41-b7db-a2b3d49fc0bd'), field('number', '13'), field('postcode', '50011')];
  expect(inReadingOrder(fields).map(({ name }) => name)).toEqual(['number', 'postcode', 'guid']);
});

test('a unit is said once, behind the value', () => {
  expect(plainLabel(field('height', '7,8', 'Висота, м', 'м'))).toBe('Висота');
  expect(plainLabel(field('age', '7', 'Вік, років', 'р.'))).toBe('Вік, років');
  expect(plainLabel(field('note', 'а', 'Примітка, м'))).toBe('Примітка, м');
});
