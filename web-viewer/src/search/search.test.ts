import { beforeEach, expect, test, vi } from 'vitest';
import type { Hit, Register } from '../api/contract';
import { viewer } from '../state/viewer.svelte';
import { SearchState } from './search.svelte';

vi.stubGlobal('location', { origin: 'http://city.test' });

/** Answers that the server has not sent yet: the query, and what sends it. */
let waiting: { query: string; answer: (...fids: number[]) => void }[] = [];

function hit(fid: number): Hit {
  return { register: 'street', fid, title: `${fid}`, register_title: null, subtitle: null, match: null, center: null, bbox: null, href: '' } as unknown as Hit;
}

beforeEach(() => {
  waiting = [];
  vi.stubGlobal('fetch', (address: string) => {
    const query = new URL(address).searchParams.get('q') ?? '';
    return new Promise((resolve) => {
      waiting.push({ query, answer: (...fids) => resolve(new Response(JSON.stringify({ query, read_as: null, hits: fids.map(hit), place: null }))) });
    });
  });
});

function typed(text: string): SearchState {
  const state = new SearchState();
  state.ask(text);
  return state;
}

test('Enter before the hits asks at once and opens the first when they are there', async () => {
  const state = typed('Поштова');
  const chosen = state.choose();
  expect(waiting.map(({ query }) => query)).toEqual(['Поштова']);
  waiting[0]?.answer(7, 8);
  expect(await chosen).toMatchObject({ fid: 7 });
});

test('Enter while the answer is on its way waits for it and asks no more; twice opens once', async () => {
  const state = typed('Поштова');
  void state.send();
  const [first, second] = [state.choose(), state.choose()];
  waiting[0]?.answer(7);
  expect([await first, await second]).toMatchObject([undefined, { fid: 7 }]);
  expect(waiting).toHaveLength(1);
});

test('Enter opens nothing when the text has changed meanwhile or the list was closed', async () => {
  for (const act of [(state: SearchState) => state.ask('Поштова 1'), (state: SearchState) => state.close()]) {
    waiting = [];
    const state = typed('Поштова');
    const chosen = state.choose();
    act(state);
    waiting[0]?.answer(7);
    expect(await chosen).toBeUndefined();
  }
});

test('after the answer Enter opens the first hit, or the marked one', async () => {
  const state = typed('Поштова');
  const sent = state.send();
  waiting[0]?.answer(7, 8);
  await sent;
  expect(await state.choose()).toMatchObject({ fid: 7 });
  state.move(1);
  state.move(1);
  expect(await state.choose()).toMatchObject({ fid: 8 });
  expect(waiting).toHaveLength(1);
});

test('a register called as typed comes before features that are called otherwise', async () => {
  const trees = { id: 'tree', title: { uk: 'Дерева', en: 'Trees' }, module: { title: { uk: 'Зелені', en: 'Green' } } } as unknown as Register;
  vi.spyOn(viewer, 'registers', 'get').mockReturnValue([trees]);
  const state = typed('дерева');
  const sent = state.send();
  waiting[0]?.answer(7);
  await sent;
  expect(state.found).toMatchObject([{ fid: 7 }, { id: 'tree' }]);
  if (state.answer.value) state.answer.value.read_as = 'державний';
  expect(state.found).toMatchObject([{ id: 'tree' }, { fid: 7 }]);
});
