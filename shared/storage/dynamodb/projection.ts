import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { boundedLimit, MAX_KEYS, MAX_PAGE } from '../ports/bounds.ts';
import { NOTHING_SEALED } from '../ports/journal.ts';
import type { ListedPage, ListName, Stretch as ListStretch } from '../ports/lists.ts';
import {
  assertFits,
  type Filling,
  PROJECTION_EDITION,
  type Projected,
  type Projection,
  type ProjectionStep,
  type Renewal,
  withoutNothing,
} from '../ports/projection.ts';
import type { Action } from './changes.ts';
import { commit } from './commit.ts';
import { type DynamoLedgerOptions, tableOf } from './ledger.ts';
import { answerTo, Patience } from './patience.ts';
import * as rows from './projection-rows.ts';
import { readRows, readStretch, type Table } from './reads.ts';
import type { Attributes, Row } from './rows.ts';
import { assertOwn } from './stored-row.ts';
import { projectionKeys, projectionPartitions, SCHEMA_VERSION } from './table.ts';
import { deleting, putting, type Sending, writeAll } from './write-all.ts';

interface ProjectionTable extends Table {
  readonly sending?: Sending | undefined;
}

/** The generation that was read last, which is nearly always the one that is read next. */
interface Remembered {
  generation?: number;
}

/** The projection in rows of the ledger's table: figures are added blind, in the transaction that moves the position. */
export function createDynamoProjection(options: DynamoLedgerOptions): Projection {
  const table: ProjectionTable = { ...tableOf(options), sending: options.sending };
  const remembered: Remembered = {};
  return {
    current: () => current(table),
    anew: () => anew(table),
    read: () => read(table),
    async tellPlaces(places) {
      boundedLimit(Math.max(1, places.size));
      const puts = Array.from(places, ([id, place]) => putting(rows.placeRow(id, place)));
      await writeAll(table, puts, table.sending);
    },
    async placesOf(ids) {
      if (ids.length > MAX_KEYS) throw new RangeError(`a read names at most ${MAX_KEYS} rows, not ${ids.length}`);
      const keys = [...new Set(ids)].map((id) => projectionKeys.place(id));
      return new Map((await readRows(table, keys)).map(rows.readPlace));
    },
    listed: (stretch) => listed(table, remembered, stretch),
  };
}

async function cursorOf(table: Table): Promise<rows.Cursor> {
  const [row] = await readRows(table, [projectionKeys.cursor()]);
  return row === undefined ? rows.FIRST : rows.readCursor(row);
}

/** For whoever is about to move it, and what stands under it. */
async function ownCursorOf(table: Table): Promise<rows.Cursor> {
  const [row] = await readRows(table, [projectionKeys.cursor()]);
  assertOwn(row);
  return row === undefined ? rows.FIRST : rows.readCursor(row);
}

async function current(table: Table): Promise<Filling> {
  const { generation, position, edition } = await ownCursorOf(table);
  const holds = (step: ProjectionStep): Action => {
    const Item = rows.cursorRow({ generation, position: step.to, edition });
    const stands = 'n = :from AND g = :generation';
    const condition = generation === 0 && step.from === 0 ? `attribute_not_exists(pk) OR (${stands})` : stands;
    const values = { ':from': step.from, ':generation': generation };
    return {
      Put: { TableName: table.name, Item, ConditionExpression: condition, ExpressionAttributeValues: values },
    };
  };
  return {
    position,
    generation: String(generation),
    isEarlier: edition < PROJECTION_EDITION,
    advance: (step) =>
      advance(table, generation, step, holds(step), async () => {
        const now = await cursorOf(table);
        return isSame(now, { generation, position: step.to, edition });
      }),
  };
}

/**
 * A generation has a number that no other ever had, so what one renewal writes, however late it lands, is never taken
 * for another's. An answer lost here wastes a number.
 */
async function anew(table: ProjectionTable): Promise<Renewal> {
  const before = await ownCursorOf(table);
  await removeBefore(table, before.generation);
  const begin = new UpdateCommand({
    TableName: table.name,
    Key: { ...projectionKeys.begun() },
    UpdateExpression: 'SET v = :v ADD n :one',
    ExpressionAttributeValues: { ':v': SCHEMA_VERSION, ':one': 1 },
    ReturnValues: 'ALL_NEW',
  });
  const { Attributes: begun = {} } = await answerTo(() => table.client.send(begin), new Patience(table.waiting));
  const generation = rows.readNumber(begun);
  const edition = PROJECTION_EDITION;
  await put(table, rows.renewalRow({ generation, position: NOTHING_SEALED, edition }));
  let position = NOTHING_SEALED;
  const isAt = async (size: number): Promise<boolean> => {
    const [row] = await readRows(table, [projectionKeys.renewal(generation)]);
    return row !== undefined && rows.readCursor(row).position.size === size;
  };
  return {
    position,
    generation: String(generation),
    isEarlier: false,
    async advance(step) {
      const Item = rows.renewalRow({ generation, position: step.to, edition });
      const holds: Action = {
        Put: {
          TableName: table.name,
          Item,
          ConditionExpression: 'n = :from',
          ExpressionAttributeValues: { ':from': step.from },
        },
      };
      const outcome = await advance(table, generation, step, holds, () => isAt(step.to.size));
      if (outcome === 'advanced') position = step.to;
      return outcome;
    },
    takeOver: () => takeOver(table, before.generation, { generation, position, edition }),
  };
}

