import * as z from 'zod';

/** How a client's cycles are made ready, and how one is played. */
export interface Player<C> {
  prepare(client: number, count: number): C[];
  /** Plays one cycle to its end, and calls `posted` after each of its posts. */
  play(client: number, cycle: C, posted: () => void): Promise<void>;
  close(): void;
}

/** What was answered in a stretch of time. */
export const rateShape = z.object({ perSecond: z.number(), medianMs: z.number() });

export type Rate = z.infer<typeof rateShape>;

/** The first cycles of a client; from then on its pace says how many it takes. */
const FIRST_CYCLES = 5;
const WARM_PIECE_MS = 400;
/** Prepared beyond what the pace so far would take. */
const SPARE = 2;

/** Plays cycles with several clients at once, for a time. Nothing is prepared while the clock runs. */
export class Stage<C> {
  readonly #player: Player<C>;
  readonly #clients: number;
  /** Cycles of one client in a millisecond, the fastest so far. */
  #pace = 0;

  constructor(player: Player<C>, clients: number) {
    this.#player = player;
    this.#clients = clients;
  }

  async warmUp(ms: number): Promise<void> {
    const end = performance.now() + ms;
    while (performance.now() < end) {
      const ready = this.#prepare(WARM_PIECE_MS);
      const began = performance.now();
      await Promise.all(ready.map((cycles, client) => this.#playAll(client, cycles)));
      this.#pace = Math.max(this.#pace, (ready[0]?.length ?? 0) / (performance.now() - began));
    }
  }

  /** Counts the posts answered in that time. Cycles under way are played to their end, uncounted. */
  async measure(ms: number): Promise<Rate> {
    const ready = this.#prepare(ms * SPARE);
    const waits: number[] = [];
    const end = performance.now() + ms;
    await Promise.all(ready.map((cycles, client) => this.#playUntil(end, client, cycles, waits)));
    waits.sort((a, b) => a - b);
    return { perSecond: (waits.length * 1000) / ms, medianMs: waits[Math.floor(waits.length / 2)] ?? ms };
  }

  #prepare(ms: number): C[][] {
    const cycles = FIRST_CYCLES + Math.ceil(this.#pace * ms);
    return Array.from({ length: this.#clients }, (_, client) => this.#player.prepare(client, cycles));
  }

  async #playAll(client: number, cycles: readonly C[]): Promise<void> {
    for (const cycle of cycles) await this.#player.play(client, cycle, () => {});
  }

  async #playUntil(end: number, client: number, cycles: C[], waits: number[]): Promise<void> {
    let before = performance.now();
    const posted = () => {
      const now = performance.now();
      if (now < end) waits.push(now - before);
      before = now;
    };
    cycles.reverse();
    while (performance.now() < end) {
      const cycle = cycles.pop();
      if (cycle === undefined) throw new Error('the prepared cycles did not last: the warm-up was too short');
      await this.#player.play(client, cycle, posted);
    }
  }
}

/** The funding line that a cycle uses: all clients go round all lines. */
export function lineFor(client: number, cycle: number, lines: number): number {
  return (client + cycle) % lines;
}
