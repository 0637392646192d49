import type { Feature, Geometry } from 'geojson';
import type { Position } from '../src/api/contract';
import { block, gridPlace, place, randomFrom } from './geometry.ts';

/** What a made-up feature says of itself. */
export interface MockProperties {
  title: string;
  subtitle: string | null;
  former?: string;
  class?: string;
  floors?: number;
}

export type MockFeature = Feature<Geometry, MockProperties> & { id: number };

const STREETS = ['Поштова', 'Соборна', 'Металургів', 'Гірнича', 'Лікарняна', 'Степова', 'Вишнева', 'Тиха', 'Джерельна', 'Калинова', 'Козацька', 'Лугова', 'Музейна', 'Шкільна', 'Ярова', 'Паркова', 'Залізнична', 'Сонячна', 'Абрикосова', 'Інгулецька'];
const FORMER = ['Леніна', 'Карла Маркса', 'Жовтнева'];
const DISTRICTS = ['Центрально-Міський район', 'Металургійний район', 'Саксаганський район', 'Довгинцівський район'];
/** Distance between streets of the grid, metres. */
const GRID = 320;
/** Streets on each side of the middle. */
const REACH = 5;

const random = randomFrom(20);

function feature(id: number, geometry: Geometry, properties: MockProperties): MockFeature {
  return { type: 'Feature', id, geometry, properties };
}

function districts(): MockFeature[] {
  const quarters = [[-1, -1], [1, -1], [1, 1], [-1, 1]] as const;
  return quarters.map(([x, y], index) =>
    feature(index + 1, { type: 'Polygon', coordinates: block(x * 1500, y * 1500, 3000, 3000) }, { title: DISTRICTS[index] ?? '', subtitle: null }));
}

function streets(): MockFeature[] {
  const offsets = Array.from({ length: REACH * 2 }, (_, i) => (i - REACH + 0.5) * GRID);
  const lines = offsets.flatMap((offset) => [
    [gridPlace(-1900, offset), gridPlace(1900, offset)],
    [gridPlace(offset, -1900), gridPlace(offset, 1900)],
  ]);
  return lines.map((coordinates, index) => {
    const main = index % 7 === 0;
    const title = `${main ? 'просп.' : 'вул.'} ${STREETS[index]}`;
    const former = FORMER[index];
    const properties: MockProperties = { title, subtitle: main ? 'Проспект' : 'Вулиця', class: main ? 'main' : 'local' };
    if (former !== undefined) properties.former = `вул. ${former}`;
    return feature(index + 1, { type: 'LineString', coordinates }, properties);
  });
}

function river(): MockFeature {
  const bank = (side: number) =>
    Array.from({ length: 40 }, (_, i): Position => {
      const north = -3200 + i * 165;
      return place(1150 + Math.sin(i / 4.5) * 420 + side * (70 + 25 * Math.sin(i / 3)), north);
    });
  const ring = [...bank(-1), ...bank(1).reverse()];
  return feature(1, { type: 'Polygon', coordinates: [[...ring, ring[0] as Position]] }, { title: 'річка Саксагань', subtitle: 'Річка' });
}

const PARKS: [number, number][] = [[-160, 160], [480, -480], [-1120, -800], [160, 1120], [-800, 800]];

function parks(): MockFeature[] {
  return PARKS.map(([x, y], index) =>
    feature(index + 1, { type: 'Polygon', coordinates: block(x, y, GRID - 44, GRID - 44) }, { title: `сквер «${STREETS[index + 8]}»`, subtitle: 'Сквер' }));
}

/** Middles of the blocks between streets that are not parks. */
function blocks(): [number, number][] {
  const steps = Array.from({ length: REACH * 2 - 1 }, (_, i) => (i - REACH + 1) * GRID);
  return steps.flatMap((x) => steps.map((y): [number, number] => [x, y])).filter(
    ([x, y]) => !PARKS.some(([px, py]) => Math.abs(px - x) < GRID / 2 && Math.abs(py - y) < GRID / 2));
}

function buildings(): MockFeature[] {
  return blocks().flatMap(([x, y]) =>
    Array.from({ length: 12 }, (_, i) => {
      const along = x + ((i % 4) - 1.5) * 66;
      const across = y + (Math.floor(i / 4) - 1) * 84;
      const shape = block(along, across, 24 + random() * 28, 14 + random() * 32);
      const floors = 1 + Math.floor(random() * 9);
      const number = `${1 + Math.floor(random() * 120)}`;
      return { shape, floors, title: `вул. ${STREETS[Math.floor(random() * STREETS.length)]}, ${number}` };
    }),
  ).map(({ shape, floors, title }, index) =>
    feature(index + 1, { type: 'Polygon', coordinates: shape }, { title, subtitle: 'Будинок', floors, class: floors > 5 ? 'high' : 'low' }));
}

function trees(): MockFeature[] {
  return Array.from({ length: 700 }, (_, index) => {
    const line = Math.floor(random() * REACH * 2 - REACH) * GRID + GRID / 2 + (random() > 0.5 ? 14 : -14);
    const along = (random() - 0.5) * 3600;
    const at = random() > 0.5 ? gridPlace(along, line) : gridPlace(line, along);
    return feature(index + 1, { type: 'Point', coordinates: at }, { title: `дерево № ${index + 1}`, subtitle: 'Липа' });
  });
}

function stops(): MockFeature[] {
  return Array.from({ length: 40 }, (_, index) => {
    const line = (Math.floor(index / 8) - 2) * GRID * 2 + GRID / 2;
    const at = gridPlace(((index % 8) - 3.5) * 460, line + 12);
    return feature(index + 1, { type: 'Point', coordinates: at }, { title: `зупинка «${STREETS[index % STREETS.length]}»`, subtitle: 'Тролейбус' });
  });
}

/** Every feature of the made-up city, by register. */
export const FEATURES: Readonly<Record<string, MockFeature[]>> = {
  district: districts(),
  water: [river()],
  green_area: parks(),
  street: streets(),
  building: buildings(),
  tree: trees(),
  stop: stops(),
  monument: [],
};
