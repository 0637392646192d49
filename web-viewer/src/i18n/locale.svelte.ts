import type { Language, Localized } from '../api/contract';
import type { Dictionary } from './dictionary';
import { uk } from './uk';

/** Key of the chosen language in the browser's storage. */
const STORAGE_KEY = 'misto.language';

/** Loads the texts of a language; those of the usual one are always there. */
async function dictionaryOf(language: Language): Promise<Dictionary> {
  return language === 'uk' ? uk : (await import('./en')).en;
}

/** The language of the page. */
class Locale {
  language = $state<Language>('uk');
  /** The texts in the language of the page. */
  t = $state.raw<Dictionary>(uk);
  /** The language that was asked for last. */
  private wanted: Language = 'uk';

  /** A text of the server in the chosen language. */
  text(text: Localized): string {
    return text[this.language] || text.uk;
  }

  /** Shows the page in a language once its texts are there; keeps the one before when they do not load. */
  async choose(language: Language): Promise<void> {
    this.wanted = language;
    const dictionary = await dictionaryOf(language).catch(() => null);
    if (dictionary === null || this.wanted !== language) return;
    this.t = dictionary;
    this.language = language;
    remember(language);
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // Storage may be switched off; the link still carries the language.
  }
}

/** The language that was chosen last. */
export function remembered(): Language {
  try {
    return localStorage.getItem(STORAGE_KEY) === 'en' ? 'en' : 'uk';
  } catch {
    return 'uk';
  }
}

export const locale = new Locale();
