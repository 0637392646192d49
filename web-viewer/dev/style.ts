import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Language } from '../src/api/contract';

const NAME = ['get', 'title'] as const;
const HALO = { 'text-color': '#39444f', 'text-halo-color': '#ffffff', 'text-halo-width': 1.4 } as const;

/** Adds what every layer of a register carries. */
function of(register: string, layer: object): LayerSpecification {
  return { source: 'city', 'source-layer': register, metadata: { 'misto:register': register, 'misto:titles': ['title'] }, ...layer } as LayerSpecification;
}

function width(...stops: number[]): unknown[] {
  return ['interpolate', ['exponential', 1.5], ['zoom'], ...stops];
}

function grounds(): LayerSpecification[] {
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': '#f5f2ec' } },
    of('green_area', { id: 'green', type: 'fill', paint: { 'fill-color': '#cfe3b8', 'fill-outline-color': '#9dbf7c' } }),
    of('water', { id: 'water', type: 'fill', paint: { 'fill-color': '#b5d4e6', 'fill-outline-color': '#7fb0cc' } }),
    of('building', { id: 'building', type: 'fill', minzoom: 14, paint: { 'fill-color': ['match', ['get', 'class'], 'high', '#c9a991', '#ddd0c2'], 'fill-outline-color': '#b5a491' } }),
  ];
}

function roads(): LayerSpecification[] {
  const local = ['==', ['get', 'class'], 'local'];
  const main = ['==', ['get', 'class'], 'main'];
  const round = { 'line-cap': 'round', 'line-join': 'round' };
  return [
    of('street', { id: 'street-case', type: 'line', minzoom: 12, filter: local, layout: round, paint: { 'line-color': '#d6cfc3', 'line-width': width(12, 1.2, 18, 22) } }),
    of('street', { id: 'avenue-case', type: 'line', filter: main, layout: round, paint: { 'line-color': '#d9a24a', 'line-width': width(10, 2, 18, 34) } }),
    of('street', { id: 'street', type: 'line', minzoom: 12, filter: local, layout: round, paint: { 'line-color': '#ffffff', 'line-width': width(12, 0.6, 18, 19) } }),
    of('street', { id: 'avenue', type: 'line', filter: main, layout: round, paint: { 'line-color': '#fbe2b0', 'line-width': width(10, 1, 18, 30) } }),
    of('district', { id: 'district', type: 'line', paint: { 'line-color': '#8a4b6b', 'line-width': 1.5, 'line-dasharray': [4, 2], 'line-opacity': 0.7 } }),
  ];
}

function labels(): LayerSpecification[] {
  const font = (name: string, size: unknown) => ({ 'text-field': NAME, 'text-font': [name], 'text-size': size });
  return [
    of('tree', { id: 'tree', type: 'symbol', minzoom: 15, layout: { 'icon-image': 'tree', 'icon-size': 0.6 }, paint: { 'icon-color': '#3f7d3a' } }),
    of('stop', { id: 'stop', type: 'symbol', minzoom: 13, layout: { 'icon-image': 'bus', 'icon-size': 0.8 }, paint: { 'icon-color': '#1d5f8a', 'icon-halo-color': '#ffffff', 'icon-halo-width': 1.5 } }),
    of('street', { id: 'street-name', type: 'symbol', minzoom: 14, layout: { ...font('Noto Sans Regular', 12), 'symbol-placement': 'line' }, paint: HALO }),
    of('green_area', { id: 'green-name', type: 'symbol', minzoom: 14, layout: font('Noto Sans Italic', 12), paint: { ...HALO, 'text-color': '#3c6427' } }),
    of('district', { id: 'district-name', type: 'symbol', maxzoom: 14, layout: font('Noto Sans Bold', 13), paint: HALO }),
  ];
}

/** The map style of the made-up city; `origin` is the address that the page came from. */
export function mockStyle(origin: string, language: Language): StyleSpecification {
  return {
    version: 8,
    name: language === 'uk' ? 'Місто' : 'City',
    sprite: `${origin}/sprites/icons`,
    sources: { city: { type: 'vector', url: `${origin}/tiles/city` } },
    layers: [...grounds(), ...roads(), ...labels()],
  };
}
