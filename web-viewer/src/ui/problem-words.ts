import type { Problem } from '../api/problem';
import type { Dictionary } from '../i18n/dictionary';

/** Status of an overloaded server and of a thing that is not there. */
const BUSY = 503;
const MISSING = [404, 410];

/** A problem as a person reads it: the server's words if it said any, else ours. */
export function problemWords(problem: Problem, t: Dictionary): { title: string; detail: string | null } {
  const ours = ownWords(problem, t);
  return problem.title === null ? ours : { title: problem.title, detail: problem.detail };
}

/** A problem as one or two sentences. */
export function problemSentences(problem: Problem, t: Dictionary): string {
  const { title, detail } = problemWords(problem, t);
  return [title, detail].filter((text) => text !== null).map((text) => text.replace(/[.!]?$/, '.')).join(' ');
}

function ownWords({ kind, status }: Problem, t: Dictionary): { title: string; detail: string | null } {
  if (kind === 'network') return { title: t.problemNetwork, detail: t.problemNetworkDetail };
  if (kind === 'timeout') return { title: t.problemTimeout, detail: t.problemTimeoutDetail };
  if (kind === 'format' || status === null) return { title: t.problemFormat, detail: t.problemFormatDetail };
  if (status === BUSY) return { title: t.problemBusy, detail: t.problemTimeoutDetail };
  if (MISSING.includes(status)) return { title: t.problemMissing, detail: t.problemMissingDetail };
  return { title: t.problemServer(status), detail: t.problemFormatDetail };
}
