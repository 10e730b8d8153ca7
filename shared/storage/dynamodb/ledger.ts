import { boundedLimit } from '../ports/bounds.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { PersonalCipher } from '../ports/personal-cipher.ts';
import { append } from './append.ts';
import { outcomeOf } from './conditions.ts';
import { lotsIn, outbox, page } from './lists.ts';
import type { Waiting } from './patience.ts';
import { read, type Table } from './reads.ts';
import { readDocument, readEntry, readFundingLine, readLot } from './rows.ts';
import { outboxKey } from './table.ts';
import { deleting, type Sending, writeAll } from './write-all.ts';

export interface DynamoLedgerOptions extends Waiting {
  readonly client: Table['client'];
  readonly tableName: string;
  /** What the engine knows a transaction by for ten minutes, in all tables; it decides nothing and is stored nowhere. */
  readonly token?: Table['token'];
  /** Encrypts personal data. Without it, the ledger has none to give or to take. */
  readonly cipher?: PersonalCipher;
  /** How what needs no transaction is written and cleared away. */
  readonly sending?: Sending;
}

export function tableOf({ client, tableName: name, random, sleep, token, cipher }: DynamoLedgerOptions): Table {
  return {
    client,
    name,
    waiting: { random, sleep },
    token: token ?? (() => crypto.randomUUID()),
    lines: new Map(),
    cipher,
  };
}

/** The ledger in one table of DynamoDB, or of an engine that speaks as it does. */
export function createDynamoLedger(options: DynamoLedgerOptions): Ledger {
  const table = tableOf(options);
  return {
    read: (keys) => read(table, keys),
    lotsOf: (warehouse, item) => lotsIn(table, warehouse, item),
    append: (one) => append(table, one),
    outcomeOf: (one) => outcomeOf(table, one),
    fundingLines: (options) => page(table, 'fundingLine', options, readFundingLine),
    states: (kind, options) => page(table, kind, options, (row) => readDocument(kind, row)),
    entries: (options) => page(table, 'entry', options, readEntry),
    async lots(options) {
      const { items, ...rest } = await page(table, 'lot', { ...options, order: 'oldest' }, readLot);
      return { items: items.map(({ lot }) => lot), ...rest };
    },
    outbox: ({ since, limit }) => outbox(table, since, limit),
    async clearOutbox(items) {
      boundedLimit(Math.max(1, items.length));
      const deletes = items.map(({ recordedAt, id }) => deleting(outboxKey(recordedAt, id)));
      await writeAll(table, deletes, options.sending);
    },
  };
}
