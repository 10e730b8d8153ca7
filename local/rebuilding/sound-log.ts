import { LogFiles, logKey } from '../../shared/log/journal/log-files.ts';
import type { Checkpoint } from '../../shared/log/tree/checkpoint.ts';
import { readVerifierKey, type Verifier } from '../../shared/log/tree/note.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import { LogCheck } from '../../verify/log-check.ts';
import { signedCheckpoint } from '../../verify/log-source.ts';
import { assertTree } from '../../verify/tree-check.ts';
import { Wrong } from '../../verify/wrong.ts';

/** A log that was found sound: what it says can be built upon. */
export interface SoundLog {
  /** The published checkpoint as it was signed. */
  readonly note: string;
  readonly checkpoint: Checkpoint;
  readonly files: LogFiles;
  /** Goes through every entry once, and refuses the first that is unsound. */
  readonly check: LogCheck;
}

/**
 * The log of a store of objects: its checkpoint is signed by the key, its tiles are what its entries hash to. Throws
 * Wrong for the first that is not so. Without a key the log's own is taken, which whoever wrote the log may have written.
 */
export async function soundLog(objects: Pick<ObjectStore, 'get'>, key?: Verifier): Promise<SoundLog> {
  const source = { get: (path: string) => objects.get(path) };
  const files = new LogFiles(objects);
  const checkpoint = await signedCheckpoint(source, key ?? (await ownKey(objects)));
  const note = await files.checkpointNote();
  if (note === undefined) throw noLog();
  await assertTree(source, checkpoint);
  return { note, checkpoint, files, check: new LogCheck(source, checkpoint) };
}

async function ownKey(objects: Pick<ObjectStore, 'get'>): Promise<Verifier> {
  const text = await objects.get(logKey('vkey'));
  if (text === undefined) throw noLog();
  return readVerifierKey(Buffer.from(text).toString('utf8').trimEnd());
}

function noLog(): Wrong {
  return new Wrong('没有封存日志(log/checkpoint、log/vkey)', 'There is no sealed log (log/checkpoint, log/vkey)');
}
