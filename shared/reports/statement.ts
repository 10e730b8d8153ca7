import type { Chain } from '../domain/account.ts';
import { type Fen, formatYuan } from '../domain/amount.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import { refsOf } from '../domain/refs.ts';
import { type Sealed, voucherNumber } from '../domain/voucher.ts';
import type { Counterparty, Statement } from '../schemas/reports.ts';
import { type PageOptions, pageOf } from './page.ts';
import { byEffect, isAfter, isBefore, type Period } from './period.ts';
import type { Register } from './register.ts';
import { summaryOf } from './summary.ts';

export interface StatementOptions extends Period, PageOptions {
  readonly fundingLine: Id;
  readonly chain: Chain;
}

/**
 * The account of a funding line, row by row: of the cash chain what is in hand, of the budget chain what is available.
 * A reversal stands in the column of what it reverses, with a minus (红字). Undefined where the cursor is unknown.
 */
export function statement(
  postings: readonly Sealed[],
  register: Register,
  options: StatementOptions,
): Statement | undefined {
  const { fundingLine, chain } = options;
  const account = `${chain === 'cash' ? 'cash' : 'available'}/${fundingLine}`;
  const suppliers = suppliersOf(postings);
  let opening = 0n;
  const lines: Line[] = [];
  for (const posting of postings) {
    const change = changeOf(posting, account);
    if (change === undefined || isAfter(posting.entry, options)) continue;
    if (isBefore(posting.entry, options)) opening += change.income - change.expense;
    else lines.push({ posting, ...change });
  }
  lines.sort((a, b) => byEffect(a.posting, b.posting));
  let balance = opening;
  const rows = lines.map((line) => {
    balance += line.income - line.expense;
    return { ...line, balance };
  });
  const page = pageOf(rows, (row) => row.posting.entry.id, options);
  if (page === undefined) return undefined;
  return {
    fundingLine: register.named(fundingLine),
    chain,
    opening: formatYuan(opening),
    rows: page.rows.map((row) => writeRow(row, register, suppliers)),
    income: formatYuan(rows.reduce((sum, row) => sum + row.income, 0n)),
    expense: formatYuan(rows.reduce((sum, row) => sum + row.expense, 0n)),
    closing: formatYuan(balance),
    ...(page.next === undefined ? {} : { next: page.next }),
  };
}

interface Change {
  readonly income: Fen;
  readonly expense: Fen;
}

interface Line extends Change {
  readonly posting: Sealed;
}

/** What an entry brought to the account and took from it; undefined where it does not touch it. */
function changeOf({ entry, movements }: Posting, account: string): Change | undefined {
  let into = 0n;
  let out = 0n;
  let isTouched = false;
  for (const { fromAccount, toAccount, value } of movements) {
    if (toAccount === account) into += value;
    else if (fromAccount === account) out += value;
    else continue;
    isTouched = true;
  }
  if (!isTouched) return undefined;
  return entry.kind === 'reversal' ? { income: -out, expense: -into } : { income: into, expense: out };
}

function writeRow(
  { posting, income, expense, balance }: Line & { readonly balance: Fen },
  register: Register,
  suppliers: ReadonlyMap<Id, Id>,
): Statement['rows'][number] {
  const { entry } = posting;
  return {
    date: entry.effectiveOn,
    entry: entry.id,
    number: voucherNumber(posting.index),
    kind: entry.kind,
    summary: summaryOf(posting, register),
    counterparty: counterpartyOf(posting, register, suppliers),
    income: formatYuan(income),
    expense: formatYuan(expense),
    balance: formatYuan(balance),
  };
}

/** Who gave or got it. A person who got a benefit is never named. */
function counterpartyOf(
  { entry, movements }: Posting,
  register: Register,
  suppliers: ReadonlyMap<Id, Id>,
): Counterparty {
  const refs = refsOf(entry);
  const supplier = suppliers.get(refs.purchase ?? entry.id);
  if (supplier !== undefined) return { kind: 'supplier', id: supplier, name: register.named(supplier).name };
  const unit = refs.unit ?? movements.find((movement) => movement.unit !== undefined)?.unit;
  if (unit !== undefined) return { kind: 'unit', id: unit, name: register.named(unit).name };
  if (isKind(entry, 'appropriation')) return { kind: 'source', id: null, name: entry.facts.source };
  return isToPerson(entry) ? { kind: 'person', id: null, name: '' } : null;
}

function isToPerson(entry: Entry): boolean {
  return entry.kind === 'benefit' || refsOf(entry).benefit !== undefined;
}

/** The supplier of each purchase. */
function suppliersOf(postings: readonly Posting[]): ReadonlyMap<Id, Id> {
  return new Map(
    postings.flatMap(({ entry }): [Id, Id][] => (entry.kind === 'order' ? [[entry.id, entry.refs.supplier]] : [])),
  );
}
