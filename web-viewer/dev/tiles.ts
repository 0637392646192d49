import { GeoJSONVT } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import { FEATURES } from './features.ts';

type TileIndex = InstanceType<typeof GeoJSONVT>;

/** An index of tiles for each register that has features. */
const INDEXES: [string, TileIndex][] = Object.entries(FEATURES)
  .filter(([, features]) => features.length > 0)
  .map(([register, features]) => [register, new GeoJSONVT({ type: 'FeatureCollection', features }, { maxZoom: 16, indexMaxZoom: 10 })]);

/** One vector tile with all registers. */
export function mockTile(z: number, x: number, y: number): Uint8Array {
  const layers: Parameters<typeof fromGeojsonVt>[0] = {};
  for (const [register, index] of INDEXES) {
    const tile = index.getTile(z, x, y);
    if (tile) layers[register] = tile;
  }
  return fromGeojsonVt(layers, { version: 2, extent: 4096 });
}
