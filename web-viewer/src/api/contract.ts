import type { FeatureCollection, Geometry } from 'geojson';

/** Shapes of what the server sends. Units: degrees of WGS 84 (longitude first), zooms of the map. */

/** Languages that the viewer speaks. */
export type Language = 'uk' | 'en';

/** A text in every language. */
export type Localized = Record<Language, string>;

/** Longitude and latitude. */
export type Position = [longitude: number, latitude: number];

/** West, south, east, north. */
export type Bounds = [west: number, south: number, east: number, north: number];

/** What `GET /api/portal` says: the city, who is asking, and the registers they may see. */
export interface Portal {
  city: { id: string; title: Localized; bounds: Bounds; center: Position; zoom: number };
  /** Where mistakes in the data are told; not every city says. */
  contact?: { email: string } | null;
  actor: { scope: string; title: Localized };
  languages: Language[];
  tileset: string;
  /** Address of the map style, without the language. */
  style: string;
  registers: Register[];
}

/** A register of the city, as the viewer needs it. */
export interface Register {
  id: string;
  title: Localized;
  description: Localized | null;
  module: { id: string; title: Localized };
  /** Code of the subsystem, such as S02. */
  subsystem: string;
  /** Name of the subsystem, where the server tells it. */
  subsystem_title?: Localized | null;
  geometries: string[];
  /** Shown until a person says otherwise. */
  visible: boolean;
  /** Number of features, or null when it is not told. */
  count: number | null;
  /** The act that obliges the city to keep it. */
  source: Localized | string | null;
  /** Properties of a feature that make up its name in the language of the request. */
  titles: string[];
  legend: LegendEntry[];
  /** Address of the register's page for people and programs. */
  collection: string;
}

/** One sign of the legend. */
export interface LegendEntry {
  label: Localized;
  kind: 'fill' | 'line' | 'point';
  color: string;
  outline: string | null;
  /** Width of the line or of the outline, in pixels; null when the sign says none. */
  width: number | null;
  dash: number[] | null;
  /** Radius of a point, in pixels. */
  radius: number | null;
  /** Icon of a point as path data on a square of 24 units, in its circle or, without a radius, alone. */
  icon?: string | null;
  min_zoom: number;
  max_zoom: number;
  /** Code that the sign stands for; null when it stands for the whole register. */
  class: string | null;
  /** Field whose code it is, where the server tells it: signs of several fields may have the same codes. */
  field?: string | null;
}

/** Names one feature of a register. */
export interface FeatureRef {
  register: string;
  fid: number;
}

/** What `GET /search` answers. */
export interface SearchAnswer {
  query: string;
  hits: Hit[];
  /** The place that the query names by coordinates. */
  place?: Place | null;
  /** What was searched for instead, when the query itself found nothing. */
  read_as?: string | null;
}

/** A place given by its coordinates; `crs` is the system they were read in. */
export interface Place {
  center: Position;
  crs: string;
}

/** One feature that a search found. */
export interface Hit extends FeatureRef {
  register_title: string;
  title: string;
  subtitle: string | null;
  /** Why it was found, when the title does not say. */
  match: { kind: 'title' | 'former' | 'number' | 'code' | 'partial'; text: string } | null;
  center: Position | null;
  bbox: Bounds | null;
  href: string;
}

/** What is known of one feature: `GET /o/{register}/{fid}`. */
export interface Card extends FeatureRef {
  register_title: string;
  title: string;
  subtitle: string | null;
  center: Position | null;
  bbox: Bounds | null;
  fields: CardField[];
  source: string | null;
  /** Time of the last change, ISO 8601. */
  updated: string | null;
  version: number;
  links: { rel: string; href: string; title: string }[];
}

/** One line of a card. */
export interface CardField {
  name: string;
  label: string;
  /** Heading of the group of fields that several registers share and that this one comes from; none for a field of the register's own. */
  group?: string | null;
  value: unknown;
  /** The value as a person reads it. */
  text: string;
  /** Address of the feature that the value points to. */
  href: string | null;
  unit: string | null;
}

/** A register with the description of its properties: `GET /api/registers/{register}`. */
export interface DescribedRegister extends Register {
  schema: { properties: Record<string, Property> };
}

/** One property of a feature, as JSON Schema with our own words. */
export interface Property {
  type?: string;
  format?: string;
  title?: string;
  enum?: unknown[];
  /** What the codes of `enum` mean, in the language of the request. */
  'x-misto-labels'?: Record<string, string>;
  'x-ogc-role'?: string;
  /** The register whose feature the value names. */
  'x-misto-register'?: string;
}

/** One page of features: `GET /ogc/collections/{id}/items`. */
export interface FeaturePage extends FeatureCollection<Geometry | null> {
  numberMatched?: number;
  timeStamp?: string;
  links?: { rel: string; href: string }[];
}

/** What a register's features can be sorted by: `GET /ogc/collections/{id}/sortables`. */
export interface Sortables {
  properties: Record<string, Property>;
}

/** One place in the coordinate systems of the server: `GET /api/coordinates?lon=&lat=`. */
export interface Coordinates {
  crs: SystemPlace[];
}

/** A place in one coordinate system. */
export interface SystemPlace {
  uri: string;
  /** The EPSG's number of the system, if it has one. */
  epsg: number | null;
  /** What the authority calls it. */
  title: string;
  /** What each value is: `northing`, `easting`, `latitude` or `longitude`, in the order of the authority. */
  axes: string[];
  /** Metres, or degrees of a geographic system. */
  values: number[];
  /** How exact the transformation is, metres, where the server tells it. */
  accuracy_m?: number | null;
}

/** An error as the server tells it (RFC 9457). */
export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
}
