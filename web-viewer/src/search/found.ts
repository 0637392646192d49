import type { Hit, Language, Localized, Place, Register } from '../api/contract';
import { withReadableDays } from '../i18n/dates';
import type { Dictionary } from '../i18n/dictionary';

/** What a search offers: a place of the coordinates typed, then features, then registers. */
export type Found = Hit | Place | Register;

export function isHit(found: Found): found is Hit {
  return 'fid' in found;
}

export function isPlace(found: Found): found is Place {
  return 'crs' in found;
}

/** How a finding reads in the list. */
export interface FoundWords {
  key: string;
  title: string;
  /** Why it was found, when the title does not say. */
  match: string | null;
  line: string;
}

/** A finding for people. */
export function wordsOf(found: Found, language: Language, t: Pick<Dictionary, 'searchPlace' | 'searchRegister'>): FoundWords {
  const text = (localized: Localized) => localized[language] || localized.uk;
  if (isHit(found)) return wordsOfHit(found, language);
  if (isPlace(found)) {
    const [longitude, latitude] = found.center.map((degrees) => degrees.toFixed(5));
    return { key: 'place', title: `${latitude}°, ${longitude}°`, match: null, line: t.searchPlace(found.crs) };
  }
  return { key: found.id, title: text(found.title), match: null, line: t.searchRegister(text(found.module.title)) };
}

function wordsOfHit({ register, fid, title, match, register_title, subtitle }: Hit, language: Language): FoundWords {
  const readable = (text: string) => withReadableDays(text, language);
  return {
    key: `${register}/${fid}`,
    title: readable(title),
    match: match && match.kind !== 'title' ? readable(match.text) : null,
    line: [register_title, subtitle && readable(subtitle)].filter(Boolean).join(' · '),
  };
}
