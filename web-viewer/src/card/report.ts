import type { Card } from '../api/contract';
import type { Dictionary } from '../i18n/dictionary';

/** Address that begins a letter about a mistake in a feature; `page` is the feature's own page, with its host. */
export function reportAddress(email: string, card: Card, page: string, t: Pick<Dictionary, 'reportSubject' | 'reportBody'>): string {
  const name = `${card.register_title}: ${card.title}`;
  const body = t.reportBody(name, card.version, page);
  return `mailto:${encodeURIComponent(email).replaceAll('%40', '@')}?subject=${encodeURIComponent(t.reportSubject(name))}&body=${encodeURIComponent(body)}`;
}
