import type { Bounds, Card, FeatureRef, Hit, Language, Portal, Position, Register } from '../api/contract';
import { getPortal } from '../api/portal';
import { locale } from '../i18n/locale.svelte';
import type { MapDriver } from '../map/driver';
import type { MapEngine } from '../map/engine';
import { countDrawn, keyOf, type ListedFeature } from '../map/rendered';
import type { Order } from '../objects/order';
import { coveredBySheet } from './layout';
import type { Tab, TableRef, View } from './permalink';
import { Resource } from './resource.svelte';
import { titles } from './titles.svelte';

/** Heights of the panel on a phone. */
export type Sheet = 'peek' | 'half' | 'full';
/** Whether there is a map, and if not why. */
export type MapState = 'loading' | 'ready' | 'failed' | 'no-webgl';

/** What the page shows; the components read it and call its methods. */
class Viewer {
  readonly portal = new Resource<Portal>();
  /** Ids of the registers that the map shows. */
  visible = $state.raw<ReadonlySet<string>>(new Set());
  selected = $state.raw<FeatureRef | null>(null);
  /** Where the selected feature is, once known. */
  place = $state.raw<Position | null>(null);
  /** Other features at the place that was clicked. */
  also = $state.raw<FeatureRef[]>([]);
  view = $state.raw<View | null>(null);
  bounds = $state.raw<Bounds | null>(null);
  /** Everything was drawn once: until then nothing is known of what is in view. */
  settled = $state(false);
  inView = $state.raw<ListedFeature[]>([]);
  /** How many features are drawn in view, by register, and by register and class: `street`, `street/1`. */
  readonly drawn = $derived(countDrawn(this.inView));
  /** Ids of the registers whose number drawn is how many are in view: those of which nothing waits for another zoom. */
  counted = $state.raw<ReadonlySet<string>>(new Set());
  /** How lists of features are put in order. */
  order = $state<Order>('distance');
  /** What lies under the cross in the middle, the topmost first. */
  under = $state.raw<ListedFeature[]>([]);
  /** The register that is shown as a table. */
  table = $state.raw<TableRef | null>(null);
  mapState = $state<MapState>('loading');
  engine = $state.raw<MapEngine | null>(null);
  /** What moves the map: the engine that draws it, or pictures of the server where nothing can be drawn. */
  driver = $state.raw<MapDriver | null>(null);
  tab = $state<Tab>('registers');
  /** Words that narrow the list of registers. */
  filter = $state('');
  sheet = $state<Sheet>('peek');
  /** A message to be read and put away. */
  notice = $state<string | null>(null);
  /** What a screen reader says next. */
  announcement = $state('');
  /** Whose data the map draws. */
  credits = $state.raw<string[]>([]);
  /** Whether the card takes the focus when it opens. */
  focusCard = false;
  /** Whether the map goes to the selected feature as soon as its place is known. */
  reveal = false;
  private opener: HTMLElement | null = null;

  get registers(): Register[] {
    return this.portal.value?.registers ?? [];
  }

  get visibleRegisters(): Register[] {
    return this.registers.filter(({ id }) => this.visible.has(id));
  }

  /** Ids of the registers that are on and have a place on the map. */
  get mapped(): string[] {
    return this.visibleRegisters.filter(({ geometries }) => geometries.length > 0).map(({ id }) => id);
  }

  loadPortal(language: Language): Promise<void> {
    return this.portal.load(() => getPortal(language));
  }

  registerOf(id: string): Register | undefined {
    return this.registers.find((register) => register.id === id);
  }

  /** What a feature is called in a list: its title or number, and its register. */
  nameOf(feature: ListedFeature): string {
    const { register, fid, title } = feature;
    const known = this.registerOf(register);
    return `${title ?? titles.of(feature) ?? locale.t.objectNumber(fid)} (${known ? locale.text(known.title) : register})`;
  }

  /** Ids of the registers that are shown until a person says otherwise. */
  defaultVisible(): string[] {
    return this.registers.filter(({ visible }) => visible).map(({ id }) => id);
  }

  setVisible(ids: Iterable<string>): void {
    this.visible = new Set(ids);
  }

  toggle(id: string): void {
    const ids = new Set(this.visible);
    if (!ids.delete(id)) ids.add(id);
    this.visible = ids;
  }

  /** Opens the card of a feature, as a person asked; `also` are the others at the same place. */
  open(feature: FeatureRef, also: FeatureRef[] = []): void {
    if (this.selected === null) this.opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    this.focusCard = true;
    this.select(feature);
    this.also = also;
    if (this.registerOf(feature.register)?.geometries.length) this.visible = new Set([...this.visible, feature.register]);
    if (this.sheet === 'peek') this.sheet = 'half';
  }

  /** Puts a register on the map and its row before the eyes; one that has no place on the map opens as a table. */
  showRegister({ id, geometries }: Register, title: string): void {
    if (geometries.length === 0) return this.openTable(id);
    this.visible = new Set([...this.visible, id]);
    this.select(null);
    this.tab = 'registers';
    this.filter = title;
    if (this.sheet === 'peek') this.sheet = 'half';
  }

  /** Shows a register as a table, all of its features. */
  openTable(register: string): void {
    this.table = { register, where: new Map(), sort: null };
    this.sheet = 'peek';
  }

  /** Opens what a search found, and goes there: at once when its extent is known, else as soon as the card tells it. */
  openHit(hit: Hit): void {
    this.open({ register: hit.register, fid: hit.fid });
    this.place = hit.center;
    this.reveal = hit.bbox === null;
    if (hit.bbox !== null) this.goTo(hit.center, hit.bbox);
  }

  /** Opens what was clicked: the topmost feature first. */
  pick(features: FeatureRef[]): void {
    const [first, ...others] = features;
    if (first === undefined) this.announcement = locale.t.mapNothingHere;
    else this.open(first, others);
  }

  /** Selects without moving the focus: what a link names. */
  select(feature: FeatureRef | null): void {
    if (feature !== null && this.selected !== null && keyOf(feature) === keyOf(this.selected)) return;
    this.selected = feature;
    this.place = null;
    this.also = [];
    this.reveal = false;
  }

  /** Closes the card and gives the focus back to where it was. */
  close(): void {
    this.select(null);
    const opener = this.opener;
    this.opener = null;
    requestAnimationFrame(() => (opener?.isConnected ? opener.focus() : this.driver?.focus()));
  }

  /** The card of the selected feature has come. */
  know(card: Card): void {
    this.place = card.center;
    if (!this.reveal || this.driver === null) return;
    this.reveal = false;
    this.goTo(card.center, card.bbox);
  }

  goTo(center: Position | null, bbox: Bounds | null): void {
    this.driver?.goTo(center, bbox, coveredBySheet(this.sheet));
  }

  showWholeCity(): void {
    const city = this.portal.value?.city;
    if (city) this.goTo(null, city.bounds);
  }
}

export const viewer = new Viewer();
