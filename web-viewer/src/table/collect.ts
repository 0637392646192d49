import type { Feature, Geometry } from 'geojson';
import type { FeaturePage } from '../api/contract';

/** Most features of one export: what a browser can hold and a spreadsheet can open. */
export const MOST_EXPORTED = 100_000;

/** What was collected. */
export interface Collected {
  features: Feature<Geometry | null>[];
  /** How many the server said there are. */
  matched: number;
  /** Not all of them: the bound was reached. */
  cut: boolean;
}

/** How far a collection is. */
export interface Progress {
  done: number;
  matched: number;
}

/** The address of the page after this one. */
export function nextOf(page: FeaturePage): string | null {
  return page.links?.find(({ rel }) => rel === 'next')?.href ?? null;
}

/** Gets every page, from the first along its `next` links, until there is none or `most` features are there. */
export async function collect(
  first: FeaturePage,
  get: (address: string) => Promise<FeaturePage>,
  tell: (progress: Progress) => void,
  most = MOST_EXPORTED,
): Promise<Collected> {
  const features = [...first.features];
  const matched = first.numberMatched ?? features.length;
  let next = nextOf(first);
  while (next !== null && features.length < most) {
    tell({ done: features.length, matched });
    const page = await get(next);
    features.push(...page.features);
    next = page.features.length === 0 ? null : nextOf(page);
  }
  return { features: features.slice(0, most), matched, cut: next !== null || features.length > most };
}
