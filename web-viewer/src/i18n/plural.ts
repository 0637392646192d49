import type { Language } from '../api/contract';

/** Forms of a counted noun that each language needs; the number itself is put before. */
export interface PluralForms {
  uk: { one: string; few: string; many: string; other: string };
  en: { one: string; other: string };
}

const RULES: Record<Language, Intl.PluralRules> = { uk: new Intl.PluralRules('uk'), en: new Intl.PluralRules('en') };

/** A number with its noun in the right form, such as «22 об’єкти». */
export function counted<L extends Language>(language: L, count: number, forms: PluralForms[L]): string {
  const byCategory: Partial<Record<Intl.LDMLPluralRule, string>> = forms;
  return `${formatNumber(language, count)} ${byCategory[RULES[language].select(count)] ?? forms.other}`;
}

/** A number as people of the language write it. */
export function formatNumber(language: Language, value: number): string {
  return new Intl.NumberFormat(language).format(value);
}

/** A day as people of the language write it; `iso` is a time in ISO 8601. Null when it is not one. */
export function formatDate(language: Language, iso: string): string | null {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return null;
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'Europe/Kyiv' }).format(date);
}
