import * as z from 'zod';
import { POSTS_OF_A_CYCLE } from './cycle.ts';

/** How a client's cycles are made ready, and how one is played. */
export interface Player<C> {
  /** Before each stretch: whatever has to be there before the clock runs. */
  ready(): Promise<void>;
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

/** One stretch of time: when it ends, and how long each post answered in it took. */
interface Stretch {
  end: number;
  readonly waits: number[];
}

/** Plays cycles with several clients at once, for a time. Nothing is prepared while the clock runs. */
export class Stage<C> {
  readonly #player: Player<C>;
  /** Cycles of all clients in a millisecond, the fastest so far. */
  #pace = 0;

  constructor(player: Player<C>) {
    this.#player = player;
  }

  async warmUp(clients: number, ms: number): Promise<void> {
    const end = performance.now() + ms;
    while (performance.now() < end) {
      const ready = this.#prepare(clients, WARM_PIECE_MS);
      await this.#player.ready();
      const began = performance.now();
      await Promise.all(ready.map((cycles, client) => this.#playAll(client, cycles)));
      this.#pace = Math.max(this.#pace, ready.flat().length / (performance.now() - began));
    }
  }

  /**
   * Counts the posts answered in that time, or until the first client has played all that was made ready for it. Cycles
   * under way are played to their end, uncounted.
   */
  async measure(clients: number, ms: number): Promise<Rate> {
    const ready = this.#prepare(clients, ms * SPARE);
    await this.#player.ready();
    const began = performance.now();
    const stretch: Stretch = { end: began + ms, waits: [] };
    await Promise.all(ready.map((cycles, client) => this.#playUntil(stretch, client, cycles)));
    const { end, waits } = stretch;
    const took = end - began;
    this.#pace = Math.max(this.#pace, waits.length / POSTS_OF_A_CYCLE / took);
    waits.sort((a, b) => a - b);
    return { perSecond: (waits.length * 1000) / took, medianMs: waits[Math.floor(waits.length / 2)] ?? took };
  }

  #prepare(clients: number, ms: number): C[][] {
    const cycles = FIRST_CYCLES + Math.ceil((this.#pace * ms) / clients);
    return Array.from({ length: clients }, (_, client) => this.#player.prepare(client, cycles));
  }

  async #playAll(client: number, cycles: readonly C[]): Promise<void> {
    for (const cycle of cycles) await this.#player.play(client, cycle, () => {});
  }

  async #playUntil(stretch: Stretch, client: number, cycles: C[]): Promise<void> {
    let before = performance.now();
    const posted = () => {
      const now = performance.now();
      if (now < stretch.end) stretch.waits.push(now - before);
      before = now;
    };
    cycles.reverse();
    while (performance.now() < stretch.end) {
      const cycle = cycles.pop();
      if (cycle === undefined) stretch.end = performance.now();
      else await this.#player.play(client, cycle, posted);
    }
  }
}

/** The funding line that a cycle uses: all clients go round all lines. */
export function lineFor(client: number, cycle: number, lines: number): number {
  return (client + cycle) % lines;
}
