import type { FeatureRef, Language } from '../api/contract';
import { getTitles } from '../api/portal';
import { toProblem } from '../api/problem';
import { keyOf } from '../map/rendered';

/** Most features asked for at once. */
const MOST = 100;
/** The server does not tell titles apart from cards. */
const MISSING = 404;

/** Titles of features whose tiles and items do not carry them: asked for many at once, kept as long as the language stays. */
export class Titles {
  private known = $state.raw<ReadonlyMap<string, string>>(new Map());
  private readonly asked = new Set<string>();
  private language: Language | null = null;
  private missing = false;

  /** The title of a feature, null until it is known. */
  of(feature: FeatureRef): string | null {
    return this.known.get(keyOf(feature)) ?? null;
  }

  /** Asks for the titles of features that were not asked for yet. A feature whose title does not come keeps its number. */
  async ask(features: readonly FeatureRef[], language: Language): Promise<void> {
    if (language !== this.language) this.forget(language);
    const keys = [...new Set(features.map(keyOf))].filter((key) => !this.asked.has(key)).slice(0, MOST);
    if (this.missing || keys.length === 0) return;
    for (const key of keys) this.asked.add(key);
    try {
      const { titles } = await getTitles(keys, language);
      if (this.language === language) this.known = new Map([...this.known, ...Object.entries(titles)]);
    } catch (error) {
      this.missing = toProblem(error).status === MISSING;
      for (const key of keys) this.asked.delete(key);
    }
  }

  private forget(language: Language): void {
    this.language = language;
    this.known = new Map();
    this.asked.clear();
  }
}

export const titles = new Titles();
