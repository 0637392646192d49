import type { Language } from '../api/contract';

/** A day as ISO 8601 writes it, standing alone: not a part of a longer number, name or time. */
const ISO_DAY = /(?<![\p{L}\d_-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\p{L}\d_-])/gu;

/** A text with its days written as people of the language write them: «від 22.11.2026»; English keeps the international form. */
export function withReadableDays(text: string, language: Language): string {
  return language === 'uk' ? text.replace(ISO_DAY, '$3.$2.$1') : text;
}
