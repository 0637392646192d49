import type { Language } from './contract';
import { isAborted, Problem, readProblem, toProblem } from './problem';
import { retryDelay } from './retry';

/** Longest wait for one answer, milliseconds. */
const TIMEOUT = 20_000;

/** What a request carries besides its address. */
export interface RequestOptions {
  language: Language;
  signal?: AbortSignal;
  params?: Record<string, string | number>;
}

/** Gets JSON from the server. A busy server (503) is asked again after the pause it names. Throws `Problem`. */
export async function getJson<T>(path: string, options: RequestOptions): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const response = await send(path, options);
    if (response.ok) return (await readJson(response)) as T;
    const delay = retryDelay(response, attempt, Date.now());
    if (delay === null) throw await readProblem(response);
    await pause(delay, options.signal);
  }
}

/** Address of a path of this server with its parameters, language included. Throws `Problem` for another host's. */
function addressOf(path: string, { language, params = {} }: RequestOptions): string {
  const url = new URL(path, location.origin);
  if (url.origin !== location.origin) throw new Problem('format');
  for (const [name, value] of Object.entries({ ...params, lang: language })) url.searchParams.set(name, `${value}`);
  return url.href;
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const signals = [AbortSignal.timeout(TIMEOUT), ...(options.signal ? [options.signal] : [])];
  const headers = { accept: 'application/json', 'accept-language': options.language };
  try {
    return await fetch(addressOf(path, options), { headers, signal: AbortSignal.any(signals) });
  } catch (error) {
    throw isAborted(error) ? error : toProblem(error);
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    throw isAborted(error) ? error : new Problem('format', response.status);
  }
}

/** Waits; ends early with the signal's reason when nobody waits any more. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}
