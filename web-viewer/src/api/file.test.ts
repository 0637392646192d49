import { expect, test } from 'vitest';
import { fileName } from './file';

test('the encoded name goes before the plain one', () => {
  expect(fileName(`attachment; filename="street.csv"; filename*=UTF-8''%D0%B2%D1%83%D0%BB%D0%B8%D1%86%D1%96.csv`)).toBe('вулиці.csv');
  expect(fileName('attachment; filename="a \\"b\\".csv"')).toBe('a "b".csv');
  expect(fileName('attachment; filename=plain.pdf')).toBe('plain.pdf');
});

test('a name is never a path, and may be missing or broken', () => {
  expect(fileName('attachment; filename="../../etc/passwd"')).toBe('passwd');
  expect(fileName('attachment; filename="C:\\\\a\\\\b.csv"')).toBe('b.csv');
  for (const none of [null, 'inline', 'attachment; filename=""', "attachment; filename*=UTF-8''%E0%A4%A"]) expect(fileName(none)).toBeNull();
});
