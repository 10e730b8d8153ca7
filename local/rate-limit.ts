/** Callers that are counted; beyond it whoever was seen longest ago is forgotten. */
const MOST_CALLERS = 10_000;

export interface Rate {
  /** Requests a second. */
  readonly perSecond: number;
  /** Requests at once, after some quiet. */
  readonly burst: number;
}

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** A bucket of tokens for each caller: every request takes one, and so many come back a second. */
export class RateLimit {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
  }

  /** 0 where the request may pass; else the whole seconds after which one may. */
  take(caller: string): number {
    const now = this.#now();
    const { perSecond, burst } = this.#rate;
    const { tokens, at } = this.#buckets.get(caller) ?? { tokens: burst, at: now };
    const filled = Math.min(burst, tokens + (Math.max(0, now - at) / 1000) * perSecond);
    this.#buckets.delete(caller);
    this.#buckets.set(caller, { tokens: filled >= 1 ? filled - 1 : filled, at: now });
    const oldest = this.#buckets.keys().next();
    if (this.#buckets.size > MOST_CALLERS && !oldest.done) this.#buckets.delete(oldest.value);
    return filled >= 1 ? 0 : Math.max(1, Math.ceil((1 - filled) / perSecond));
  }
}
