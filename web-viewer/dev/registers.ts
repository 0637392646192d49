import type { LegendEntry, Localized, Register } from '../src/api/contract';
import { FEATURES } from './features.ts';

const MODULES: Record<string, Localized> = {
  space: { uk: 'Адресний простір', en: 'Streets and addresses' },
  buildings: { uk: 'Забудова', en: 'Buildings' },
  nature: { uk: 'Довкілля', en: 'Environment' },
  transport: { uk: 'Транспорт', en: 'Transport' },
  culture: { uk: 'Культура', en: 'Culture' },
};

function sign(uk: string, en: string, kind: LegendEntry['kind'], color: string, more: Partial<LegendEntry> = {}): LegendEntry {
  const plain = { outline: null, width: 1.5, dash: null, radius: null, min_zoom: 0, max_zoom: 24, class: null };
  return { label: { uk, en }, kind, color, ...plain, ...more };
}

function register(id: string, module: string, uk: string, en: string, legend: LegendEntry[], more: Partial<Register> = {}): Register {
  return {
    id,
    title: { uk, en },
    description: null,
    module: { id: module, title: MODULES[module] ?? { uk: module, en: module } },
    subsystem: 'S02',
    subsystem_title: { uk: 'Вигадана підсистема', en: 'A made-up subsystem' },
    geometries: [FEATURES[id]?.[0]?.geometry.type ?? 'Point'],
    visible: true,
    count: FEATURES[id]?.length ?? null,
    titles: ['title'],
    source: { uk: 'Вигадане місто для розробки', en: 'A made-up city for development' },
    legend,
    collection: `/ogc/collections/${id}`,
    ...more,
  };
}

/** The registers of the made-up city. */
export const REGISTERS: Register[] = [
  register('district', 'space', 'Райони міста', 'City districts', [sign('Межа району', 'District border', 'line', '#8a4b6b', { width: 1.5, dash: [4, 2] })]),
  register('street', 'space', 'Вулиці', 'Streets', [
    sign('Проспекти', 'Avenues', 'line', '#e0a94a', { width: 5, class: 'main' }),
    sign('Вулиці', 'Local streets', 'line', '#b9b3a7', { width: 3, class: 'local', min_zoom: 12 }),
  ], { description: { uk: 'Вулиці, проспекти й провулки міста з давніми та чинними назвами.', en: 'Streets and avenues of the city with their former and current names.' } }),
  register('building', 'buildings', 'Будинки', 'Buildings', [
    sign('До 5 поверхів', 'Up to 5 floors', 'fill', '#ddd0c2', { outline: '#b5a491', min_zoom: 14, class: 'low' }),
    sign('Понад 5 поверхів', 'Over 5 floors', 'fill', '#c9a991', { outline: '#9a7c66', min_zoom: 14, class: 'high' }),
  ]),
  register('green_area', 'nature', 'Парки та сквери', 'Parks', [sign('Парк, сквер', 'Park', 'fill', '#cfe3b8', { outline: '#9dbf7c' })]),
  register('water', 'nature', 'Водойми', 'Water bodies', [sign('Водойма', 'Water body', 'fill', '#b5d4e6', { outline: '#7fb0cc' })]),
  register('tree', 'nature', 'Дерева', 'Trees', [sign('Дерево', 'Tree', 'point', '#3f7d3a', { radius: 4, min_zoom: 15 })], { visible: false }),
  register('stop', 'transport', 'Зупинки', 'Public transport stops', [sign('Зупинка', 'Stop', 'point', '#1d5f8a', { radius: 6, min_zoom: 13 })]),
  register('monument', 'culture', 'Пам’ятки', 'Monuments', [sign('Пам’ятка', 'Monument', 'point', '#a8452c', { radius: 5 })], { visible: false }),
];
