import type { CardField } from '../api/contract';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Fields under the heading that several registers share. */
export interface SharedFields {
  heading: string;
  fields: CardField[];
}

/** The fields of the register's own, and those that it shares with other registers and that only a few readers need. */
export interface SortedFields {
  own: CardField[];
  shared: SharedFields[];
}

/** Fields in the order of reading: the register's own first; what only programs read comes last, wherever it is. */
export function sortFields(fields: CardField[]): SortedFields {
  const forPrograms = ({ text }: CardField) => UUID.test(text);
  const ordered = [...fields.filter((field) => !forPrograms(field)), ...fields.filter(forPrograms)];
  const headings = [...new Set(ordered.map(({ group }) => group ?? '').filter((heading) => heading !== ''))];
  const shared = headings.map((heading) => ({ heading, fields: ordered.filter(({ group }) => group === heading) }));
  return { own: ordered.filter(({ group }) => !group), shared };
}

/** The label without its unit, which stands behind the value: «Висота, м» becomes «Висота». */
export function plainLabel({ label, unit }: CardField): string {
  return unit !== null && label.endsWith(`, ${unit}`) ? label.slice(0, -unit.length - 2) : label;
}
