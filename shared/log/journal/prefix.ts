import type { Entry } from '../../domain/entry.ts';
import { Floors } from '../../domain/floors.ts';
import type { Id } from '../../domain/id.ts';
import type { Openings } from '../../domain/openings.ts';
import { type AbovePlan, nameOf, PlanFloors } from '../../domain/plan-floors.ts';
import { MissingContext, type Posting } from '../../domain/posting.ts';
import type { Sealed } from '../../domain/voucher.ts';
import { type Lineup, lineUp, referredTo } from './lineup.ts';
import { PlaceIndex } from './place-index.ts';
import { OPENINGS, type Recall, Walk } from './walk.ts';

/** An entry that the log must not hold at this place. */
export class UnsoundEntry extends Error {
  readonly code: 'repeated' | 'refers-ahead' | 'below-zero' | 'above-plan';
  readonly index: number;
  /** The line of the plan, where it goes above one. */
  readonly above: AbovePlan | undefined;

  constructor(code: UnsoundEntry['code'], index: number, message: string, above?: AbovePlan) {
    super(message);
    this.name = 'UnsoundEntry';
    this.code = code;
    this.index = index;
    this.above = above;
  }
}

/**
 * A prefix of the log while it is gone through: the place of each entry, what stands in every account, and what is out
 * under each plan. Memory grows by 20 to 40 bytes an entry, for its place, and beyond that with what is open and with
 * plans.
 */
export class LogPrefix {
  readonly #walk: Walk;
  readonly #places = new PlaceIndex();
  readonly #floors = Floors.empty();
  readonly #plans = PlanFloors.empty();

  constructor(recall: Recall, openings = OPENINGS) {
    this.#walk = new Walk(recall, openings);
  }

  get openings(): Openings {
    return this.#walk.openings;
  }

  get size(): number {
    return this.#places.size;
  }

  placeOf(id: Id): number | undefined {
    return this.#places.find(id);
  }

  /**
   * Enters entries at the next places. Throws UnsoundEntry where one stands in the log already, refers to what comes
   * later, would take an account below zero or goes above its plan: then the log is not one that was sealed here.
   */
  async enter(entries: readonly Entry[]): Promise<Sealed[]> {
    await this.#walk.prepare(entries);
    return entries.map((entry) => this.#enter(entry, this.#resolve(entry)));
  }

  /** The same for postings that `follow` made ready. */
  follow(postings: readonly Posting[]): Sealed[] {
    return postings.map((posting) => this.#enter(posting.entry, posting));
  }

  /** The order in which entries may follow. Nothing of the prefix changes. */
  async lineUp(entries: readonly Entry[]): Promise<Lineup> {
    await this.#walk.prepare(entries);
    const before = {
      floors: this.#floors,
      plans: this.#plans,
      resolver: this.#walk.resolver,
      has: (id: Id) => this.#places.find(id) !== undefined,
    };
    return lineUp(entries, before);
  }

  #enter(entry: Entry, posting: Posting): Sealed {
    const index = this.size;
    const ahead = referredTo(entry).find((id) => this.#places.find(id) === undefined);
    if (ahead !== undefined) throw new UnsoundEntry('refers-ahead', index, `${entry.id} refers to ${ahead}`);
    const before = this.#places.find(entry.id);
    if (before !== undefined) throw new UnsoundEntry('repeated', index, `${entry.id} stands at ${before} already`);
    const above = this.#plans.above(posting);
    if (above !== undefined) {
      throw new UnsoundEntry(
        'above-plan',
        index,
        `${entry.id} takes ${nameOf(above)} above its plan on ${above.on}`,
        above,
      );
    }
    const short = this.#floors.enter(posting);
    if (short !== undefined) throw new UnsoundEntry('below-zero', index, `${entry.id} takes ${short} below zero`);
    this.#plans.enter(posting);
    this.#places.add(entry.id);
    return { ...posting, index };
  }

  #resolve(entry: Entry): Posting {
    try {
      return this.#walk.resolver.resolve(entry);
    } catch (error) {
      if (!(error instanceof MissingContext)) throw error;
      throw new UnsoundEntry('refers-ahead', this.size, `${entry.id}: ${error.message}`);
    }
  }
}
