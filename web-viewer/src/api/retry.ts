/** Most times that a busy server is asked again. */
const MAX_RETRIES = 4;
/** First pause when the server names none, milliseconds; it doubles with each try. */
const FIRST_PAUSE = 500;
/** Longest pause that a person is left waiting for, milliseconds. */
const MAX_PAUSE = 10_000;
const SECOND = 1000;

/**
 * Milliseconds to wait before asking again, or null when asking again would not help.
 * `now` is milliseconds since the epoch, for a Retry-After that is a date.
 */
export function retryDelay(response: Response, attempt: number, now: number): number | null {
  if (response.status !== 503 || attempt >= MAX_RETRIES) return null;
  const asked = retryAfter(response.headers.get('retry-after'), now);
  const pause = asked ?? FIRST_PAUSE * 2 ** attempt;
  return pause > MAX_PAUSE ? null : pause;
}

/** Reads a Retry-After: seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d{1,6}$/.test(value.trim())) return Number(value) * SECOND;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
