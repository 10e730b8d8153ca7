import { Before } from '../../local/rebuilding/before.ts';
import { type Difference, differencesBetween } from '../../local/rebuilding/differences.ts';
import { Draft } from '../../local/rebuilding/draft.ts';
import { type Beside, type LedgerKeys, makeExpected } from '../../local/rebuilding/expected.ts';
import { soundLog } from '../../local/rebuilding/sound-log.ts';
import { type Connection, IN_MEMORY, openConnection } from '../../shared/storage/sqlite/connection.ts';
import { createSqliteLedger } from '../../shared/storage/sqlite/ledger.ts';
import { Writer } from '../../shared/storage/sqlite/writer.ts';
import { TestOffice } from '../commands/office.ts';
import { TEST_CIPHER } from '../contract/cipher.ts';
import { type Sealing, sealingOver } from '../log/sealing.ts';

export interface SealedOffice {
  readonly office: TestOffice;
  readonly sealing: Sealing;
  readonly connection: Connection;
}

/** An office whose ledger stands in a database that the test sees, and is sealed. */
export function sealedOffice(): SealedOffice {
  const connection = openConnection(IN_MEMORY);
  const ledger = createSqliteLedger({ writer: new Writer(connection), cipher: TEST_CIPHER });
  return { office: new TestOffice(ledger), sealing: sealingOver(ledger), connection };
}

export interface Remade {
  readonly connection: Connection;
  readonly beside: Beside;
  readonly differences: readonly Difference[];
}

/** Makes every row again from the log and what stands in the database, and compares the two. */
export async function remade(
  { office, sealing, connection }: SealedOffice,
  keys: Partial<LedgerKeys> = {},
): Promise<Remade> {
  const log = await soundLog(sealing.objects);
  const all = { cipher: TEST_CIPHER, personKey: await office.personKey(), ...keys };
  const draft = await Draft.begin(IN_MEMORY, log);
  const beside = await makeExpected(draft, log, new Before(connection), all);
  return { connection: draft.connection, beside, differences: [...differencesBetween(draft.connection, connection)] };
}
