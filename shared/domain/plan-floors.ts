import type { CalendarDate } from './calendar.ts';
import type { Counting } from './counter.ts';
import { type Entry, isKind } from './entry.ts';
import type { Id } from './id.ts';
import {
  type Allotted,
  allottedId,
  countedUnderPlan,
  isHeldToPlan,
  type Moved,
  type PlanLineRef,
  plannedFor,
  planOf,
} from './plan.ts';
import type { Movement, Posting } from './posting.ts';
import type { PlanFields } from './registry.ts';
import { isLaterOnRegistered, registryTarget } from './subject.ts';

/** A line of a plan of which more was dispatched, or disbursed, by a day than it gives. */
export type AbovePlan = PlanLineRef & {
  readonly on: CalendarDate;
  readonly planned: bigint;
  readonly dispatched: bigint;
};

/**
 * After so long an amendment, or what goes above a plan for a reason, is known everywhere. What was under way when it was
 * recorded may have been counted before it.
 */
const KNOWN_AFTER_MS = 60_000;
/** Far longer than what waits to be sealed does: what is older is told by its day alone. */
const TOLD_APART_MS = 3_600_000;

/** What a plan gives, from when on, as it was recorded. */
interface Version extends Pick<PlanFields, 'decidedOn' | 'lines'> {
  readonly recordedAt: number;
}

/** What was dispatched or disbursed on a day, and how much more was out because of it: less what came back, with what left again. */
interface Day {
  readonly on: CalendarDate;
  readonly sent: bigint;
  readonly out: bigint;
}

/** What was counted without being held to the plan. */
interface Unheld extends Day {
  readonly recordedAt: number;
}

interface Standing {
  /** By rising days. */
  readonly days: readonly Day[];
  readonly unheld: readonly Unheld[];
}

const NOTHING: Standing = { days: [], unheld: [] };

/**
 * What was dispatched or disbursed under each line of a plan, of which no day may be above what the plan gives: what is planned, less
 * what is out, is a floor like any other. It binds what is written in the second form and gives no reason to go above
 * it. Nothing goes out under a plan before the day on which it was decided.
 *
 * Storage counts in the order in which things came to it, which the log does not keep to within a moment: so an entry is
 * held to the most that the plan gave in the minute before it, and against what nobody held to the plan only where
 * that is older. Plans are few, and keep their days.
 */
export class PlanFloors {
  readonly #plans = new Map<Id, readonly Version[]>();
  readonly #standings = new Map<string, Standing>();
  readonly #below: PlanFloors | undefined;

  private constructor(below?: PlanFloors) {
    this.#below = below;
  }

  static empty(): PlanFloors {
    return new PlanFloors();
  }

  /** Floors that go on from these, which stay as they are. */
  fork(): PlanFloors {
    return new PlanFloors(this);
  }

  /** The line of a plan that would be above it on some day, where an entry is entered; nothing is. */
  above(posting: Posting): AbovePlan | undefined {
    const { entry } = posting;
    if (!isSending(entry) || entry.form !== undefined) return undefined;
    for (const { line, by } of countedIn(posting)) {
      const above = this.#aboveOn(line, by, entry);
      if (above !== undefined) return above;
    }
    return undefined;
  }

  /** Enters an entry, whatever it comes to. */
  enter(posting: Posting): void {
    const { entry } = posting;
    this.#amend(entry);
    for (const { line, by, on } of countedIn(posting)) {
      const name = nameOf(line);
      const before = this.#at(name);
      const sent = by > 0n && on !== undefined ? by : 0n;
      const day = { on: entry.effectiveOn, sent, out: by };
      const isHeld = by < 0n || isBound(entry);
      const { recordedAt } = entry;
      this.#standings.set(
        name,
        settled(isHeld ? plus(before, day) : unheld(before, { ...day, recordedAt }), recordedAt),
      );
    }
  }

  #amend(entry: Entry): void {
    if (isKind(entry, 'registration') && entry.facts.type === 'plan') {
      const { decidedOn = '', lines = [] } = entry.facts.fields;
      this.#plans.set(entry.id, [{ decidedOn, lines, recordedAt: entry.recordedAt }]);
    } else if (isKind(entry, 'amendment') && entry.facts.type === 'plan') {
      const plan = registryTarget(entry);
      const versions = this.#versions(plan);
      const [last] = versions.slice(-1);
      if (last === undefined) return;
      const { decidedOn = last.decidedOn, lines = last.lines } = entry.facts.fields;
      const { recordedAt } = entry;
      const kept = inForceSince(versions, recordedAt - TOLD_APART_MS);
      this.#plans.set(plan, [...kept, { decidedOn, lines, recordedAt }]);
    }
  }

  #aboveOn(line: PlanLineRef, by: bigint, entry: Entry): AbovePlan | undefined {
    const { effectiveOn, recordedAt } = entry;
    const since = recordedAt - KNOWN_AFTER_MS;
    const versions = inForceSince(this.#versions(line.plan), since);
    if (!versions.some(({ decidedOn }) => decidedOn <= effectiveOn)) {
      return { ...line, on: effectiveOn, planned: 0n, dispatched: by };
    }
    if (!isHeldToPlan(entry)) return undefined;
    const planned = mostPlanned(versions, line);
    const standing = this.#at(nameOf(line));
    const days = standing.unheld.filter((one) => one.recordedAt < since).reduce(added, standing.days);
    const above = outFrom(days, effectiveOn).find(({ out }) => out + by > planned);
    return above && { ...line, on: above.on, planned, dispatched: above.out + by };
  }

  #versions(plan: Id): readonly Version[] {
    const own = this.#plans.get(plan);
    return own ?? (this.#below === undefined ? [] : this.#below.#versions(plan));
  }

  #at(name: string): Standing {
    const own = this.#standings.get(name);
    return own ?? (this.#below === undefined ? NOTHING : this.#below.#at(name));
  }
}

