import { expect, test } from 'vitest';
import type { LegendEntry, Register } from '../api/contract';
import { firstZoom, type InView, isSeenAt, legendInView, mainSign } from './legend';

function sign(min_zoom: number, max_zoom = 24): LegendEntry {
  const label = { uk: `з ${min_zoom}`, en: `from ${min_zoom}` };
  return { label, kind: 'fill', color: '#000000', outline: null, width: 1, dash: null, radius: null, min_zoom, max_zoom, class: null };
}

function register(id: string, ...legend: LegendEntry[]): Register {
  const title = { uk: id, en: id };
  const module = { id: 'm', title };
  return { id, title, description: null, module, subsystem: 'S01', geometries: [], visible: true, count: 1, source: null, titles: [], legend, collection: `/ogc/collections/${id}` };
}

test('a sign is drawn from its first zoom up to its last', () => {
  const trees = register('tree', sign(15, 18));
  expect([14.9, 15, 17.9, 18].map((zoom) => isSeenAt(trees, zoom))).toEqual([false, true, true, false]);
});

test('the first zoom is that of the earliest sign', () => {
  expect(firstZoom(register('street', sign(12), sign(9)))).toBe(9);
});

function seen(drawn: Record<string, number>, zoom: number, off: InView['off'] = new Map()): InView {
  return { drawn: new Map(Object.entries(drawn)), off, zoom };
}

function ofClass(code: string): LegendEntry {
  return { ...sign(9), class: code };
}

test('the legend holds only what is in view and drawn', () => {
  const registers = [register('street', sign(9), sign(14)), register('tree', sign(15)), register('stop', sign(9))];
  const groups = legendInView(registers, seen({ street: 3, tree: 2 }, 12));
  expect(groups.map(({ register: { id }, lines }) => [id, lines.length])).toEqual([['street', 1]]);
});

test('of classes those in view are in the legend, with their number, and those that are switched off', () => {
  const streets = register('street', ofClass('1'), ofClass('2'), ofClass('3'));
  const off = new Map([['street', new Set(['3'])]]);
  const [group] = legendInView([streets], seen({ street: 5, 'street/1': 5 }, 12, off));
  expect(group?.lines.map(({ entry, drawn }) => [entry.class, drawn])).toEqual([['1', 5], ['3', 0]]);
});

test('the same code of two fields is counted apart where the legend names the field', () => {
  const parcels = register('parcel', { ...ofClass('1'), field: 'purpose' }, { ...ofClass('1'), field: 'owner' });
  const [group] = legendInView([parcels], seen({ parcel: 3, 'parcel/1': 3, 'parcel/purpose=1': 2, 'parcel/owner=1': 1 }, 12));
  expect(group?.lines.map(({ drawn }) => drawn)).toEqual([2, 1]);
});

test('a register whose last class in view was switched off stays in the legend', () => {
  const streets = register('street', ofClass('1'), ofClass('2'));
  const [group] = legendInView([streets], seen({}, 12, new Map([['street', new Set(['1'])]])));
  expect(group?.lines.map(({ entry }) => entry.class)).toContain('1');
});

test('a register of lines is stood for by a line, whatever comes first', () => {
  const streets = { ...register('street', sign(12), { ...sign(9), kind: 'line' as const }), geometries: ['MultiLineString', 'MultiPolygon'] };
  expect(mainSign(streets)?.kind).toBe('line');
  expect(mainSign({ ...streets, geometries: [] })?.kind).toBe('fill');
  expect(mainSign(register('address'))).toBeNull();
});

test('a register that is only written on the map is in the legend without signs', () => {
  const houses = { ...register('address'), geometries: ['Point'] };
  expect(legendInView([houses, register('document')], seen({ address: 1, document: 1 }, 17))).toEqual([{ register: houses, lines: [] }]);
});

test('a register without signs is always seen', () => {
  expect(isSeenAt(register('ground'), 3)).toBe(true);
});
