import type * as command from '../domain/command.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import {
  approvalNeeded,
  type Beside,
  cashAboveThreshold,
  type Outlay,
  type Room,
  roomUnder,
} from '../domain/outlay.ts';
import { isCash } from '../domain/payment-method.ts';
import { refsOf } from '../domain/refs.ts';
import { invalid, isRefusal, type Refusal } from '../domain/refusal.ts';
import { type Measured, PAID_SPENDINGS, type PaidSpending, spansAround, type Thresholds } from '../domain/threshold.ts';
import type { CounterName } from '../storage/ports/guard-names.ts';
import type { Ledger } from '../storage/ports/ledger.ts';
import { type Asked, count } from './asked.ts';
import { Believed } from './believed.ts';
import type { Answer, Command, CommandOn, Document, Office, Request } from './command.ts';
import { amending, closing, registering, saidIn } from './registry.ts';
import { reopening } from './reopen.ts';

/** One a kind of spending, and those that were taken back: all of them fit one page. */
const MOST = 1_000;

/** The thresholds in force, as a process knows them: read now and then, not with each request. */
export function believedThresholds(ledger: Pick<Ledger, 'states'>, clock: () => number): Believed<Thresholds> {
  return new Believed(() => inForce(ledger), clock);
}

async function inForce(ledger: Pick<Ledger, 'states'>): Promise<Thresholds> {
  const { items } = await ledger.states('threshold', { limit: MOST });
  const open = items.filter(({ state }) => !state.closed);
  return new Map(open.map(({ id, state: { fields } }) => [fields.spending, { id, fields }]));
}

/** Who sets a threshold knows it at once; other processes do within a minute. */
function told<R>(change: (office: Office, request: R) => Promise<Answer>) {
  return async (office: Office, request: R): Promise<Answer> => {
    const answer = await change(office, request);
    office.thresholds.forget();
    return answer;
  };
}

export const registerThreshold: Command<command.RegisterThreshold> = told(
  registering('threshold', async (_office, { body }: Request<command.RegisterThreshold, undefined>) => {
    const fields = saidIn(body);
    return { fields };
  }),
);

export const amendThreshold: CommandOn<command.AmendThreshold> = told(
  amending('threshold', async (_office, { body }: Request<command.AmendThreshold, Id>, { fields: { spending } }) => {
    const { reason: _reason, ...changed } = saidIn(body);
    const isPaid = PAID_SPENDINGS.some((one) => one === spending);
    if (isPaid || changed.cashAbove === undefined) return { changed };
    const error = { pointer: '/cashAbove', code: 'only-for', allowed: PAID_SPENDINGS.join(', ') } as const;
    return { changed, refusal: invalid([error]) };
  }),
);

export const closeThreshold: CommandOn<command.Close> = told(closing('threshold'));
/** Refused where the spending got another one meanwhile. */
export const reopenThreshold: CommandOn<command.Reopen> = told(reopening('threshold'));

/** Whom something is paid to, on what day, and how much of it: what the sums of seven days are kept by. */
export interface Paid {
  readonly spending: PaidSpending;
  /** Names the supplier or the unit by its id, a person by a key that names nobody. */
  readonly payee: string;
  readonly on: string;
  readonly amount: bigint;
  readonly isCash: boolean;
}

type Sum = 'all' | 'cash';

const sumsOf = ({ spending, payee, on }: Paid, sum: Sum): CounterName[] =>
  spansAround(on).map((from): CounterName => `paid/${spending}/${sum}/${payee}/${from}`);

/** What was measured counts in every span of seven days that holds its day. */
export function countedTogether(paid: Paid, by: 1n | -1n = 1n): Asked[] {
  const sums: readonly Sum[] = paid.isCash ? ['all', 'cash'] : ['all'];
  return sums.flatMap((sum) => sumsOf(paid, sum).map((counter) => count(counter, by * paid.amount)));
}

