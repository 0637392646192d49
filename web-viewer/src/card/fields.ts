import type { CardField } from '../api/contract';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Fields in the order of reading: those that only programs read come last. */
export function inReadingOrder(fields: CardField[]): CardField[] {
  const forPrograms = ({ text }: CardField) => UUID.test(text);
  return [...fields.filter((field) => !forPrograms(field)), ...fields.filter(forPrograms)];
}

/** The label without its unit, which stands behind the value: «Висота, м» becomes «Висота». */
export function plainLabel({ label, unit }: CardField): string {
  return unit !== null && label.endsWith(`, ${unit}`) ? label.slice(0, -unit.length - 2) : label;
}
