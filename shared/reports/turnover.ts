import type { State } from '../domain/account.ts';
import { type Balance, minus, NOTHING, plus } from '../domain/balance.ts';
import type { Entry } from '../domain/entry.ts';
import type { Movement, Posting } from '../domain/posting.ts';
import type { Sealed } from '../domain/voucher.ts';
import { type PageOptions, pageOf } from './page.ts';
import { byEffect, isAfter, isBefore, type Period } from './period.ts';

/** 发生额: what came into an account, and what left it. */
export interface Turnover {
  readonly in: Balance;
  readonly out: Balance;
}

/**
 * What an entry does to accounts of one state, told apart by what `keyOf` says that a movement is of; one without a key is
 * not meant. A reversal stands in the column of what it reverses, with a minus (红字).
 */
export function turnoversOf<K>(
  { entry, movements }: Posting,
  state: State,
  keyOf: (movement: Movement) => K | undefined,
): ReadonlyMap<K, Turnover> {
  const turnovers = new Map<K, Turnover>();
  const isReversal = entry.kind === 'reversal';
  for (const movement of movements) {
    const key = movement.to === state || movement.from === state ? keyOf(movement) : undefined;
    if (key === undefined) continue;
    const { in: into, out } = turnovers.get(key) ?? { in: NOTHING, out: NOTHING };
    const isIn = (movement.to === state) !== isReversal;
    const change = isReversal ? minus(NOTHING, movement) : movement;
    turnovers.set(key, isIn ? { in: plus(into, change), out } : { in: into, out: plus(out, change) });
  }
  return turnovers;
}

/** What an entry does to an account of one state: to all that is meant together; undefined where it does not touch it. */
export function turnoverOf(
  posting: Posting,
  state: State,
  isMeant: (movement: Movement) => boolean,
): Turnover | undefined {
  return turnoversOf(posting, state, (movement) => isMeant(movement) || undefined).get(true);
}

export function afterTurnover(balance: Balance, { in: into, out }: Turnover): Balance {
  return minus(plus(balance, into), out);
}

/** What accounts hold before a period begins. */
export class Opening {
  readonly #period: Period;
  #balance = NOTHING;

  constructor(period: Period) {
    this.#period = period;
  }

  get balance(): Balance {
    return this.#balance;
  }

  /** Whether turnovers are of the period: what lies before it is brought forward, what lies after never happened. */
  passes(entry: Entry, turnovers: Iterable<Turnover>): boolean {
    if (isAfter(entry, this.#period)) return false;
    if (!isBefore(entry, this.#period)) return true;
    for (const turnover of turnovers) this.#balance = afterTurnover(this.#balance, turnover);
    return false;
  }
}

interface AccountRow extends Turnover {
  readonly posting: Sealed;
  /** What is there after it. */
  readonly balance: Balance;
}

/** An account over a period, or a page of its rows. */
export interface AccountPage extends Turnover {
  readonly opening: Balance;
  readonly rows: readonly AccountRow[];
  readonly closing: Balance;
  readonly next?: string;
}

/** Reads an account row by row, in the order in which a ledger is read. Undefined where the cursor is unknown. */
export function accountPage(
  postings: readonly Sealed[],
  options: Period & PageOptions,
  turnoverOf: (posting: Posting) => Turnover | undefined,
): AccountPage | undefined {
  const opening = new Opening(options);
  const moved = postings.flatMap((posting) => {
    const turnover = turnoverOf(posting);
    return turnover !== undefined && opening.passes(posting.entry, [turnover]) ? [{ posting, ...turnover }] : [];
  });
  moved.sort((a, b) => byEffect(a.posting, b.posting));
  let closing = opening.balance;
  const rows = moved.map((row): AccountRow => {
    closing = afterTurnover(closing, row);
    return { ...row, balance: closing };
  });
  const page = pageOf(rows, (row) => row.posting.entry.id, options);
  return (
    page && {
      ...page,
      opening: opening.balance,
      in: rows.reduce((sum, row) => plus(sum, row.in), NOTHING),
      out: rows.reduce((sum, row) => plus(sum, row.out), NOTHING),
      closing,
    }
  );
}
