import type * as z from 'zod';
import type { Id } from '../../shared/domain/id.ts';
import { type FieldError, invalid, isRefusal, type Refusal } from '../../shared/domain/refusal.ts';
import type { Sealed } from '../../shared/domain/voucher.ts';
import { asTheyStand } from '../../shared/reports/as-they-stand.ts';
import { Register } from '../../shared/reports/register.ts';
import type { reportAnswers } from '../../shared/schemas/reports.ts';
import type { Journal, Prefix, SealedPrefix } from '../../shared/storage/ports/journal.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import type { Tracker } from '../composition/tracker.ts';
import { until } from '../front/after.ts';
import type { Asked } from '../front/operation.ts';

/** What reports work with. They write nothing. */
export type ReportTracker = Pick<
  Tracker,
  'journal' | 'ledger' | 'projection' | 'catalogue' | 'objects' | 'clock' | 'hasArrived'
>;

/** A report as it is called among answers. */
export type ReportName = keyof typeof reportAnswers;

/** What the queries of several reports have in common. */
export interface CommonQuery {
  readonly after?: Id;
  readonly fundingLine?: Id;
  readonly unit?: Id;
  readonly item?: Id;
  readonly warehouse?: Id;
  readonly supplier?: Id;
  readonly from?: string;
  readonly to?: string;
}

/** The sealed prefix of the ledger as a report reads it. */
export interface Reading {
  readonly postings: readonly Sealed[];
  readonly register: Register;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/**
 * A report: the name of its answer, its query, and the fold, with the prefix of the ledger it was computed from. A fold
 * that goes by the clock is not of its prefix alone.
 */
export function report<Q extends CommonQuery, const N extends ReportName, X extends Id | undefined>(
  name: N,
  query: z.ZodObject & z.ZodType<Q>,
  fold: (reading: Reading, query: Q, asked: Asked<X>) => object | Refusal,
  by: 'prefix' | 'prefix-and-clock' = 'prefix',
) {
  const read = async (tracker: ReportTracker, asked: Q, caller: Asked<X>): Promise<object | Refusal> => {
    const prefix = await prefixNaming(tracker, namedBy(asked, caller.target), asked.after);
    if (isRefusal(prefix)) return prefix;
    const postings = asTheyStand(prefix.postings);
    const register = new Register(postings).in(caller.language);
    return answered(asked, register, prefix, () => fold({ postings, register, now: tracker.clock() }, asked, caller));
  };
  const asOf = async ({ journal }: ReportTracker, { after }: Q) =>
    by === 'prefix' && after === undefined ? (await journal.sealed()).asOf : undefined;
  return { query, form: 'whole', answer: name, kept: 'revalidated', refuses: true, asOf, read } as const;
}

/** An answer with where it comes from, unless the query names what nobody registered. */
export function answered(
  query: CommonQuery,
  register: Register,
  prefix: Pick<Prefix, 'asOf' | 'has'>,
  answer: () => object | Refusal,
): object | Refusal {
  const wrong = errorsOf(query, register);
  if (wrong.length > 0) return invalid(wrong);
  const found = answer();
  return isRefusal(found) ? found : { ...found, ...provenanceOf(prefix, query.after) };
}

/** A page of a report that goes on after a cursor, which was that of one of its rows. */
export function paged(page: object | undefined): object | Refusal {
  return page ?? invalid([{ pointer: '/cursor', code: 'unknown-reference' }]);
}

export function provenanceOf(prefix: Pick<Prefix, 'asOf' | 'has'>, after: Id | undefined): object {
  return { asOf: prefix.asOf, ...(after === undefined ? {} : { includes: prefix.has(after) }) };
}

/** The sealed prefix as soon as the entry is in it, at the latest after two seconds. */
export async function prefixWith(journal: Journal, after: Id | undefined): Promise<SealedPrefix> {
  let prefix = await journal.sealed();
  await until(async () => {
    if (after !== undefined && !prefix.has(after)) prefix = await journal.sealed();
    return after === undefined || prefix.has(after);
  });
  return prefix;
}

/**
 * The same with all that is named, each by the entry that registered it: what is recorded and not sealed yet is waited for
 * as that entry would be. Refused where it is not sealed by then; what was never recorded is left to whoever looks it up.
 */
export async function prefixNaming(
  { journal, ledger }: Pick<ReportTracker, 'journal' | 'ledger'>,
  named: readonly Id[],
  after: Id | undefined,
): Promise<SealedPrefix | Refusal> {
  let prefix = await prefixWith(journal, after);
  const unsealed = await recordedOf(
    ledger,
    named.filter((id) => !prefix.has(id)),
  );
  const lateOne = () => unsealed.find((id) => !prefix.has(id));
  await until(async () => {
    if (lateOne() !== undefined) prefix = await journal.sealed();
    return lateOne() === undefined;
  });
  const late = lateOne();
  return late === undefined ? prefix : { refusal: 'not-sealed', entry: late };
}

/** Those of some ids under which something is recorded. */
export async function recordedOf(ledger: Pick<Ledger, 'read'>, ids: readonly Id[]): Promise<Id[]> {
  if (ids.length === 0) return [];
  const found = await ledger.read(ids.map((id) => ({ row: 'entry', id })));
  return ids.filter((id) => found.entry(id) !== undefined);
}

const FILTERS = ['fundingLine', 'unit', 'item', 'warehouse', 'supplier'] as const;

/** All that the filters of a query name, and its path. */
export function namedBy(query: CommonQuery, target?: Id): Id[] {
  return [...FILTERS.flatMap((kind) => query[kind] ?? []), ...(target === undefined ? [] : [target])];
}

/** A filter that names nothing would answer as if there were nothing, so it is refused. */
function errorsOf(query: CommonQuery, register: Register): FieldError[] {
  return FILTERS.flatMap((kind): FieldError[] => {
    const id = query[kind];
    const isKnown = id === undefined || register.find(kind, id) !== undefined;
    return isKnown ? [] : [{ pointer: `/${kind}`, code: 'unknown-reference' }];
  });
}
