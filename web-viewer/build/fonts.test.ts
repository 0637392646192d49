import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fontSheet } from './fonts';

const rules = fontSheet().split('\n');

test('every rule names a file that is there and letters that it holds', () => {
  for (const rule of rules) {
    const [, file] = /url\('([^']+)'\)/.exec(rule) ?? [];
    expect(existsSync(new URL(`../node_modules/${file}`, import.meta.url)), file).toBe(true);
    expect(rule).toMatch(/unicode-range: U\+[\dA-F]/);
  }
});

test('the hryvnia sign comes from the file that has it', () => {
  const claimants = rules.filter((rule) => /U\+20B4|U\+20AD-20C0/.test(rule) && rule.includes("'Noto Sans Bold'"));
  expect(claimants.at(-1)).toContain('cyrillic-ext-700');
});
