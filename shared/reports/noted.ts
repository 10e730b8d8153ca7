import { type CalendarDate, dateInShanghai, daysBetween, monthOf } from '../domain/calendar.ts';
import { ownDay } from '../domain/closed-months.ts';
import { COUNTED } from '../domain/coverage.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { FieldChange } from '../domain/facts.ts';
import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';

/** So many days back nobody asks; beyond, it is listed. */
const DAYS_BACK = 7;

/** What an auditor has to know of an entry that no rule forbids. */
export type Noted =
  /** Whom something reached was put right. */
  | {
      readonly what: 'head-count';
      readonly corrects: Id;
      readonly changes: readonly FieldChange[];
      readonly reason: string;
    }
  /** Whoever recorded it took it back. */
  | { readonly what: 'withdrawal'; readonly withdraws: Id; readonly reason: string }
  /** It is of a day long before it was recorded, although the ledger was kept by then. */
  | { readonly what: 'backdated'; readonly days: number }
  /** It undoes something of a month that was closed by then, or puts right what was said there. */
  | { readonly what: 'closed-month'; readonly month: string };

/** Tells of each entry of a log what has to be noted of it, in the order of the log. Postings say what they undo. */
export class Notes {
  #begunOn: CalendarDate | undefined;
  #closedThrough = '';

  enter(posting: Posting): Noted[] {
    const { entry } = posting;
    this.#begunOn ??= dateInShanghai(entry.recordedAt);
    const noted = [
      ...headCounts(entry),
      ...withdrawals(entry),
      ...this.#backdated(entry),
      ...this.#closedMonths(posting),
    ];
    if (isKind(entry, 'period-closure') && entry.facts.month > this.#closedThrough) {
      this.#closedThrough = entry.facts.month;
    }
    return noted;
  }

  /** A correction is dated as its entry by rule. */
  #backdated({ kind, effectiveOn, recordedAt }: Entry): Noted[] {
    const days = daysBetween(effectiveOn, dateInShanghai(recordedAt));
    const isKept = this.#begunOn !== undefined && this.#begunOn <= effectiveOn;
    return kind !== 'correction' && isKept && days > DAYS_BACK ? [{ what: 'backdated', days }] : [];
  }

  #closedMonths({ entry, movements, undoes }: Posting): Noted[] {
    const own = monthOf(entry.effectiveOn);
    const corrects = entry.kind === 'correction' && entry.belongsTo !== undefined ? ownDay(entry) : undefined;
    const days = [undoes, corrects, ...movements.map((movement) => movement.undoes)];
    const months = new Set(days.flatMap((day) => (day === undefined ? [] : monthOf(day))));
    return [...months]
      .filter((month) => month !== own && month <= this.#closedThrough)
      .sort()
      .map((month) => ({ what: 'closed-month', month }));
  }
}

function headCounts(entry: Entry): Noted[] {
  if (!isKind(entry, 'correction')) return [];
  const { changes, reason } = entry.facts;
  const counts = changes.filter(({ field }) => COUNTED.some((what) => what === field));
  return counts.length === 0 ? [] : [{ what: 'head-count', corrects: entry.refs.entry, changes: counts, reason }];
}

function withdrawals(entry: Entry): Noted[] {
  if (!isKind(entry, 'reversal') || entry.facts.withdrawn !== true) return [];
  return [{ what: 'withdrawal', withdraws: entry.refs.entry, reason: entry.facts.reason }];
}
