import { setTimeout } from 'node:timers/promises';
import type * as z from 'zod';
import type { Id } from '../../shared/domain/id.ts';
import type { Posting } from '../../shared/domain/posting.ts';
import { type FieldError, invalid, isRefusal, type Refusal } from '../../shared/domain/refusal.ts';
import { Register } from '../../shared/reports/register.ts';
import type { Journal, Prefix } from '../../shared/storage/journal.ts';
import type { Tracker } from '../tracker.ts';
import { type Asked, read, type UseCase } from '../use-case.ts';

/** What reports work with. They write nothing. */
export type ReportTracker = Pick<Tracker, 'journal' | 'ledger' | 'clock'>;

/** What the queries of several reports have in common. */
interface CommonQuery {
  readonly after?: Id;
  readonly fundingLine?: Id;
  readonly unit?: Id;
  readonly item?: Id;
  readonly warehouse?: Id;
  readonly from?: string;
  readonly to?: string;
}

/** A prefix of the journal as a report reads it. */
export interface Reading {
  readonly postings: readonly Posting[];
  readonly register: Register;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/** A report: its query, and the fold that answers it, with the prefix of the ledger it was computed from. */
export function report<Q extends CommonQuery>(
  query: z.ZodType<Q>,
  answer: (reading: Reading, query: Q, asked: Asked) => object | Refusal,
): UseCase<ReportTracker> {
  return read(query, async (tracker: ReportTracker, parsed: Q, asked) => {
    const prefix = await prefixWith(tracker.journal, parsed.after);
    const { postings } = prefix;
    const register = new Register(postings);
    const wrong = errorsOf(parsed, register);
    if (wrong.length > 0) return invalid(wrong);
    const found = answer({ postings, register, now: tracker.clock() }, parsed, asked);
    return isRefusal(found) ? found : { ...found, ...provenanceOf(prefix, parsed.after) };
  });
}

/** A page of a report that goes on after a cursor, which was that of one of its rows. */
export function paged(page: object | undefined): object | Refusal {
  return page ?? invalid([{ pointer: '/cursor', code: 'unknown-reference' }]);
}

export function provenanceOf(prefix: Prefix, after: Id | undefined): object {
  return { asOf: prefix.asOf, ...(after === undefined ? {} : { includes: prefix.has(after) }) };
}

const PATIENCE_MS = 2_000;
const PAUSE_MS = 100;

/** The prefix as soon as the entry is in it, at the latest after two seconds. */
export async function prefixWith(journal: Journal, after: Id | undefined): Promise<Prefix> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    const prefix = await journal.read();
    if (after === undefined || prefix.has(after) || waited >= PATIENCE_MS) return prefix;
    await setTimeout(PAUSE_MS);
  }
}

const FILTERS = ['fundingLine', 'unit', 'item', 'warehouse'] as const;

/** A filter that names nothing would answer as if there were nothing, so it is refused. */
function errorsOf(query: CommonQuery, register: Register): FieldError[] {
  const { from, to } = query;
  return [
    ...FILTERS.flatMap((kind): FieldError[] => {
      const id = query[kind];
      const isKnown = id === undefined || register.find(kind, id) !== undefined;
      return isKnown ? [] : [{ pointer: `/${kind}`, code: 'unknown-reference' }];
    }),
    ...(from !== undefined && to !== undefined && to < from
      ? [{ pointer: '/to', code: 'too-early', allowed: from } as const]
      : []),
  ];
}
