import type * as z from 'zod';
import { dateInShanghai, daysAfter, daysBetween } from '../../shared/domain/calendar.ts';
import { WORK_KINDS, WORK_NAMES, type WorkKind } from '../../shared/domain/work.ts';
import { names } from '../../shared/schemas/names.ts';
import { workAnswer } from '../../shared/schemas/work.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import { type Me, mayCall } from '../sign-in/me.ts';
import type { zh } from './zh.ts';

const answer = workAnswer.extend({ names });
export type Work = z.output<typeof answer>;

const MINUTE_MS = 60_000;

/** All that waits of a kind, in pages. */
export function useWorkOf(kind: WorkKind, page: { readonly limit: number; readonly cursor: string | undefined }) {
  return useAnswer(withQuery('/api/work', { kind, ...page }), answer, { everyMs: MINUTE_MS });
}

/** What waits for the reader, asked again each minute where nothing else is said. */
export function useWork(limit: number, everyMs = MINUTE_MS) {
  return useAnswer(`/api/work?limit=${limit}`, answer, { everyMs });
}

export interface Waits {
  readonly kind: WorkKind;
  readonly called: string;
  /** With a plus where there are more. */
  readonly count: string;
  /** What is said of the first. */
  readonly first: string;
  readonly how: string;
  /** To the first. */
  readonly firstOpens: string | undefined;
  /** To all of them, where they stand together; else to the first. */
  readonly opens: string | undefined;
}

/** Where all that waits of a kind stands together, to be done there. */
const ROOMS: Readonly<Partial<Record<WorkKind, (today: string) => string>>> = {
  'to-pay': () => addresses.pay,
  held: () => addresses.held,
  expiring: (today) => withQuery(addresses.stock, { expiresBy: daysAfter(today, EXPIRING_DAYS) }),
};

/** So many days before it expires a lot waits. */
const EXPIRING_DAYS = 30;

/** What waits, as the API tells it. */
export type WaitingRow = NonNullable<Work['work'][WorkKind]>['rows'][number];

interface Looking {
  readonly words: typeof zh;
  readonly language: 'zh' | 'en';
  readonly now: number;
  readonly me: Me | undefined;
}

/** Every kind of which something waits. */
export function waitsIn({ work, names: known }: Work, looking: Looking): Waits[] {
  const { language, now } = looking;
  return WORK_KINDS.flatMap((kind) => {
    const waiting = work[kind];
    if (waiting === undefined || waiting.count === 0) return [];
    const row: WaitingRow | undefined = waiting.rows[0];
    const count = `${waiting.count}${waiting.isMore === true ? '+' : ''}`;
    const told = row === undefined ? { first: '', how: '', firstOpens: undefined } : toldOf(row, known, looking);
    // Of several one is chosen; a month has no page of its own.
    const list = waiting.count > 1 || kind === 'to-close' ? addresses.work({ kind }) : undefined;
    const opens = ROOMS[kind]?.(dateInShanghai(now)) ?? list ?? told.firstOpens;
    return [{ kind, called: WORK_NAMES[kind][language], count, ...told, opens }];
  });
}

function toldOf(
  row: WaitingRow,
  known: Work['names'],
  { words, now, me }: Looking,
): Pick<Waits, 'first' | 'how' | 'firstOpens'> {
  if ('month' in row) return { first: row.month, how: '', firstOpens: undefined };
  if ('purchase' in row) {
    return {
      first: row.number ?? words.unsealed,
      how: words.since(daysSince(row.effectiveOn, now)),
      firstOpens: addresses.purchase(row.purchase),
    };
  }
  if ('consignment' in row) {
    const how = words.since(daysSince(row.effectiveOn, now));
    return { first: row.number ?? words.unsealed, how, firstOpens: addresses.consignment(row.consignment) };
  }
  if ('plan' in row)
    return {
      first: row.number ?? words.unsealed,
      how: words.since(daysSince(row.decidedOn, now)),
      firstOpens: addresses.plan(row.plan),
    };
  if ('adjustment' in row) {
    const how = words.since(daysSince(row.effectiveOn, now));
    // Whoever counted it is told so there.
    const mayDo = me !== undefined && mayCall(me, 'countersign');
    const firstOpens = mayDo ? addresses.countersignature(row.adjustment) : addresses.adjustment(row.adjustment);
    return { first: row.number ?? words.unsealed, how, firstOpens };
  }
  if ('lot' in row)
    return { first: known?.[row.item]?.name ?? '', how: row.expiresOn, firstOpens: addresses.lot(row.lot) };
  return {
    first: known?.[row.item]?.name ?? '',
    how: `${row.stock} / ${row.minimum}`,
    firstOpens: addresses.item(row.item),
  };
}

/** Whole days by the calendar of Beijing, in which days of entries are told. */
export function daysSince(day: string, now: number): number {
  return daysBetween(day, dateInShanghai(now));
}