/** What an entry paid to somebody, where it was measured when it was recorded: by the entry itself, so always the same. */
export function paidBy(entry: Entry, payee: string | undefined): Paid | undefined {
  if (!isKind(entry, 'payment') && !isKind(entry, 'disbursement') && !isKind(entry, 'benefit')) return undefined;
  const { measured, method } = entry.facts;
  if (measured === undefined || payee === undefined) return undefined;
  const amount = entry.transfers.reduce((sum, { from, value }) => (from.state === 'cash' ? sum + value : sum), 0n);
  return { spending: entry.kind, payee, on: entry.effectiveOn, amount, isCash: isCash(method) };
}

/** Whom a document pays. */
export function payeeIn(document: Document | undefined): string | undefined {
  switch (document?.kind) {
    case 'purchase':
      return refsOf(document.opening.entry).supplier;
    case 'disbursement':
      return refsOf(document.opening.entry).unit;
    case 'benefit':
      return document.state.payee;
    default:
      return undefined;
  }
}

/** What a threshold says to an outlay, and what it changes in the sums. */
export interface Measuring {
  readonly measured: Measured | undefined;
  readonly changes: readonly Asked[];
}

/**
 * Measures what is to be paid by the threshold of its spending. Whatever is paid meanwhile is kept out by the sums
 * themselves: each is added to on condition that it stays within its limit, in the transaction that records the entry.
 */
export async function measure(
  { ledger, thresholds }: Pick<Office, 'ledger' | 'thresholds'>,
  spending: PaidSpending,
  payee: string,
  outlay: Outlay & { readonly effectiveOn: string },
): Promise<Measuring | Refusal> {
  const threshold = (await thresholds.get()).get(spending);
  if (threshold === undefined) return { measured: undefined, changes: [] };
  const { amount, isCash, effectiveOn: on } = outlay;
  const paid = { spending, payee, on, amount, isCash };
  const room = roomUnder(threshold, outlay, await besideIt(ledger, paid));
  if (isRefusal(room)) return room;
  const { overCash } = room;
  const measured = { threshold: threshold.id, ...(overCash === undefined ? {} : { overCash }) };
  return { measured, changes: [...within(paid, 'all', room), ...(isCash ? within(paid, 'cash', room) : [])] };
}

/** Each sum as it would be with the outlay, never above what there is room for. */
function within(paid: Paid, sum: Sum, room: Room): Asked[] {
  const { spending, amount } = paid;
  const ceiling = room[sum];
  const above = sum === 'all' ? approvalNeeded : cashAboveThreshold;
  return sumsOf(paid, sum).map((counter) =>
    ceiling === undefined
      ? count(counter, amount)
      : count(counter, amount, ceiling, (stands) => above(spending, amount, ceiling, stands)),
  );
}

/** The most that any seven days around it have. */
async function besideIt(ledger: Pick<Ledger, 'read'>, paid: Paid): Promise<Beside> {
  const [all, cash] = [sumsOf(paid, 'all'), sumsOf(paid, 'cash')];
  const found = await ledger.read([...all, ...cash].map((counter) => ({ row: 'counter', counter })));
  const most = (counters: readonly string[]) => greatest(counters.map((counter) => found.counter(counter)));
  return { all: most(all), cash: most(cash) };
}

/** An order is measured by itself: what several come to together is listed. */
export async function measureOrder(
  { thresholds }: Pick<Office, 'thresholds'>,
  outlay: Outlay,
): Promise<Refusal | undefined> {
  const threshold = (await thresholds.get()).get('order');
  if (threshold === undefined) return undefined;
  const room = roomUnder(threshold, outlay, { all: 0n, cash: 0n });
  return isRefusal(room) ? room : undefined;
}

function greatest(sums: readonly bigint[]): bigint {
  return sums.toSorted((a, b) => (a < b ? 1 : -1))[0] ?? 0n;
}
