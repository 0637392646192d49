import type { DescribedRegister, FeatureRef, Language, Property } from '../api/contract';
import { withReadableDays } from '../i18n/dates';

/** How a person says the value that a property must have. */
export type Asked = 'choice' | 'text' | 'number' | 'date';

/** A column of a table: one property of the features. */
export interface Column {
  name: string;
  title: string;
  /** Codes and what they mean; empty for a property without codes. */
  choices: [code: string, label: string][];
  /** How it can be filtered by equality; null when it cannot, or when its values mean nothing to a person. */
  asked: Asked | null;
  /** The register that its values name features of. */
  refersTo: string | null;
}

/** Words for yes and no. */
interface Words {
  yes: string;
  no: string;
}

/** The columns of a register: its properties in declared order; geometries and keys that only programs read are left out. */
export function columnsOf({ schema }: Pick<DescribedRegister, 'schema'>, words: Words): Column[] {
  return Object.entries(schema.properties)
    .filter(([, property]) => !(property.format ?? '').startsWith('geometry-') && property.format !== 'uuid')
    .map(([name, property]) => column(name, property, words));
}

function column(name: string, property: Property, words: Words): Column {
  const choices = choicesOf(property, words);
  return { name, title: property.title ?? name, choices, asked: askedOf(property, choices.length > 0), refersTo: property['x-misto-register'] ?? null };
}

function choicesOf(property: Property, { yes, no }: Words): Column['choices'] {
  if (property.type === 'boolean') return [['true', yes], ['false', no]];
  const labels = property['x-misto-labels'] ?? {};
  return (property.enum ?? []).map((value) => [String(value), labels[String(value)] ?? String(value)]);
}

function askedOf(property: Property, isChoice: boolean): Asked | null {
  if (property['x-ogc-role'] === 'reference' || property.format === 'date-time') return null;
  if (isChoice) return 'choice';
  if (property.format === 'date') return 'date';
  const kinds: Record<string, Asked> = { string: 'text', integer: 'number', number: 'number' };
  return kinds[property.type ?? ''] ?? null;
}

/** A value as a person reads it. */
export function cellText({ choices, refersTo }: Column, value: unknown, language: Language): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((part) => cellText({ choices, refersTo } as Column, part, language)).join(', ');
  if (typeof value === 'object') return Object.values(value).filter((part) => part !== null).join(', ');
  const label = choices.find(([code]) => code === String(value))?.[1];
  if (label !== undefined) return label;
  if (refersTo !== null) return `№ ${value}`;
  return typeof value === 'number' ? String(value).replace('.', language === 'uk' ? ',' : '.') : withReadableDays(String(value), language);
}

/** The feature that a value of a column names; null when it names none, or several. */
export function featureOf({ refersTo }: Column, value: unknown): FeatureRef | null {
  return refersTo !== null && typeof value === 'number' ? { register: refersTo, fid: value } : null;
}