/** What an entry that would go above its plan waits for. */
export function roomIn({ plan }: Pick<AbovePlan, 'plan'>): string {
  return `plan ${plan}`;
}

/** The plan in which an entry makes room: what it brings back, or because it says anew what the plan gives. */
export function makingRoom(posting: Posting): string[] {
  const { entry } = posting;
  if (isLaterOnRegistered(entry)) return entry.facts.type === 'plan' ? [roomIn({ plan: registryTarget(entry) })] : [];
  return countedIn(posting).flatMap(({ line, by }) => (by < 0n ? [roomIn(line)] : []));
}

/** Whether an entry was let through by what the plan gives alone. */
function isBound(entry: Entry): boolean {
  return isSending(entry) && entry.form === undefined && isHeldToPlan(entry);
}

/** Whether it is what a plan is asked about, rather than what comes back of it. */
function isSending({ kind }: Entry): boolean {
  return kind === 'dispatch' || kind === 'disbursement';
}

/** What an entry counts under a line of a plan. */
export interface CountedUnder extends Omit<Counting, 'ceiling'> {
  readonly line: PlanLineRef;
}

/** What an entry counts under the plan that its document was opened under. */
export function countedIn({ entry, movements, opening }: Posting): CountedUnder[] {
  const under = planOf(opening);
  if (under === undefined) return [];
  return countedUnderPlan(entry, movements.map(movedUnderPlan)).map(({ of, ...counted }) => ({
    line: { ...under, ...of },
    ...counted,
  }));
}

function movedUnderPlan({ from, to, item, fundingLine, quantity, value }: Movement): Moved {
  const of: Allotted = item === undefined ? { fundingLine } : { item };
  return { from, to, of, by: item === undefined ? value : quantity };
}

/** The last version, and those before it that another followed only after that moment. */
function inForceSince(versions: readonly Version[], since: number): readonly Version[] {
  return versions.filter((_, at) => {
    const next = versions[at + 1];
    return next === undefined || next.recordedAt >= since;
  });
}

function mostPlanned(versions: readonly Version[], line: PlanLineRef): bigint {
  let most = 0n;
  for (const version of versions) {
    const planned = plannedFor(version, line);
    if (planned > most) most = planned;
  }
  return most;
}

/**
 * How much is out at the end of that day, and of every later one on which that changes. What came back and left again is
 * never more than was ever dispatched by then.
 */
function outFrom(days: readonly Day[], from: CalendarDate): { readonly on: CalendarDate; readonly out: bigint }[] {
  let sent = 0n;
  let out = 0n;
  const sums = days.map((day) => {
    sent += day.sent;
    out += day.out;
    return { on: day.on, out: out < sent ? out : sent };
  });
  const then = sums.findLast(({ on }) => on <= from)?.out ?? 0n;
  return [{ on: from, out: then }, ...sums.filter(({ on }) => on > from)];
}

function plus(standing: Standing, day: Day): Standing {
  return { ...standing, days: added(standing.days, day) };
}

function unheld(standing: Standing, one: Unheld): Standing {
  return { ...standing, unheld: [...standing.unheld, one] };
}

/** Tells what was not held to the plan by its day alone, once it is old. */
function settled(standing: Standing, now: number): Standing {
  const isOld = ({ recordedAt }: Unheld): boolean => recordedAt < now - TOLD_APART_MS;
  if (!standing.unheld.some(isOld)) return standing;
  return {
    days: standing.unheld.filter(isOld).reduce(added, standing.days),
    unheld: standing.unheld.filter((one) => !isOld(one)),
  };
}

function added(days: readonly Day[], { on, sent, out }: Day): readonly Day[] {
  const at = days.findLastIndex((day) => day.on <= on);
  const day = days[at];
  if (day?.on !== on) return days.toSpliced(at + 1, 0, { on, sent, out });
  return days.with(at, { on, sent: day.sent + sent, out: day.out + out });
}

/** How a line is told from every other. */
export function nameOf({ plan, unit, ...allotted }: PlanLineRef): string {
  return `${plan}/${unit}/${allottedId(allotted)}`;
}