async function advance(
  table: Table,
  generation: number,
  step: ProjectionStep,
  holds: Action,
  hasLanded: () => Promise<boolean>,
): Promise<'advanced' | 'moved'> {
  assertFits(step);
  const actions: Action[] = [
    holds,
    ...Array.from(withoutNothing(step.sums), ([key, sums]) => rows.sumsUpdate(table.name, generation, key, sums)),
    ...Array.from(step.register, ([id, text]) => ({
      Put: { TableName: table.name, Item: rows.registerRow(generation, id, text) },
    })),
    ...Array.from(step.lists, ([list, listed]) =>
      Array.from(listed, ([key, text]) => listing(table.name, generation, list, key, text)),
    ).flat(),
  ];
  return (await commit(table, actions, hasLanded)) ? 'advanced' : 'moved';
}

function listing(TableName: string, generation: number, list: ListName, key: string, text?: string): Action {
  if (text !== undefined) return { Put: { TableName, Item: rows.listedRow(generation, list, key, text) } };
  return { Delete: { TableName, Key: { ...projectionKeys.listed(generation, list, key) } } };
}

/** A list may be made anew meanwhile, and its old rows be removed: then it is read again. */
/**
 * A generation that was read is whole, and none comes twice: where it is still read after the rows were, it was read all the
 * while.
 */
async function listed(table: Table, remembered: Remembered, { list, ...stretch }: ListStretch): Promise<ListedPage> {
  for (const patience = new Patience(table.waiting); ; ) {
    const generation = remembered.generation ?? (await cursorOf(table)).generation;
    const partition = projectionKeys.listed(generation, list, '').pk;
    const limit = boundedLimit(stretch.limit);
    const { rows: found, goesOn } = await readStretch(table, { ...stretch, partition, limit });
    remembered.generation = (await cursorOf(table)).generation;
    if (remembered.generation === generation) return { rows: found.map(rows.readListed), goesOn };
    await patience.after('contended');
  }
}

/** A query is no snapshot: what was read counts only where the cursor did not move meanwhile. */
async function read(table: Table): Promise<Projected> {
  for (const patience = new Patience(table.waiting); ; ) {
    const before = await cursorOf(table);
    const { sums, register } = projectionPartitions(before.generation);
    const [figures, names] = await Promise.all([
      Promise.all(sums.map((partition) => all(table, partition))),
      all(table, register),
    ]);
    if (isSame(before, await cursorOf(table))) {
      return {
        asOf: before.position,
        sums: withoutNothing(figures.flat().map(rows.readSums)),
        register: new Map(names.map(rows.readRegister)),
      };
    }
    await patience.after('contended');
  }
}

function isSame(one: rows.Cursor, other: rows.Cursor): boolean {
  return (
    one.generation === other.generation &&
    one.position.size === other.position.size &&
    one.position.root === other.position.root
  );
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

async function takeOver(table: ProjectionTable, before: number, next: rows.Cursor): Promise<'taken' | 'moved'> {
  const { generation, position } = next;
  const stands = 'g = :before';
  const actions: Action[] = [
    {
      Put: {
        TableName: table.name,
        Item: rows.cursorRow(next),
        ConditionExpression: before === 0 ? `attribute_not_exists(pk) OR ${stands}` : stands,
        ExpressionAttributeValues: { ':before': before },
      },
    },
    {
      Delete: {
        TableName: table.name,
        Key: { ...projectionKeys.renewal(generation) },
        ConditionExpression: 'n = :size',
        ExpressionAttributeValues: { ':size': position.size },
      },
    },
  ];
  const isTaken = await commit(table, actions, async () => (await cursorOf(table)).generation === generation);
  if (isTaken) await removeBefore(table, generation);
  else await remove(table, generation);
  return isTaken ? 'taken' : 'moved';
}

/** Removes every generation older than the one that is read: none of them can take over any more. */
async function removeBefore(table: ProjectionTable, generation: number): Promise<void> {
  const [row] = await readRows(table, [projectionKeys.removed()]);
  const first = row === undefined ? 0 : rows.readNumber(row);
  for (let one = first; one < generation; one += 1) await remove(table, one);
  if (first < generation) await put(table, rows.removedRow(generation));
}

/** The row that a renewal goes on from is the first to go: no step of it lands behind the removal. */
async function remove(table: ProjectionTable, generation: number): Promise<void> {
  await writeAll(table, [deleting(projectionKeys.renewal(generation))], table.sending);
  const { sums, register, lists } = projectionPartitions(generation);
  for (const partition of [...sums, register, ...lists]) {
    const keys = (await all(table, partition)).map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
    await writeAll(table, keys.map(deleting), table.sending);
  }
}

async function put(table: Table, row: Row): Promise<void> {
  const command = new PutCommand({ TableName: table.name, Item: { ...row } });
  await answerTo(() => table.client.send(command), new Patience(table.waiting));
}
