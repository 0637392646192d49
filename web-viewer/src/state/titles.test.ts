import { expect, test, vi } from 'vitest';
import { Titles } from './titles.svelte';

vi.stubGlobal('location', { origin: 'http://city.test' });

/** Answers every request with titles made of the keys and the language; the addresses that were asked. */
function serve(status = 200): URL[] {
  const asked: URL[] = [];
  vi.stubGlobal('fetch', async (address: string) => {
    const url = new URL(address);
    asked.push(url);
    const keys = url.searchParams.get('features')?.split(',') ?? [];
    const titles = Object.fromEntries(keys.map((key) => [key, `${key} ${url.searchParams.get('lang')}`]));
    return new Response(JSON.stringify({ titles }), { status });
  });
  return asked;
}

const [FIRST, SECOND] = [{ register: 'building', fid: 1 }, { register: 'parcel', fid: 2 }];

test('titles are asked for many at once, and each once', async () => {
  const asked = serve();
  const titles = new Titles();
  await titles.ask([FIRST, SECOND, FIRST], 'uk');
  await titles.ask([FIRST], 'uk');
  expect(asked.map((url) => url.searchParams.get('features'))).toEqual(['building/1,parcel/2']);
  expect([titles.of(FIRST), titles.of({ register: 'tree', fid: 9 })]).toEqual(['building/1 uk', null]);
});

test('another language has other titles', async () => {
  serve();
  const titles = new Titles();
  await titles.ask([FIRST], 'uk');
  await titles.ask([FIRST], 'en');
  expect(titles.of(FIRST)).toBe('building/1 en');
});

test('a server that has no titles is asked once, one that failed again', async () => {
  const none = serve(404);
  const titles = new Titles();
  await titles.ask([FIRST], 'uk');
  await titles.ask([SECOND], 'uk');
  expect(none).toHaveLength(1);
  const failing = serve(500);
  const others = new Titles();
  await others.ask([FIRST], 'uk');
  await others.ask([FIRST], 'uk');
  expect(failing).toHaveLength(2);
});
