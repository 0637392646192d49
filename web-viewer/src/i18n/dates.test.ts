import { expect, test } from 'vitest';
import { withReadableDays } from './dates';

test('days within a Ukrainian text are written the Ukrainian way', () => {
  expect(withReadableDays('Рішення № 5 від 2026-11-22, змінене 2026-12-01.', 'uk')).toBe('Рішення № 5 від 22.11.2026, змінене 01.12.2026.');
  expect(withReadableDays('Decision of 2026-11-22', 'en')).toBe('Decision of 2026-11-22');
});

test('numbers that only look like days stay', () => {
  for (const text of ['2026-13-22', '12026-11-22', '2026-11-223', 'ff5e-2026-11-22', '2026-11-22T10:00:00Z', '№2026-11-22а']) {
    expect(withReadableDays(text, 'uk')).toBe(text);
  }
});
