import type { ListedFeature } from '../map/rendered';

/** Ways to put a list of features in order. */
export const ORDERS = ['distance', 'name', 'register'] as const;
export type Order = (typeof ORDERS)[number];

/** What features and their registers are called. */
export interface Names {
  feature(feature: ListedFeature): string;
  register(id: string): string;
}

/** Features in an order; those that it does not tell apart stay as they came, the nearest first. */
export function ordered(features: readonly ListedFeature[], order: Order, names: Names, language: string): ListedFeature[] {
  if (order === 'distance') return [...features];
  const { compare } = new Intl.Collator(language, { numeric: true });
  const keyed = features.map((feature) => ({ feature, register: names.register(feature.register), name: names.feature(feature) }));
  const byName = (a: (typeof keyed)[number], b: (typeof keyed)[number]) => compare(a.name, b.name);
  keyed.sort((a, b) => (order === 'name' ? byName(a, b) : compare(a.register, b.register) || byName(a, b)));
  return keyed.map(({ feature }) => feature);
}
