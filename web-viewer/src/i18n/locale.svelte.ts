import type { Language, Localized } from '../api/contract';
import type { Dictionary } from './dictionary';
import { en } from './en';
import { uk } from './uk';

const DICTIONARIES: Record<Language, Dictionary> = { uk, en };
/** Key of the chosen language in the browser's storage. */
const STORAGE_KEY = 'misto.language';

/** Whether a value names a language of the viewer. */
function isLanguage(value: unknown): value is Language {
  return value === 'uk' || value === 'en';
}

/** The language of the page. */
class Locale {
  language = $state<Language>(remembered());

  /** The texts in the chosen language. */
  get t(): Dictionary {
    return DICTIONARIES[this.language];
  }

  /** A text of the server in the chosen language. */
  text(text: Localized): string {
    return text[this.language] || text.uk;
  }

  choose(language: Language): void {
    this.language = language;
    try {
      localStorage.setItem(STORAGE_KEY, language);
    } catch {
      // Storage may be switched off; the link still carries the language.
    }
  }
}

function remembered(): Language {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return isLanguage(stored) ? stored : 'uk';
  } catch {
    return 'uk';
  }
}

export const locale = new Locale();
