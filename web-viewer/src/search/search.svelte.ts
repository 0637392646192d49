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
  /** The query that was sent last, and when its answer is there. */
  private sent = '';
  private arrival: Promise<void> = Promise.resolve();
  /** Counts what was done: Enter waits for an answer only until the next act. */
  private turn = 0;

  get found(): Found[] {
    const answer = this.answer.value;
    if (answer === null) return [];
    const registers = findRegisters(viewer.registers, this.sent, this.language);
    // A register that is called as typed comes before features that are called otherwise.
    const named = answer.read_as ? [...registers, ...answer.hits] : [...answer.hits, ...registers];
    return [...(answer.place ? [answer.place] : []), ...named];
  }

  /** Whether the answer on the screen is that nothing was found. */
  get nothing(): boolean {
    return this.answer.value !== null && !this.answer.loading && this.found.length === 0;
  }

  /** Whether the answer to the text as it is now has come. */
  private get answered(): boolean {
    return this.sent === this.query.trim() && !this.answer.loading && this.answer.problem === null;
  }

  /** The hit that Enter opens: the marked one, else the first, but never one of an older query. */
  private get wanted(): Found | undefined {
    if (!this.open) return undefined;
    if (this.active >= 0) return this.found[this.active];
    return this.answered ? this.found[0] : undefined;
  }

  /** Enter: the hit to open, as soon as its answer is there; none when something else was done meanwhile. */
  async choose(): Promise<Found | undefined> {
    if (!this.open || this.active >= 0 || this.answered) return this.wanted;
    const turn = ++this.turn;
    clearTimeout(this.timer);
    await (this.answer.loading && this.sent === this.query.trim() ? this.arrival : this.send());
    return turn === this.turn ? this.wanted : undefined;
  }

  /** A letter was typed. */
  ask(query: string): void {
    this.query = query;
    this.active = -1;
    this.turn++;
    clearTimeout(this.timer);
    if (query.trim().length < MIN_QUERY) {
      this.answer.clear();
      this.open = false;
      return;
    }
    this.open = true;
    this.timer = setTimeout(() => void this.send(), PAUSE);
  }

  /** Asks the server now. */
  send(): Promise<void> {
    const query = this.query.trim();
    this.sent = query;
    this.arrival = this.answer.load((signal) => search(query, this.language, signal));
    return this.arrival;
  }

  /** Another language was chosen: what was found is forgotten, not asked again. */
  follow(language: Language): void {
    this.language = language;
    this.answer.clear();
    this.close();
  }

  /** Marks the next or the previous hit; past the ends it is the text itself. */
  move(by: number): void {
    if (!this.open) return this.reopen();
    this.turn++;
    const places = this.found.length + 1;
    this.active = ((this.active + 1 + by + places) % places) - 1;
  }

  reopen(): void {
    if (this.query.trim().length < MIN_QUERY) return;
    this.open = true;
    if (this.answer.value === null && !this.answer.loading) void this.send();
  }

  close(): void {
    this.open = false;
    this.active = -1;
    this.turn++;
  }

  clear(): void {
    this.ask('');
  }
}
