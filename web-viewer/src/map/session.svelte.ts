import type { StyleSpecification } from 'maplibre-gl';
import type { Language } from '../api/contract';
import { getStyle } from '../api/portal';
import { locale } from '../i18n/locale.svelte';
import { Resource } from '../state/resource.svelte';
import { look } from '../state/look.svelte';
import { tools } from '../state/tools.svelte';
import { viewer } from '../state/viewer.svelte';
import { compose, heightsFrom, inLanguage } from './compose';
import type { MapEngine, MapEvents } from './engine';
import { recolour } from './recolour';
import { keyOf } from './rendered';
import { lengthText, scaleBar } from './scale';
import { drawnWhole } from './whole';

/** Pauses before tiles that failed are asked again by ourselves, milliseconds. */
const RETRY_PAUSES = [2000, 5000, 15_000];

/** Keeps the map drawn: its style, its engine, and what to do when a part does not load. */
export class MapSession {
  readonly style = new Resource<StyleSpecification>();
  /** Some tiles are missing on the screen. */
  partial = $state(false);
  /** The zoom from which buildings and the like can have their height; null: never. */
  readonly heightsFrom = $derived(this.style.value && heightsFrom(this.style.value));
  private readonly coloured = $derived(this.style.value && recolour(this.style.value, look.ground));
  /** A new tilt alone is no new style. */
  private readonly heights = $derived(look.tilt !== null);
  private starting = false;
  private ended = false;
  private retries = 0;
  private failing = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked: { address: string; names: Language; language: Language } | null = null;

  /** Reads the style at an address, null while it is not known, with the languages of the names on the map and of the page. */
  loadStyle(address: string | null, names: Language, language: Language): void {
    if (address === null) return;
    this.asked = { address, names, language };
    void this.style.load(async (signal) => inLanguage(await getStyle(address, names, signal), language));
  }

  /** Starts over after the map failed. */
  restart(): void {
    viewer.mapState = 'loading';
    if (this.asked) this.loadStyle(this.asked.address, this.asked.names, this.asked.language);
  }

  /** Draws what the page shows now; makes the map when there is none yet. */
  draw(container: HTMLElement): void {
    if (this.style.problem && viewer.engine === null) viewer.mapState = 'failed';
    const style = this.composed();
    if (style === null) return;
    if (viewer.engine) void viewer.engine.show(style);
    else if (!this.starting) void this.start(container, style);
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    viewer.engine?.remove();
    viewer.engine = viewer.driver = null;
  }

  /** Asks again for what did not load. */
  reload(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.failing = false;
    const style = this.composed();
    if (style !== null) void viewer.engine?.show(style, true);
  }

  private composed(): StyleSpecification | null {
    const { selected, place, visible } = viewer;
    const { faded, off } = look;
    const { measure, here, marked } = tools;
    const selection = selected && { feature: selected, center: place };
    return this.coloured && compose(this.coloured, { visible, faded, off, heights: this.heights, selection, overlay: { measure, here, marked } });
  }

  private async start(container: HTMLElement, style: StyleSpecification): Promise<void> {
    this.starting = true;
    const city = viewer.portal.value?.city;
    const [longitude, latitude] = city?.center ?? [0, 0];
    const view = viewer.view ?? { zoom: city?.zoom ?? 0, longitude, latitude };
    try {
      const { MapEngine, cannotDraw } = await import('./engine');
      const engine = await MapEngine.create(container, { view, tilt: look.tilt, style }, this.events()).catch((error: unknown) => {
        viewer.mapState = cannotDraw(error) ? 'no-webgl' : 'failed';
        return null;
      });
      if (engine) this.adopt(engine);
    } catch {
      viewer.mapState = 'failed';
    }
    this.starting = false;
  }

  private adopt(engine: MapEngine): void {
    if (this.ended) return engine.remove();
    viewer.view = engine.view();
    viewer.bounds = engine.bounds();
    viewer.engine = viewer.driver = engine;
    viewer.mapState = 'ready';
  }

  private events(): MapEvents {
    return {
      moved: (view, bounds, tilt) => {
        viewer.view = view;
        viewer.bounds = bounds;
        if (look.tilt !== null) look.tilt = tilt;
      },
      settled: () => this.settle(),
      picked: (features, place) => (tools.open === 'measure' ? tools.addPoint(place) : viewer.pick(features)),
      pointed: (place) => (tools.pointer = place),
      failed: () => this.fail(),
    };
  }

  /** Everything is drawn, or has failed. */
  private settle(): void {
    viewer.settled = true;
    viewer.inView = viewer.engine?.featuresInView() ?? [];
    viewer.counted = this.countable();
    viewer.credits = viewer.engine?.credits() ?? [];
    const middle = new Set(viewer.engine?.featuresInMiddle().map(keyOf));
    viewer.under = viewer.inView.filter((feature) => middle.has(keyOf(feature)));
    if (viewer.engine?.hasFocus()) viewer.announcement = this.describeView();
    if (this.failing) return;
    this.partial = false;
    this.retries = 0;
  }

  /** Registers that can be counted by what is drawn now: none while tiles are missing. */
  private countable(): ReadonlySet<string> {
    if (this.failing || this.style.value === null || viewer.view === null) return new Set();
    return drawnWhole(viewer.visibleRegisters, this.style.value.layers, viewer.view.zoom);
  }

  private describeView(): string {
    const { latitude = 0, zoom = 0 } = viewer.view ?? {};
    const scale = lengthText(scaleBar(latitude, zoom).metres, locale.language, locale.t);
    const [under] = viewer.under;
    const view = locale.t.mapView(scale, viewer.inView.length);
    return under === undefined ? view : `${view} ${locale.t.underCross(viewer.nameOf(under))}`;
  }

  private fail(): void {
    this.failing = true;
    this.partial = true;
    const pause = RETRY_PAUSES[this.retries];
    if (pause === undefined || this.timer !== undefined) return;
    this.retries++;
    this.timer = setTimeout(() => this.reload(), pause);
  }
}
