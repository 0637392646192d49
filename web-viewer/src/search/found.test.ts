import { expect, test } from 'vitest';
import { REGISTERS } from '../../dev/registers';
import type { Hit } from '../api/contract';
import { en } from '../i18n/en';
import { uk } from '../i18n/uk';
import { wordsOf } from './found';

const HIT: Hit = {
  register: 'document', register_title: 'Документи', fid: 7, title: 'Рішення від 2026-11-22', subtitle: null,
  match: { kind: 'former', text: 'раніше: наказ від 2019-01-02' }, center: null, bbox: null, href: '/o/document/7',
};

test('a feature tells its register and why it was found, its days as people write them', () => {
  expect(wordsOf(HIT, 'uk', uk)).toEqual({ key: 'document/7', title: 'Рішення від 22.11.2026', match: 'раніше: наказ від 02.01.2019', line: 'Документи' });
  expect(wordsOf({ ...HIT, match: { kind: 'title', text: 'Рішення' }, subtitle: 'Чинне' }, 'uk', uk)).toMatchObject({ match: null, line: 'Документи · Чинне' });
});

test('a place tells latitude first, a register its module', () => {
  expect(wordsOf({ center: [33.3965, 47.9105], crs: 'WGS 84' }, 'en', en)).toMatchObject({ title: '47.91050°, 33.39650°', line: 'Place by coordinates, WGS 84' });
  const [tree] = REGISTERS.filter(({ id }) => id === 'tree');
  expect(tree && wordsOf(tree, 'en', en)).toMatchObject({ key: 'tree', title: 'Trees', line: 'Register · Environment' });
});
