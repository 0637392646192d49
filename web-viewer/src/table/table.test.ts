import { expect, test, vi } from 'vitest';
import type { Register } from '../api/contract';
import { TableState } from './table.svelte';

vi.stubGlobal('location', { origin: 'http://city.test' });

const REGISTER = { id: 'building', collection: '/ogc/collections/building' } as Register;
const PAGE = { type: 'FeatureCollection', features: [{ type: 'Feature', id: 1, geometry: null, properties: {} }], numberMatched: 1277, links: [{ rel: 'next', href: '/ogc/collections/building/items?offset=50' }] };

/** A server that refuses floors that are no number. */
vi.stubGlobal('fetch', async (address: string) => {
  const url = new URL(address, 'http://city.test');
  const refused = url.searchParams.get('floors') === 'abc';
  const body = refused ? { title: 'Хибне значення', status: 400 } : url.pathname.endsWith('/items') ? PAGE : {};
  return new Response(JSON.stringify(body), { status: refused ? 400 : 200, headers: { 'content-type': 'application/json' } });
});

test('after a filter that the server refuses there are no rows, no range and no pages', async () => {
  const table = new TableState();
  table.show(REGISTER, { where: new Map(), sort: null }, 'uk');
  await vi.waitFor(() => expect([table.matched, table.canGoOn]).toEqual([1277, true]));
  table.show(REGISTER, { where: new Map([['floors', 'abc']]), sort: null }, 'uk');
  await vi.waitFor(() => expect(table.problem).not.toBeNull());
  expect([table.rows.length, table.matched, table.canGoOn, table.canGoBack]).toEqual([0, null, false, false]);
});
