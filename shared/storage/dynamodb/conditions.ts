import { assertAppendable } from '../ports/append-rules.ts';
import { outcomeOn, type Standing } from '../ports/conditions.ts';
import type { Append, Outcome } from '../ports/ledger.ts';
import { keyOfChange } from './changes.ts';
import { nameOf, readRows, type Table } from './reads.ts';
import * as rows from './rows.ts';
import { assertOwn } from './stored-row.ts';
import { claimKey, counterKey, lotKey, type RowKey, rowKey } from './table.ts';

/** A transaction has no mode in which it only tells: so its rows are read, each as it stands, and judged here. */
export async function outcomeOf(table: Table, append: Append): Promise<Outcome> {
  assertAppendable(append);
  const conditional = append.changes.filter(({ change }) => change !== 'release');
  const places = [rowKey('entry', append.entry.id), ...conditional.map(keyOfChange)];
  return outcomeOn(standingOf(await readRows(table, places)), append);
}

function standingOf(found: readonly rows.Attributes[]): Standing {
  const byName = new Map(found.map((row) => [nameOf(row), row]));
  const at = <T>(key: RowKey, read: (row: rows.Attributes) => T): T | undefined => {
    const row = byName.get(nameOf(key));
    return row && read(row);
  };
  // What would be written over has to be of this version.
  const own = <T>(key: RowKey, read: (row: rows.Attributes) => T): T | undefined => {
    assertOwn(byName.get(nameOf(key)));
    return at(key, read);
  };
  return {
    hasEntry: (id) => at(rowKey('entry', id), rows.readEntry) !== undefined,
    version: ({ kind, id }) => own(rowKey(kind, id), (row) => rows.readDocument(kind, row).version),
    lotVersion: ({ warehouse, item, lot }) => own(lotKey(warehouse, item, lot), (row) => rows.readLot(row).version),
    line: (id) => own(rowKey('fundingLine', id), rows.readFundingLine),
    claim: (claim) => at(claimKey(claim), rows.readClaim),
    counter: (counter) => own(counterKey(counter), rows.readCounter),
    hasPersonal: (entry) => own(rowKey('personal', entry), rows.readPersonal) !== undefined,
  };
}
