import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerError } from '../../shared/storage/ports/ledger.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import { CannotStart } from '../cannot-start.ts';
import { type Keys, makeKeys } from '../keys.ts';
import type { Store } from '../store.ts';
import { type Beginning, beginningOf } from './beginning.ts';
import { type KeyFile, missingKeys } from './key-files.ts';
import { type LogLook, lookAtLog } from './log-look.ts';
import { compareMarks, type Founding, keepMarks, missingKeysIn, readMarks, type ToldMarks } from './marks.ts';

/** Makes the keys of a fresh folder. Of any other, a key that is not there is lost, and nothing takes its place unasked. */
export async function readyKeys(data: string, isFresh: boolean): Promise<void> {
  const missing = await missingKeys(data);
  const makes = isFresh ? missing : missing.filter((name) => isNotYetMade(data, name));
  const isMarked = !isFresh && (await readMarks(data)) !== undefined;
  const lost = isMarked ? missing : missing.filter((name) => !makes.includes(name));
  if (lost.length > 0) throw missingKeysIn(data, lost);
  await makeKeys(data, makes);
}

/** A folder of an earlier version that never sealed has no key to sign a log with. */
function isNotYetMade(data: string, name: KeyFile): boolean {
  return name === 'log-signing.pem' && !existsSync(join(data, 'objects', 'log', 'checkpoint'));
}

export interface LedgerLookOptions {
  readonly data: string;
  readonly store: Pick<Store, 'fingerprints' | 'head' | 'ledger'>;
  readonly objects: Pick<ObjectStore, 'get' | 'stat'>;
  readonly logSigner: Keys['logSigner'];
  /** By what a folder is founded in which there is nothing yet. */
  readonly founds: Founding;
}

export interface LedgerLook extends LogLook {
  readonly marks: ToldMarks;
  /** Whether the demonstration founded the folder, and the ledger begins with it or with nothing yet. */
  readonly isDemonstration: boolean;
}

/** Compares keys, database and log with each other before anything is written. Throws CannotStart where they do not fit. */
export async function lookAtLedger(options: LedgerLookOptions): Promise<LedgerLook> {
  const { data, store, objects, logSigner, founds } = options;
  const { fingerprints, head, ledger } = store;
  try {
    const found = await compareMarks(data, fingerprints);
    const log = await lookAtLog({ data, head, ledger, objects, publicKey: await logSigner.publicKey() });
    const beginning = await beginningOf({ objects, ledger, sealed: log.size });
    const founding = found.founding ?? foundingBy(beginning, founds);
    const marks = { ...found, founding };
    await keepMarks(data, fingerprints, marks);
    return { ...log, marks, isDemonstration: founding === 'demonstration' && beginning !== 'otherwise' };
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code !== 'corrupt-row') throw error;
    throw new CannotStart(
      `${data} 的数据库中有无法读取的行(${error.message})。请从备份恢复;没有备份时运行 npm run rebuild -- --from-log。`,
      `The database in ${data} has a row that cannot be read (${error.message}). Restore a backup; without one, npm run rebuild -- --from-log.`,
    );
  }
}

/** A folder that nobody remembers the founding of is told by what stands in it. */
function foundingBy(beginning: Beginning, founds: Founding): Founding {
  if (beginning === 'empty') return founds;
  return beginning === 'demonstration' ? 'demonstration' : 'own';
}
