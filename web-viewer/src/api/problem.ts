import type { ProblemBody } from './contract';

/** What went wrong: no answer, a late answer, an answer with an error, or one that cannot be read. */
export type ProblemKind = 'network' | 'timeout' | 'http' | 'format';

/** Longest title or detail shown to a person, in letters. */
const MAX_TEXT = 500;

/** An error in words; title and detail are the server's, in the language of the request. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly kind: ProblemKind,
    readonly status: number | null = null,
    readonly title: string | null = null,
    readonly detail: string | null = null,
  ) {
    super(title ?? kind);
  }
}

/** Reads an error answer; one without a problem body keeps its status alone. */
export async function readProblem(response: Response): Promise<Problem> {
  const body = isProblem(response) ? await bodyOf(response) : {};
  return new Problem('http', response.status, shownText(body.title), shownText(body.detail));
}

/** Any caught value as a problem. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const name = error instanceof Error ? error.name : '';
  return new Problem(name === 'TimeoutError' ? 'timeout' : name === 'SyntaxError' ? 'format' : 'network');
}

/** Whether the request was given up because nobody waits for it any more. */
export function isAborted(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function isProblem(response: Response): boolean {
  return (response.headers.get('content-type') ?? '').startsWith('application/problem+json');
}

async function bodyOf(response: Response): Promise<ProblemBody> {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    return {};
  }
}

function shownText(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.slice(0, MAX_TEXT) : null;
}
