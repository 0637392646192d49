import { encodePng } from '../build/png.ts';
import type { Coordinates } from '../src/api/contract';
import { items } from './items.ts';
import type { Answer } from './routes.ts';

/** More features than the made-up city has. */
const ALL = '1000000';
/** Metres of the plane coordinates' false easting, and of a degree here. */
const [EASTING, DEGREE] = [300_000, 111_190];

/** `GET /api/export/{register}`: what a filter leaves, as lines of text whatever the kind of file; null when there is no such register. */
export function exported(register: string, url: URL): Answer | null {
  const all = new URL(url);
  all.searchParams.set('limit', ALL);
  const page = items(register, all);
  if (page === null) return null;
  const format = url.searchParams.get('f') ?? 'csv';
  const lines = page.features.map(({ id, properties }) => [id, ...Object.values(properties ?? {})].join(','));
  const body = format === 'geojson' ? JSON.stringify({ type: 'FeatureCollection', features: page.features }) : ['fid', ...lines, ''].join('\r\n');
  return { status: 200, type: 'text/csv; charset=utf-8', body, headers: { 'content-disposition': `attachment; filename="${register}.${format}"` } };
}

/** `GET /print`: a sheet with nothing on it. */
export function printed(): Answer {
  const body = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';
  return { status: 200, type: 'application/pdf', body, headers: { 'content-disposition': 'attachment; filename="map.pdf"' } };
}

/** `GET /map.png`: a picture of a fence, one pale line every so many pixels. */
export function pictured({ searchParams }: URL): Answer {
  const [width, height] = [Number(searchParams.get('width')), Number(searchParams.get('height'))];
  const alpha = Uint8Array.from({ length: width * height }, (_, at) => (at % width) % 64 < 2 ? 160 : 40);
  return { status: 200, type: 'image/png', body: encodePng(alpha, width, height) };
}

/** `GET /api/coordinates`: numbers that look like those of two national systems. */
export function coordinates({ searchParams }: URL): Coordinates {
  const [longitude, latitude] = [Number(searchParams.get('lon')), Number(searchParams.get('lat'))];
  const values = [latitude * DEGREE, EASTING + (longitude - 33) * DEGREE * Math.cos((latitude * Math.PI) / 180)];
  const axes = ['northing', 'easting'];
  return {
    crs: [
      { uri: 'urn:ogc:def:crs:EPSG::6385', epsg: 6385, title: 'UCS-2000 / Ukraine TM zone 11', axes, values },
      { uri: 'urn:ogc:def:crs:EPSG::7828', epsg: 7828, title: 'SK-63 / zone X4', axes, values: values.map((value) => value + 20) },
    ],
  };
}
