import { isAborted, type Problem, toProblem } from '../api/problem';

/** Something that is asked of the server: loading, there, or failed. A new request gives up the one before. */
export class Resource<T> {
  value = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  loading = $state(false);
  private running: AbortController | null = null;

  /** Starts a request. The value before stays until the new one is there, or until `clear`. */
  async load(request: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    this.loading = true;
    this.problem = null;
    try {
      const value = await request(running.signal);
      if (this.running === running) this.value = value;
    } catch (error) {
      if (this.running === running && !isAborted(error)) this.problem = toProblem(error);
    } finally {
      if (this.running === running) this.loading = false;
    }
  }

  /** Gives up the request and forgets the value. */
  clear(): void {
    this.running?.abort();
    this.running = null;
    this.value = null;
    this.problem = null;
    this.loading = false;
  }
}
