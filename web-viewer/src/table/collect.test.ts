import { expect, test, vi } from 'vitest';
import type { FeaturePage } from '../api/contract';
import { collect } from './collect';

function page(from: number, to: number, next: string | null): FeaturePage {
  const features = Array.from({ length: to - from }, (_, at) => ({ type: 'Feature' as const, id: from + at, properties: {}, geometry: null }));
  return { type: 'FeatureCollection', features, numberMatched: 7, links: next === null ? [] : [{ rel: 'self', href: '/x' }, { rel: 'next', href: next }] };
}

const PAGES: Record<string, FeaturePage> = { '/2': page(3, 6, '/3'), '/3': page(6, 7, null) };

test('all pages are followed and the way is told', async () => {
  const tell = vi.fn();
  const { features, matched, cut } = await collect(page(0, 3, '/2'), async (address) => PAGES[address] as FeaturePage, tell);
  expect(features.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect([matched, cut]).toEqual([7, false]);
  expect(tell.mock.calls).toEqual([[{ done: 3, matched: 7 }], [{ done: 6, matched: 7 }]]);
});

test('at the bound it ends and says so', async () => {
  const { features, cut } = await collect(page(0, 3, '/2'), async (address) => PAGES[address] as FeaturePage, () => {}, 4);
  expect([features.length, cut]).toEqual([4, true]);
});

test('an empty page ends the walk, whatever it links to', async () => {
  const { features } = await collect(page(0, 1, '/again'), async () => page(0, 0, '/again'), () => {});
  expect(features).toHaveLength(1);
});

test('a page that fails fails the whole export', async () => {
  const failing = collect(page(0, 3, '/2'), async () => { throw new Error('503'); }, () => {});
  await expect(failing).rejects.toThrow('503');
});
