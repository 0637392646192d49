import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const SOURCES = new URL('.', import.meta.url).pathname;
/** Ways to turn a text into markup or code; none of them may appear, not even for a text of our own. */
const BANNED = /innerHTML|outerHTML|insertAdjacentHTML|setHTML|document\.write|\{@html|DOMParser|\beval\(|new Function/;
/** Addresses of other hosts, but for names of XML namespaces. */
const FOREIGN = /https?:\/\/(?!www\.w3\.org\/)/;

function sources(): [name: string, text: string][] {
  const names = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  const ours = names.filter((name) => /\.(ts|svelte|css)$/.test(name) && !name.endsWith('.test.ts'));
  return ours.map((name) => [name, readFileSync(`${SOURCES}/${name}`, 'utf8')]);
}

test('no text becomes markup or code', () => {
  expect(sources().filter(([, text]) => BANNED.test(text)).map(([name]) => name)).toEqual([]);
});

test('nothing is loaded from another host', () => {
  expect(sources().filter(([, text]) => FOREIGN.test(text)).map(([name]) => name)).toEqual([]);
});
