import { type EaseToOptions, type ErrorEvent, GPUInitializationError, Map as GlMap, type MapMouseEvent, type PointLike, type StyleSpecification, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import type { Bounds, FeatureRef, Position } from '../api/contract';
import { MOST_PITCH, type Tilt } from '../state/look.svelte';
import type { View } from '../state/permalink';
import { fontsOf, registerOf } from './compose';
import type { MapDriver, Padding } from './driver';
import { type Drawn, type ListedFeature, listDrawn, uniqueRefs } from './rendered';
import { trustWorker } from './trusted';

/** Half the side of the square around a click that is searched, pixels: a mouse is exact, a finger is not. */
const MOUSE_REACH = 3;
const FINGER_REACH = 12;
/** Zoom for showing one place without an extent. */
const PLACE_ZOOM = 17;
/** Farthest zoom in. */
const MAX_ZOOM = 20;
/** Letters that the labels are made of; loading a font for them loads the files that hold them. */
const SAMPLE = 'Аа Aa №ʼ';

/** A map seen from straight above, north up. */
const FLAT: Tilt = { pitch: 0, bearing: 0 };

/** What the map begins with. */
export interface Beginning {
  view: View;
  tilt: Tilt | null;
  style: StyleSpecification;
}

/** What the map tells the page. */
export interface MapEvents {
  moved(view: View, bounds: Bounds, tilt: Tilt): void;
  /** Everything that was to be drawn is drawn. */
  settled(): void;
  picked(features: FeatureRef[], place: Position): void;
  /** The mouse is over a place, or has left the map. */
  pointed(place: Position | null): void;
  /** Some of the map could not be loaded. */
  failed(): void;
}

/** A map in a container. It knows nothing of the page but what the events tell. */
export class MapEngine implements MapDriver {
  /** The style that was asked for last. */
  private wanted: StyleSpecification | null = null;
  /** What a move that is under way leads to. */
  private goal: EaseToOptions | null = null;

  private constructor(private readonly map: GlMap) {}

  /** Makes a map; throws when the browser cannot draw one. */
  static async create(container: HTMLElement, { view, tilt, style }: Beginning, events: MapEvents): Promise<MapEngine> {
    setWorkerUrl(trustWorker(workerUrl));
    await loadFonts(style);
    const { zoom, longitude, latitude } = view;
    const map = new GlMap({
      container, style, zoom, center: [longitude, latitude], maxZoom: MAX_ZOOM,
      attributionControl: false, maxPitch: MOST_PITCH, ...(tilt ?? FLAT),
    });
    const engine = new MapEngine(map);
    engine.allowTurning(tilt !== null);
    engine.listen(events);
    await map.once('style.load');
    return engine;
  }

  private listen(events: MapEvents): void {
    this.map.on('moveend', () => (this.goal = null));
    this.map.on('moveend', () => events.moved(this.view(), this.bounds(), this.tilt()));
    this.map.on('idle', () => events.settled());
    this.map.on('click', (event) => events.picked(this.featuresAround(event), event.lngLat.toArray()));
    this.map.on('mousemove', ({ lngLat }) => events.pointed(lngLat.toArray()));
    this.map.on('mouseout', () => events.pointed(null));
    this.map.on('error', (event: ErrorEvent) => {
      console.warn('map:', event.error.message);
      events.failed();
    });
  }

  /** Shows a style. Only the difference to the shown one is worked on, unless everything must be loaded `afresh`. */
  async show(style: StyleSpecification, afresh = false): Promise<void> {
    this.wanted = style;
    await loadFonts(style);
    if (this.wanted === style) this.map.setStyle(style, { diff: !afresh });
  }

  view(): View {
    const { lng, lat } = this.map.getCenter();
    return { zoom: this.map.getZoom(), longitude: lng, latitude: lat };
  }

  bounds(): Bounds {
    const [[west, south], [east, north]] = this.map.getBounds().toArray();
    return [west, south, east, north];
  }

  jumpTo({ zoom, longitude, latitude }: View): void {
    this.map.jumpTo({ zoom, center: [longitude, latitude] });
  }

  /** How the map is tilted and turned now. */
  tilt(): Tilt {
    return { pitch: Math.round(this.map.getPitch()), bearing: Math.round(this.map.getBearing()) };
  }

  /** Leans the map, not farther out than a zoom, and lets a person turn it; or lays it flat, north up, and keeps it so. */
  lean(tilt: Tilt | null, closest: number): void {
    this.allowTurning(tilt !== null);
    const [now, wanted] = [this.tilt(), tilt ?? FLAT];
    if (now.pitch === wanted.pitch && now.bearing === wanted.bearing) return;
    this.ease({ ...wanted, ...(tilt !== null && { zoom: Math.max(this.map.getZoom(), closest) }) });
  }

  turnBy(degrees: number): void {
    this.ease({ bearing: this.map.getBearing() + degrees });
  }

  /** Moves the middle of the map away from edges that other things cover. */
  pad(padding: Padding): void {
    this.ease({ padding });
  }

  /** Moves to something; where an unfinished move was to lead is reached too. */
  private ease(change: EaseToOptions): void {
    const goal = { ...this.goal, ...change };
    this.map.easeTo(goal);
    this.goal = this.map.isMoving() ? goal : null;
  }

  private allowTurning(allowed: boolean): void {
    const change = allowed ? 'enable' : 'disable';
    this.map.dragRotate[change]();
    this.map.touchPitch[change]();
    this.map.touchZoomRotate[`${change}Rotation`]();
    this.map.keyboard[`${change}Rotation`]();
  }

  zoomBy(steps: number): void {
    this.ease({ zoom: this.map.getZoom() + steps });
  }

  goTo(center: Position | null, bbox: Bounds | null, padding: Padding): void {
    const extent = bbox ?? (center && [...center, ...center]);
    if (extent !== null) this.map.fitBounds(extent, { padding, bearing: this.map.getBearing(), maxZoom: Math.max(this.map.getZoom(), PLACE_ZOOM) });
  }

  /** Changes the zoom alone. */
  zoomTo(zoom: number): void {
    this.ease({ zoom });
  }

  /** Features in the middle of the map, the topmost first. */
  featuresInMiddle(): FeatureRef[] {
    return this.featuresNear(this.map.project(this.map.getCenter()), MOUSE_REACH);
  }

  /** Everything drawn now, the nearest to the middle first. */
  featuresInView(): ListedFeature[] {
    const { lng, lat } = this.map.getCenter();
    return listDrawn(this.map.queryRenderedFeatures({ layers: this.registerLayers() }) as Drawn[], [lng, lat]);
  }

  /** Whose data the map draws, as its sources say: plain text. */
  credits(): string[] {
    const sources = Object.keys(this.map.getStyle()?.sources ?? {}).map((id) => this.map.getSource(id));
    return [...new Set(sources.map((source) => source?.attribution ?? '').filter((text) => text !== ''))];
  }

  /** Names the map for those who do not see it. */
  describe(label: string, helpId: string): void {
    const canvas = this.map.getCanvas();
    canvas.setAttribute('aria-label', label);
    canvas.setAttribute('aria-describedby', helpId);
  }

  hasFocus(): boolean {
    return document.activeElement === this.map.getCanvas();
  }

  focus(): void {
    this.map.getCanvas().focus();
  }

  remove(): void {
    this.map.remove();
  }

  private featuresAround({ point, originalEvent }: MapMouseEvent): FeatureRef[] {
    const touch = originalEvent instanceof PointerEvent && originalEvent.pointerType === 'touch';
    return this.featuresNear(point, touch ? FINGER_REACH : MOUSE_REACH);
  }

  private featuresNear({ x, y }: { x: number; y: number }, reach: number): FeatureRef[] {
    const box: [PointLike, PointLike] = [[x - reach, y - reach], [x + reach, y + reach]];
    return uniqueRefs(this.map.queryRenderedFeatures(box, { layers: this.registerLayers() }) as Drawn[]);
  }

  /** Ids of the layers that draw features of registers. */
  private registerLayers(): string[] {
    return (this.map.getStyle()?.layers ?? []).filter((layer) => registerOf(layer) !== null).map(({ id }) => id);
  }
}

/** Whether an error of `MapEngine.create` means that the browser can draw no map at all. */
export function cannotDraw(error: unknown): boolean {
  return error instanceof GPUInitializationError;
}

/** Loads the fonts of the style: the map draws a letter once and would keep one of a wrong font. */
async function loadFonts(style: StyleSpecification): Promise<void> {
  await Promise.allSettled(fontsOf(style).map((name) => document.fonts.load(`24px "${name}"`, SAMPLE)));
}
