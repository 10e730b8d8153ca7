import { MAX_KEYS } from '../ports/bounds.ts';
import { byAge, type ExportJob, type ExportJobs, isOpen, MAX_OPEN_JOBS, type StoredJob } from '../ports/export-jobs.ts';
import { commit } from './commit.ts';
import { jobRow, markRow, readJob, readMark } from './export-rows.ts';
import { type DynamoLedgerOptions, tableOf } from './ledger.ts';
import { page } from './lists.ts';
import { readRow, readRows, readStretch, type Table } from './reads.ts';
import type { Attributes, Row } from './rows.ts';
import { assertOwn, OWN, OWN_VALUE } from './stored-row.ts';
import { rowKey } from './table.ts';

/**
 * Export jobs in the table of the ledger, in partitions of their own. A job that is open has a mark beside it, which
 * comes and goes in the transaction that opens or ends it: so what is open is found without reading what has ended.
 */
export function createDynamoExportJobs(options: DynamoLedgerOptions): ExportJobs {
  const table = tableOf(options);
  const TableName = table.name;

  return {
    async read(id) {
      const [row] = await readRows(table, [rowKey('export', id)]);
      return row === undefined ? undefined : readJob(row);
    },
    async create(job) {
      const Item = jobRow(job, 1);
      const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };
      const actions = [{ Put: { TableName, Item, ...isNew } }, { Put: { TableName, Item: markRow(job.id) } }];
      return (await commit(table, actions, () => stands(table, Item))) ? 'created' : 'exists';
    },
    async replace(expected, job) {
      const Item = jobRow(job, expected + 1);
      const isUnchanged = {
        ConditionExpression: `n = :expected AND ${OWN}`,
        ExpressionAttributeValues: { ':expected': expected, ...OWN_VALUE },
      };
      const put = { Put: { TableName, Item, ...isUnchanged } };
      const actions = isOpen(job) ? [put] : [put, { Delete: { TableName, Key: { ...rowKey('export-open', job.id) } } }];
      if (await commit(table, actions, () => stands(table, Item))) return 'replaced';
      assertOwn((await readRows(table, [rowKey('export', job.id)]))[0]);
      return 'stale';
    },
    async remove(id) {
      const keys = [rowKey('export', id), rowKey('export-open', id)];
      const actions = keys.map((key) => ({ Delete: { TableName, Key: { ...key } } }));
      await commit(table, actions, async () => false);
    },
    list: (options) => page(table, 'export', options, readJob),
    open: () => openJobs(table),
  };
}

async function stands(table: Table, item: Row): Promise<boolean> {
  const row: Attributes | undefined = await readRow(table, { pk: item.pk, sk: item.sk });
  return row !== undefined && row.s === item.s && row.n === BigInt(item.n ?? 0);
}

/** Jobs that are asked for at the same instant may take each other for the last that fits. */
const MOST_MARKS = MAX_OPEN_JOBS * 2;

async function openJobs(table: Table): Promise<StoredJob[]> {
  const { pk: partition } = rowKey('export-open', '');
  const marks: ExportJob['id'][] = [];
  for (let above: string | undefined, goesOn = true; goesOn && marks.length < MOST_MARKS; ) {
    const from = above === undefined ? {} : { above };
    const piece = await readStretch(table, { partition, order: 'rising', limit: MOST_MARKS, ...from });
    marks.push(...piece.rows.map(readMark));
    above = marks.at(-1);
    goesOn = piece.goesOn;
  }
  const jobs: StoredJob[] = [];
  for (let at = 0; at < marks.length; at += MAX_KEYS) {
    const keys = marks.slice(at, at + MAX_KEYS).map((id) => rowKey('export', id));
    jobs.push(...(await readRows(table, keys)).map(readJob));
  }
  // A mark may have been read just before its job ended.
  return jobs.filter(({ job }) => isOpen(job)).sort(byAge);
}
