/** Sorted by a field: from the least on, or from the greatest; null for another order. */
export type Direction = 'ascending' | 'descending';

/** How a table that is sorted by `sort` (as `sortby` says it) is sorted by a field. */
export function directionOf(sort: string | null, name: string): Direction | null {
  if (sort === name) return 'ascending';
  return sort === `-${name}` ? 'descending' : null;
}

/** The next order when a person chooses a field: from the least on, from the greatest, as it was. */
export function nextSort(sort: string | null, name: string): string | null {
  const direction = directionOf(sort, name);
  if (direction === null) return name;
  return direction === 'ascending' ? `-${name}` : null;
}
