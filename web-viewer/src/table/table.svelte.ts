import type { Feature, Geometry } from 'geojson';
import type { DescribedRegister, FeaturePage, Language, Register } from '../api/contract';
import type { Problem } from '../api/problem';
import { filtered, getPage, getRegister, getSortables, type Shown } from '../api/portal';
import { Resource } from '../state/resource.svelte';

/** Rows of one page. */
const ROWS = 50;

/** One register as a table: its description, one page of its features, and the way back to the pages before. */
export class TableState {
  readonly described = new Resource<DescribedRegister>();
  /** Names of the fields that the server can sort by. */
  readonly sortables = new Resource<string[]>();
  readonly page = new Resource<FeaturePage>();
  /** Addresses of the pages up to the one on the screen. */
  private way = $state.raw<string[]>([]);
  private asked: { register: Register; shown: Shown; language: Language } | null = null;

  get problem(): Problem | null {
    return this.described.problem ?? this.page.problem;
  }

  /** The page on the screen. One that came before an error is of other values. */
  private get shown(): FeaturePage | null {
    return this.problem === null ? this.page.value : null;
  }

  get rows(): Feature<Geometry | null>[] {
    return this.shown?.features ?? [];
  }

  /** Features on all pages together. */
  get matched(): number | null {
    return this.shown?.numberMatched ?? null;
  }

  /** Rows before the first on the screen. */
  get before(): number {
    return (this.way.length - 1) * ROWS;
  }

  get canGoBack(): boolean {
    return this.shown !== null && this.way.length > 1;
  }

  get canGoOn(): boolean {
    return this.shown !== null && nextOf(this.shown) !== null;
  }

  /** Shows the first page of a register's features that have the values. */
  show(register: Register, shown: Shown, language: Language): void {
    const known = this.asked?.register.id === register.id && this.asked.language === language;
    this.asked = { register, shown, language };
    if (!known) {
      void this.described.load((signal) => getRegister(register.id, language, signal));
      void this.sortables.load((signal) => getSortables(register, language, signal));
    }
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
    const next = this.shown && nextOf(this.shown);
    if (!next) return;
    this.way = [...this.way, next];
    this.load();
  }

  goBack(): void {
    this.way = this.way.slice(0, -1);
    this.load();
  }

  private load(): void {
    const { asked } = this;
    const address = this.way.at(-1);
    if (asked === null || address === undefined) return;
    const first = { ...filtered(asked.shown), limit: ROWS };
    void this.page.load((signal) => getPage(address, this.way.length === 1 ? first : {}, asked.language, signal));
  }
}

/** The address of the page after this one. */
function nextOf(page: FeaturePage): string | null {
  return page.links?.find(({ rel }) => rel === 'next')?.href ?? null;
}
