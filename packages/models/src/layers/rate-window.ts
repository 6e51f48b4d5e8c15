import { type Clock, onAbort } from '@imaginarium/contracts';
import { abortedError, throwIfAborted } from '../errors/endpoint-error.ts';

const WINDOW_MS = 60_000;

/** A request inside the window. */
export interface Admission {
  readonly at: number;
  tokens: number;
}

/**
 * A sliding window over the last minute, as servers keep it: no burst at its edge. Admits in the order of asking.
 * Tokens are reserved by estimate and settled when the usage is known.
 */
export class RateWindow {
  readonly #clock: Clock;
  readonly #requests: number;
  readonly #tokens: number;
  #admitted: Admission[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #wake: (() => void) | undefined;

  constructor(clock: Clock, limits: { readonly requests?: number | undefined; readonly tokens?: number | undefined }) {
    this.#clock = clock;
    this.#requests = limits.requests ?? Number.POSITIVE_INFINITY;
    this.#tokens = limits.tokens ?? Number.POSITIVE_INFINITY;
  }

  /** Resolves when the request may be sent. @throws ImaginariumError `interrupted/aborted` */
  admit(tokens: number, signal: AbortSignal | undefined): Promise<Admission> {
    const admission = this.#turn.then(() => this.#wait(tokens, signal));
    this.#turn = admission.catch(() => undefined);
    return admission;
  }

  /** Puts the real usage in place of the estimate. */
  settle(admission: Admission, tokens: number): void {
    admission.tokens = tokens;
    this.#wake?.();
  }

  async #wait(tokens: number, signal: AbortSignal | undefined): Promise<Admission> {
    for (;;) {
      throwIfAborted(signal);
      const now = this.#clock.now();
      this.#admitted = this.#admitted.filter(({ at }) => at > now - WINDOW_MS);
      const oldest = this.#admitted[0];
      if (oldest === undefined || this.#fits(tokens)) {
        const admission = { at: now, tokens };
        this.#admitted.push(admission);
        return admission;
      }
      await this.#sleep(oldest.at + WINDOW_MS - now, signal);
    }
  }

  /** A request larger than the whole limit goes alone: an empty window admits anything. */
  #fits(tokens: number): boolean {
    const used = this.#admitted.reduce((sum, admission) => sum + admission.tokens, 0);
    return this.#admitted.length < this.#requests && used + tokens <= this.#tokens;
  }

  /** Ends early when a settled usage may have made room. */
  async #sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const waking = new AbortController();
    const wake = () => waking.abort();
    this.#wake = wake;
    const forget = onAbort(signal, wake);
    try {
      await this.#clock.sleep(ms, waking.signal);
    } catch (thrown) {
      if (signal?.aborted) throw abortedError();
      if (!waking.signal.aborted) throw thrown;
    } finally {
      this.#wake = undefined;
      forget();
    }
  }
}
