import { closedThrough } from '../../shared/commands/periods.ts';
import { type CalendarDate, firstDayAfter, monthOf } from '../../shared/domain/calendar.ts';
import { BOOK_KINDS } from '../../shared/domain/documents.ts';
import type { WaitingKind } from '../../shared/domain/waiting.ts';
import { storedEntries } from '../../shared/log/journal/stored-entries.ts';
import { idInKey } from '../../shared/projection/opened.ts';
import type { Projection } from '../../shared/storage/ports/projection.ts';
import type { WaitingLists } from '../../shared/storage/ports/waiting.ts';
import type { Tracker } from '../composition/tracker.ts';
import type { Told } from './work-rows.ts';

/** Ten years. */
const MOST_MONTHS = 120;

/** What stands open where a month is to be closed. */
const OPEN = {
  toAccept: 'to-accept',
  inTransit: 'in-transit',
  held: 'held',
  toCountersign: 'to-countersign',
} as const satisfies Readonly<Record<string, WaitingKind>>;

/**
 * The months that are over and not closed, the earliest first, each with how much of what was opened in it or before is
 * still open. Where none was closed, from the one of the first documents on.
 */
export async function monthsToClose(
  { ledger, projection }: Pick<Tracker, 'ledger' | 'projection'>,
  lists: WaitingLists,
  today: CalendarDate,
  counted: number,
): Promise<Told[]> {
  const closed = await closedThrough(ledger);
  const first = closed === undefined ? await firstMonth(ledger, projection) : monthOf(firstDayAfter(closed.month));
  if (first === undefined || first >= monthOf(today)) return [];
  const standing = await Promise.all(Object.values(OPEN).map((kind) => monthsOf(lists, kind, counted)));
  const isMore = standing.some(({ goesOn }) => goesOn) ? { isMore: true } : {};
  const rows: Told[] = [];
  for (let month = first; month < monthOf(today) && rows.length < MOST_MONTHS; month = monthOf(firstDayAfter(month))) {
    const counts = standing.map(({ months }) => months.filter((opened) => opened <= month).length);
    const open = Object.fromEntries(Object.keys(OPEN).map((name, at) => [name, counts[at] ?? 0]));
    rows.push({ key: month, row: { month, open, ...isMore } });
  }
  return rows;
}

/** The earliest that what was recorded first of its kind took effect in. */
async function firstMonth(
  ledger: Pick<Tracker['ledger'], 'read'>,
  projection: Pick<Projection, 'listed'>,
): Promise<string | undefined> {
  const pages = await Promise.all(
    BOOK_KINDS.map((kind) => projection.listed({ list: `opened/${kind}`, order: 'rising', limit: 1 })),
  );
  const firsts = await storedEntries(
    ledger,
    pages.flatMap(({ rows }) => rows.map(({ key }) => idInKey(key))),
  );
  const [first] = firsts.map(({ entry }) => entry.effectiveOn).sort();
  return first === undefined ? undefined : monthOf(first);
}

/** In which months what waits was opened. */
async function monthsOf(lists: WaitingLists, kind: WaitingKind, counted: number) {
  const { rows, goesOn } = await lists.waiting(kind, { order: 'rising', limit: counted });
  const months = rows.map((row) => {
    const told = row.tell();
    return 'effectiveOn' in told ? monthOf(told.effectiveOn) : '';
  });
  return { months, goesOn };
}
