import { writeSync } from 'node:fs';
import { openConnection } from '../../../shared/storage/sqlite/connection.ts';
import { createSqliteLedger } from '../../../shared/storage/sqlite/ledger.ts';
import { Writer } from '../../../shared/storage/sqlite/writer.ts';
import { append, funds, openLine } from '../../contract/fixtures.ts';

/**
 * A process that writes groups of appends to a database and tells of each on standard output, as its caller would be
 * told: `<group> <entry>`. Its arguments: the database, the first group, how many, and how it ends.
 */

/** Pages of the WAL from which on it is written back, so that it happens often. */
const WRITTEN_BACK = 40;
const MOST_MEMBERS = 24;

const [path = '', first = '', many = '', end = ''] = process.argv.slice(2);
const connection = openConnection(path);
connection.get(`PRAGMA wal_autocheckpoint = ${WRITTEN_BACK}`);
const writer = new Writer(connection);
const ledger = createSqliteLedger({ writer });

for (let group = Number(first); group < Number(first) + Number(many); group += 1) {
  // The line is opened, then given money, then every member takes one fen of it.
  const members = group === 0 ? [[openLine()]] : group === 1 ? [[funds(1_000_000n)]] : membersOf(group);
  await Promise.all(
    members.map(async (changes, at) => {
      const one = append(0x10_000 + group * 0x100 + at, changes);
      const { outcome } = await ledger.append(one);
      if (outcome !== 'appended') throw new Error(`${one.entry.id}: ${outcome}`);
      writeSync(1, `${group} ${one.entry.id}\n`);
    }),
  );
}

if (end === 'close') writer.close();
else process.kill(process.pid, 'SIGKILL');

function membersOf(group: number) {
  return Array.from({ length: 1 + ((group * 7) % MOST_MEMBERS) }, (_, at) => [
    funds(-1n),
    { change: 'claim', claim: `invoice/${group}.${at}` } as const,
  ]);
}
