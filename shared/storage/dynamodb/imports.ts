import type { Id } from '../../domain/id.ts';
import { boundedLimit, MAX_KEYS, MAX_PAGE } from '../ports/bounds.ts';
import { type ImportRow, type Imports, isDue, MOST_DUE, MOST_ROWS_AT_ONCE, type RowPlace } from '../ports/imports.ts';
import type { Action } from './changes.ts';
import { commit } from './commit.ts';
import { dueMark, importRow, readDueMark, readImport, readPlace, readRow, writtenRows } from './import-rows.ts';
import { type DynamoLedgerOptions, tableOf } from './ledger.ts';
import { page } from './lists.ts';
import { cipherOf, readRow as readOne, readRows, readStretch, type Table } from './reads.ts';
import type { Attributes, Row } from './rows.ts';
import { assertOwn, OWN, OWN_VALUE } from './stored-row.ts';
import { importKeys, type RowKey, rowKey } from './table.ts';

/** Deletes of one transaction. */
const AT_ONCE = 100;

/**
 * Imports in the table of the ledger, in partitions of their own. One that is due has a mark beside it, which comes and
 * goes in the transaction that makes it so: by new marks the table's stream wakes whoever carries them out.
 */
export function createDynamoImports(options: DynamoLedgerOptions): Imports {
  const table = tableOf(options);
  const TableName = table.name;
  const putting = (Item: Row): Action => ({ Put: { TableName, Item } });

  return {
    async read(id) {
      const [row] = await readRows(table, [rowKey('import', id)]);
      return row === undefined ? undefined : readImport(row);
    },
    async create(job) {
      const Item = importRow(job, 1);
      const put = { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
      return (await commit(table, [put], () => stands(table, Item))) ? 'created' : 'exists';
    },
    async replace(expected, job, rows = []) {
      assertFew(rows);
      const Item = importRow(job, expected + 1);
      const isUnchanged = {
        ConditionExpression: `n = :expected AND ${OWN}`,
        ExpressionAttributeValues: { ':expected': expected, ...OWN_VALUE },
      };
      const written = (await Promise.all(rows.map((row) => writtenRows(job.id, row, cipherOf(table))))).flat();
      const mark = isDue(job)
        ? putting(dueMark(job.id))
        : { Delete: { TableName, Key: { ...rowKey('import-due', job.id) } } };
      const actions = [{ Put: { TableName, Item, ...isUnchanged } }, mark, ...written.map(putting)];
      if (await commit(table, actions, () => stands(table, Item))) return 'replaced';
      assertOwn((await readRows(table, [rowKey('import', job.id)]))[0]);
      return 'stale';
    },
    async rows(id, { after, limit }) {
      const { pk: partition, sk: above } = importKeys.row(id, after);
      const found = await stretches(table, partition, { above, most: boundedLimit(limit) });
      return Promise.all(found.map((row) => readRow(row, cipherOf(table))));
    },
    places: (id, keys) => placesOf(table, id, keys),
    list: (options) => page(table, 'import', options, readImport),
    async due() {
      const { pk: partition } = rowKey('import-due', '');
      return (await stretches(table, partition, { most: MOST_DUE })).map(readDueMark);
    },
    remove: (id) => remove(table, id),
  };
}

function assertFew(rows: readonly ImportRow[]): void {
  if (rows.length > MOST_ROWS_AT_ONCE) throw new RangeError(`at most ${MOST_ROWS_AT_ONCE} rows are written at once`);
}

async function stands(table: Table, item: Row): Promise<boolean> {
  const row: Attributes | undefined = await readOne(table, { pk: item.pk, sk: item.sk });
  return row !== undefined && row.s === item.s && row.n === BigInt(item.n ?? 0);
}

interface Stretched {
  readonly above?: string;
  readonly most: number;
}

/** The first rows of a partition, in as many calls as they take. */
async function stretches(table: Table, partition: string, { above: from, most }: Stretched): Promise<Attributes[]> {
  const found: Attributes[] = [];
  let above = from;
  for (let goesOn = true; goesOn && found.length < most; ) {
    const limit = most - found.length;
    const piece = await readStretch(table, {
      partition,
      order: 'rising',
      limit,
      ...(above === undefined ? {} : { above }),
    });
    found.push(...piece.rows);
    const last = found.at(-1);
    above = last === undefined ? above : String(last.sk);
    goesOn = piece.goesOn && piece.rows.length > 0;
  }
  return found;
}

async function placesOf(table: Table, id: Id, keys: readonly Id[]): Promise<ReadonlyMap<Id, RowPlace>> {
  if (keys.length > MAX_PAGE) throw new RangeError(`at most ${MAX_PAGE} keys are looked for at once`);
  const places = new Map<Id, RowPlace>();
  const wanted = [...new Set(keys)];
  for (let at = 0; at < wanted.length; at += MAX_KEYS) {
    const some = wanted.slice(at, at + MAX_KEYS).map((key) => importKeys.place(id, key));
    for (const row of await readRows(table, some)) {
      const { key, ...place } = readPlace(row);
      places.set(key, place);
    }
  }
  return places;
}

/** The rows first: what is left of it where this ends half-way is still found by the import, and removed with it. */
async function remove(table: Table, id: Id): Promise<void> {
  const TableName = table.name;
  const removing = ({ pk, sk }: RowKey): Action => ({ Delete: { TableName, Key: { pk, sk } } });
  for (const { pk } of [importKeys.row(id, 0), importKeys.place(id, '')]) {
    for (;;) {
      const rows = await stretches(table, pk, { most: AT_ONCE });
      const actions = rows.map(({ sk }) => removing({ pk, sk: String(sk) }));
      if (actions.length > 0) await commit(table, actions, async () => false);
      if (rows.length < AT_ONCE) break;
    }
  }
  await commit(table, [rowKey('import', id), rowKey('import-due', id)].map(removing), async () => false);
}
