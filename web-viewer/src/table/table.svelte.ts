import type { Feature, Geometry } from 'geojson';
import type { DescribedRegister, FeaturePage, Language, Register } from '../api/contract';
import { getPage, getRegister } from '../api/portal';
import { Resource } from '../state/resource.svelte';
import { type Collected, collect, nextOf, type Progress } from './collect';

/** Rows of one page on the screen, and features of one page of an export. */
const [ROWS, EXPORT_PAGE] = [50, 1000];

/** One register as a table: its description, one page of its features, and the way back to the pages before. */
export class TableState {
  readonly described = new Resource<DescribedRegister>();
  readonly page = new Resource<FeaturePage>();
  /** How far an export is; null when none runs. */
  progress = $state.raw<Progress | null>(null);
  /** Addresses of the pages up to the one on the screen. */
  private way = $state.raw<string[]>([]);
  private asked: { register: Register; where: ReadonlyMap<string, string>; language: Language } | null = null;
  private exporting: AbortController | null = null;

  get rows(): Feature<Geometry | null>[] {
    return this.page.value?.features ?? [];
  }

  /** Rows before the first on the screen. */
  get before(): number {
    return (this.way.length - 1) * ROWS;
  }

  get canGoBack(): boolean {
    return this.way.length > 1;
  }

  get canGoOn(): boolean {
    return this.page.value !== null && nextOf(this.page.value) !== null;
  }

  /** Shows the first page of a register's features that have the values. */
  show(register: Register, where: ReadonlyMap<string, string>, language: Language): void {
    const known = this.asked?.register.id === register.id && this.asked.language === language;
    this.asked = { register, where, language };
    if (!known) void this.described.load((signal) => getRegister(register.id, language, signal));
    this.way = [`${register.collection}/items`];
    this.load();
  }

  /** Asks again for what failed. */
  retry(): void {
    if (this.asked === null) return;
    const { register, language } = this.asked;
    if (this.described.problem) void this.described.load((signal) => getRegister(register.id, language, signal));
    if (this.page.problem) this.load();
  }

  goOn(): void {
    const next = this.page.value && nextOf(this.page.value);
    if (!next) return;
    this.way = [...this.way, next];
    this.load();
  }

  goBack(): void {
    this.way = this.way.slice(0, -1);
    this.load();
  }

  /** Every feature of the table, as known at one moment: what changes meanwhile is left out. */
  async all(): Promise<Collected | null> {
    const { asked } = this;
    if (asked === null) return null;
    const running = new AbortController();
    this.exporting = running;
    this.progress = { done: 0, matched: this.page.value?.numberMatched ?? 0 };
    const get = (address: string, params = {}) => getPage(address, params, asked.language, running.signal);
    try {
      const now = this.page.value?.timeStamp;
      const first = await get(`${asked.register.collection}/items`, { ...Object.fromEntries(asked.where), limit: EXPORT_PAGE, ...(now && { at: now }) });
      return await collect(first, get, (progress) => (this.progress = progress));
    } finally {
      this.progress = null;
    }
  }

  stop(): void {
    this.exporting?.abort();
  }

  private load(): void {
    const { asked } = this;
    const address = this.way.at(-1);
    if (asked === null || address === undefined) return;
    const params = this.way.length === 1 ? { ...Object.fromEntries(asked.where), limit: ROWS } : {};
    void this.page.load((signal) => getPage(address, params, asked.language, signal));
  }
}
