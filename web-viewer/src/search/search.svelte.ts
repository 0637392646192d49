import type { Language, SearchAnswer } from '../api/contract';
import { search } from '../api/portal';
import { Resource } from '../state/resource.svelte';
import { viewer } from '../state/viewer.svelte';
import type { Found } from './found';
import { findRegisters } from './registers';

/** Pause after the last letter before the server is asked, milliseconds. */
const PAUSE = 160;
/** Shortest query, letters; the server answers shorter ones with nothing. */
const MIN_QUERY = 2;

/** What the search box holds, what was found, and which hit is marked. */
export class SearchState {
  query = $state('');
  open = $state(false);
  /** Place of the marked hit, -1 for none. */
  active = $state(-1);
  readonly answer = new Resource<SearchAnswer>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private language: Language = 'uk';
  /** The query that was sent last. */
  private sent = '';

  get found(): Found[] {
    const answer = this.answer.value;
    if (answer === null) return [];
    return [...(answer.place ? [answer.place] : []), ...answer.hits, ...findRegisters(viewer.registers, this.sent, this.language)];
  }

  /** Whether the answer on the screen is that nothing was found. */
  get nothing(): boolean {
    return this.answer.value !== null && !this.answer.loading && this.found.length === 0;
  }

  /** The hit that Enter opens: the marked one, else the first, but never one of an older query. */
  get wanted(): Found | undefined {
    if (!this.open) return undefined;
    if (this.active >= 0) return this.found[this.active];
    return this.answer.loading || this.sent !== this.query.trim() ? undefined : this.found[0];
  }

  /** A letter was typed. */
  ask(query: string): void {
    this.query = query;
    this.active = -1;
    clearTimeout(this.timer);
    if (query.trim().length < MIN_QUERY) {
      this.answer.clear();
      this.open = false;
      return;
    }
    this.open = true;
    this.timer = setTimeout(() => this.send(), PAUSE);
  }

  /** Asks the server now. */
  send(): void {
    const query = this.query.trim();
    this.sent = query;
    void this.answer.load((signal) => search(query, this.language, signal));
  }

  /** Another language was chosen: what was found is forgotten, not asked again. */
  follow(language: Language): void {
    this.language = language;
    this.answer.clear();
    this.open = false;
  }

  /** Marks the next or the previous hit; past the ends it is the text itself. */
  move(by: number): void {
    if (!this.open) return this.reopen();
    const places = this.found.length + 1;
    this.active = ((this.active + 1 + by + places) % places) - 1;
  }

  reopen(): void {
    if (this.query.trim().length < MIN_QUERY) return;
    this.open = true;
    if (this.answer.value === null && !this.answer.loading) this.send();
  }

  close(): void {
    this.open = false;
    this.active = -1;
  }

  clear(): void {
    this.ask('');
  }
}
