import { BatchWriteCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { boundedLimit, MAX_KEYS, MAX_PAGE } from './bounds.ts';
import type { Action } from './dynamodb-changes.ts';
import type { DynamoLedgerOptions } from './dynamodb-ledger.ts';
import { readRows, readStretch, type Table } from './dynamodb-reads.ts';
import type { AsOf } from './journal.ts';
import { LedgerError } from './ledger.ts';
import { assertFits } from './memory-projection.ts';
import { answerTo, Patience, troubleOf } from './patience.ts';
import { type Filling, NOTHING, type Projected, type Projection, type ProjectionStep } from './projection.ts';
import * as rows from './projection-rows.ts';
import type { Attributes } from './rows.ts';
import { projectionKeys, projectionPartitions, type RowKey } from './table.ts';

const BATCH = 25;
const ATTEMPTS = 5;

/** The projection in rows of the ledger's table: figures are added blind, in the transaction that moves the position. */
export function createDynamoProjection(options: DynamoLedgerOptions): Projection {
  const { client, tableName: name, random, sleep, token = () => crypto.randomUUID() } = options;
  const table: Table = { client, name, waiting: { random, sleep }, token };
  return {
    current: async () => {
      const generation = await currentOf(table);
      return fillingOf(table, generation, await positionOf(table, generation));
    },
    async anew() {
      const before = await currentOf(table);
      const generation = before + 1;
      // Whatever a rebuilding that broke off has left there is no part of this one.
      await remove(table, generation);
      return { ...fillingOf(table, generation, NOTHING), takeOver: () => takeOver(table, before, generation) };
    },
    read: () => read(table),
    async tellPlaces(places) {
      boundedLimit(Math.max(1, places.size));
      const puts = Array.from(places, ([id, place]) => ({ PutRequest: { Item: { ...rows.placeRow(id, place) } } }));
      await writeAll(table, puts);
    },
    async placesOf(ids) {
      if (ids.length > MAX_KEYS) throw new RangeError(`a read names at most ${MAX_KEYS} rows, not ${ids.length}`);
      const keys = [...new Set(ids)].map((id) => projectionKeys.place(id));
      return new Map((await readRows(table, keys)).map(rows.readPlace));
    },
  };
}

async function currentOf(table: Table): Promise<number> {
  const [row] = await readRows(table, [projectionKeys.current()]);
  return row === undefined ? 0 : rows.readCurrent(row);
}

async function positionOf(table: Table, generation: number): Promise<AsOf> {
  const [row] = await readRows(table, [projectionKeys.position(generation)]);
  return row === undefined ? NOTHING : rows.readPosition(row);
}

function fillingOf(table: Table, generation: number, position: AsOf): Filling {
  return { position, advance: (step) => advance(table, generation, step) };
}

async function advance(table: Table, generation: number, step: ProjectionStep): Promise<'advanced' | 'moved'> {
  assertFits(step);
  const TransactItems: Action[] = [
    rows.positionPut(table.name, generation, step),
    ...Array.from(step.sums, ([key, sums]) => rows.sumsUpdate(table.name, generation, key, sums)),
    ...Array.from(step.register, ([id, text]) => ({
      Put: { TableName: table.name, Item: rows.registerRow(generation, id, text) },
    })),
  ];
  const input = { TransactItems, ClientRequestToken: table.token() };
  const patience = new Patience(table.waiting);
  for (let mayHaveLanded = false; ; ) {
    try {
      await table.client.send(new TransactWriteCommand(input));
      return 'advanced';
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === 'refused') {
        // Where an attempt before this one landed, its own position is what stands in the way.
        const { size, root } = await positionOf(table, generation);
        return mayHaveLanded && size === step.to.size && root === step.to.root ? 'advanced' : 'moved';
      }
      mayHaveLanded ||= trouble === 'unknown';
      await patience.after(trouble, error);
    }
  }
}

/** A query is no snapshot: what was read counts only where the position did not move meanwhile. */
async function read(table: Table): Promise<Projected> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const generation = await currentOf(table);
    const asOf = await positionOf(table, generation);
    const { sums, register } = projectionPartitions(generation);
    const [figures, names] = await Promise.all([
      Promise.all(sums.map((partition) => all(table, partition))),
      all(table, register),
    ]);
    const [now, after] = [await currentOf(table), await positionOf(table, generation)];
    if (now !== generation || after.size !== asOf.size) continue;
    return { asOf, sums: new Map(figures.flat().map(rows.readSums)), register: new Map(names.map(rows.readRegister)) };
  }
  throw new LedgerError('busy', `the projection moved ${ATTEMPTS} times while it was read`);
}

async function all(table: Table, partition: string): Promise<Attributes[]> {
  const found: Attributes[] = [];
  let above: string | undefined;
  for (let goesOn = true; goesOn; ) {
    const from = above === undefined ? {} : { above };
    const piece = await readStretch(table, { partition, order: 'rising', limit: MAX_PAGE, ...from });
    found.push(...piece.rows);
    above = String(piece.rows.at(-1)?.sk);
    goesOn = piece.goesOn && piece.rows.length > 0;
  }
  return found;
}

async function takeOver(table: Table, before: number, generation: number): Promise<void> {
  const put = new PutCommand({ TableName: table.name, Item: { ...rows.currentRow(generation) } });
  await answerTo(() => table.client.send(put), new Patience(table.waiting));
  await remove(table, before);
}

async function remove(table: Table, generation: number): Promise<void> {
  const { sums, register } = projectionPartitions(generation);
  for (const partition of [...sums, register]) {
    const keys = (await all(table, partition)).map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
    await writeAll(table, keys.map(deletion));
  }
  await writeAll(table, [deletion(projectionKeys.position(generation))]);
}

function deletion({ pk, sk }: RowKey) {
  return { DeleteRequest: { Key: { pk, sk } } };
}

type Writes = NonNullable<BatchWriteCommand['input']['RequestItems']>[string];

/** Writes that need no transaction, in batches; what the engine leaves out under load is sent again. */
async function writeAll(table: Table, writes: Writes): Promise<void> {
  for (let at = 0; at < writes.length; at += BATCH) {
    const patience = new Patience(table.waiting);
    let left = writes.slice(at, at + BATCH);
    while (left.length > 0) {
      const command = new BatchWriteCommand({ RequestItems: { [table.name]: left } });
      const { UnprocessedItems } = await answerTo(() => table.client.send(command), patience);
      left = UnprocessedItems?.[table.name] ?? [];
      if (left.length > 0) await patience.after('contended');
    }
  }
}
