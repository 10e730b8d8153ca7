import * as z from 'zod';
import { type Balance, isNothing, minus, NOTHING, plus } from '../../shared/domain/balance.ts';
import type { HeldDay } from '../../shared/domain/held-days.ts';
import type { Posting } from '../../shared/domain/posting.ts';
import type { Connection, Reading } from '../../shared/storage/sqlite/connection.ts';

/** The accounts whose rows keep stretches of days. */
const KEPT = /^(available|cash|stock)\//;
const ADD = `INSERT INTO days_held VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
  came_quantity = came_quantity + excluded.came_quantity, came_value = came_value + excluded.came_value,
  left_quantity = left_quantity + excluded.left_quantity, left_value = left_value + excluded.left_value,
  is_first = max(is_first, excluded.is_first)`;

/**
 * What came to each account that keeps stretches, and what left it, day by day: told from the movements of the log and
 * apart from the rows that are made of it. In a table of the connection alone, so that memory does not grow with it.
 */
export class DaysHeld {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.run(`CREATE TEMP TABLE IF NOT EXISTS days_held (account TEXT, day TEXT,
      came_quantity INTEGER NOT NULL, came_value INTEGER NOT NULL,
      left_quantity INTEGER NOT NULL, left_value INTEGER NOT NULL, is_first INTEGER NOT NULL,
      PRIMARY KEY (account, day)) STRICT, WITHOUT ROWID`);
  }

  enter({ entry, movements }: Posting): void {
    const changes = new Map<string, Balance>();
    const add = (account: string, change: Balance): void => {
      if (KEPT.test(account)) changes.set(account, plus(changes.get(account) ?? NOTHING, change));
    };
    for (const { fromAccount, toAccount, quantity, value } of movements) {
      add(fromAccount, minus(NOTHING, { quantity, value }));
      add(toAccount, { quantity, value });
    }
    for (const [account, change] of changes) {
      if (isNothing(change)) continue;
      const isComing = change.quantity > 0n || change.value > 0n;
      const [came, left] = isComing ? [change, NOTHING] : [NOTHING, minus(NOTHING, change)];
      const sums = [came.quantity, came.value, left.quantity, left.value];
      this.#connection.run(ADD, account, entry.effectiveOn, ...sums, entry.form === undefined ? 0 : 1);
    }
  }
}

const amount = z.bigint();
const row = z.object({
  day: z.string(),
  came_quantity: amount,
  came_value: amount,
  left_quantity: amount,
  left_value: amount,
  is_first: amount,
});

export interface AccountDays {
  /** By rising days. */
  readonly days: readonly HeldDay[];
  /** Whether anything of the first form moved in it, which kept no day from falling below zero. */
  readonly isOfFirstForm: boolean;
}

/** What was entered of an account. */
export function daysOf(account: string, reading: Reading): AccountDays {
  const rows = reading
    .all('SELECT * FROM days_held WHERE account = ? ORDER BY day', account)
    .map((one) => row.parse(one));
  return {
    days: rows.map((one) => ({
      on: one.day,
      came: { quantity: one.came_quantity, value: one.came_value },
      left: { quantity: one.left_quantity, value: one.left_value },
    })),
    isOfFirstForm: rows.some((one) => one.is_first > 0n),
  };
}
