import type { Language, Register } from '../api/contract';
import { holdsWords } from '../registers/groups';

/** Most registers offered beside what the server finds. */
const MOST = 3;
/** Shortest query that registers are offered for, letters: shorter ones fit too many. */
const MIN_QUERY = 3;

/** Registers whose titles hold every word of a query, the shortest titles first: they say least besides. */
export function findRegisters(registers: Register[], query: string, language: Language): Register[] {
  if (query.trim().length < MIN_QUERY) return [];
  const found = registers.filter(({ title }) => holdsWords(title[language], query));
  return found.toSorted((a, b) => a.title[language].length - b.title[language].length).slice(0, MOST);
}
