import type { Entry } from '../../domain/entry.ts';
import { type Floors, givenTo } from '../../domain/floors.ts';
import { birthOf, type Id } from '../../domain/id.ts';
import { makingRoom, type PlanFloors, roomIn } from '../../domain/plan-floors.ts';
import { MissingContext, type Posting, type Resolver } from '../../domain/posting.ts';

/** What is sealed already, as far as the order of what follows depends on it. */
export interface Before {
  readonly floors: Floors;
  readonly plans: PlanFloors;
  readonly resolver: Resolver;
  has(id: Id): boolean;
}

/** Entries in the order in which they may be sealed, and those that cannot be yet. */
export interface Lineup {
  readonly ready: readonly Posting[];
  readonly waiting: readonly Entry[];
}

/**
 * Puts entries into an order in which every prefix is a sound ledger: by (recordedAt, id), except that an entry waits
 * for what it refers to, for what feeds the accounts it takes from, and for room in the plan that it is sent under. It follows as soon as that has come. What is
 * sealed already is passed over, and nothing of it changes.
 */
export function lineUp(entries: readonly Entry[], before: Before): Lineup {
  const line = new Line(before);
  for (const entry of entries.toSorted(byRecording)) line.add(entry);
  return { ready: line.ready, waiting: line.waiting() };
}

class Line {
  readonly ready: Posting[] = [];
  readonly #before: Before;
  readonly #floors: Floors;
  readonly #plans: PlanFloors;
  readonly #placed = new Set<Id>();
  readonly #waiting = new Map<Id, Entry>();
  /** Those that wait, by what has to happen before another try: an entry placed, an account credited, room in a plan. */
  readonly #blocked = new Map<string, Entry[]>();

  constructor(before: Before) {
    this.#before = before;
    this.#floors = before.floors.fork();
    this.#plans = before.plans.fork();
  }

  add(entry: Entry): void {
    if (this.#isThere(entry.id) || this.#waiting.has(entry.id)) return;
    this.#waiting.set(entry.id, entry);
    this.#place(entry);
  }

  waiting(): Entry[] {
    return [...this.#waiting.values()];
  }

  #isThere(id: Id): boolean {
    return this.#placed.has(id) || this.#before.has(id);
  }

  /** Places an entry and then what it set free, always the earliest first. */
  #place(first: Entry): void {
    const due = [first];
    for (let entry = due.shift(); entry; entry = due.shift()) {
      const obstacle = this.#try(entry);
      if (obstacle === undefined) {
        due.push(...this.#freedBy(this.ready.at(-1)));
        due.sort(byRecording);
      } else {
        const others = this.#blocked.get(obstacle);
        if (others) others.push(entry);
        else this.#blocked.set(obstacle, [entry]);
      }
    }
  }

  /** Places the entry, or says what it waits for. */
  #try(entry: Entry): string | undefined {
    const missing = referredTo(entry).find((id) => !this.#isThere(id));
    if (missing !== undefined) return missing;
    const posting = this.#resolve(entry);
    if (posting === undefined) return entry.id;
    const above = this.#plans.above(posting);
    if (above !== undefined) return roomIn(above);
    const short = this.#floors.enter(posting);
    if (short !== undefined) return short;
    this.#plans.enter(posting);
    this.#waiting.delete(entry.id);
    this.#placed.add(entry.id);
    this.ready.push(posting);
    return undefined;
  }

  /** Undefined where the ordinals name nothing: all it refers to is there, so it waits for good. */
  #resolve(entry: Entry): Posting | undefined {
    try {
      return this.#before.resolver.resolve(entry);
    } catch (error) {
      if (error instanceof MissingContext) return undefined;
      throw error;
    }
  }

  #freedBy(posting: Posting | undefined): Entry[] {
    if (posting === undefined || this.#blocked.size === 0) return [];
    const reasons = new Set([posting.entry.id, ...posting.movements.map(givenTo), ...makingRoom(posting)]);
    return [...reasons].flatMap((reason) => {
      const freed = this.#blocked.get(reason) ?? [];
      this.#blocked.delete(reason);
      return freed;
    });
  }
}

export function byRecording(a: Entry, b: Entry): number {
  return a.recordedAt - b.recordedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Every id an entry names is the id of the entry that opened the document, or that brought the lot. */
export function referredTo(entry: Entry): Id[] {
  const lots = entry.transfers.flatMap(({ from, to }) => [from, to].flatMap((end) => ('lot' in end ? [end.lot] : [])));
  return [...Object.values(entry.refs).flat(), ...lots.map(birthOf)].filter((id) => id !== entry.id);
}
