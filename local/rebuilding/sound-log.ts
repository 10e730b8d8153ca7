import { LogCheck } from '../../shared/audit/log-check.ts';
import { parsed, signedCheckpoint, textFrom } from '../../shared/audit/log-source.ts';
import { assertTree } from '../../shared/audit/tree-check.ts';
import { Wrong } from '../../shared/audit/wrong.ts';
import { LogFiles, logKey } from '../../shared/log/journal/log-files.ts';
import { type Checkpoint, readCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { readVerifierKey, textOf, type Verifier } from '../../shared/log/tree/note.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';

/** A log that was found sound: what it says can be built upon. */
export interface SoundLog {
  /** The published checkpoint as it was signed. */
  readonly note: string;
  readonly checkpoint: Checkpoint;
  readonly files: LogFiles;
  /** Goes through every entry once, and refuses the first that is unsound. */
  readonly check: Pick<LogCheck, 'entries' | 'lineUp'>;
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
  const named = await namedKey(objects);
  if (named === undefined) throw noLog();
  return named;
}

/** The key that a log says is its own; undefined where it says none. */
export async function namedKey(objects: Pick<ObjectStore, 'get'>): Promise<Verifier | undefined> {
  const path = logKey('vkey');
  const bytes = await objects.get(path);
  return bytes && parsed(path, () => readVerifierKey(textFrom(bytes, path).trimEnd()));
}

/** The published checkpoint, whoever signed it. Throws Wrong where it is none, or not there. */
export async function unverifiedCheckpoint(objects: Pick<ObjectStore, 'get'>): Promise<Checkpoint> {
  const path = logKey('checkpoint');
  const bytes = await objects.get(path);
  if (bytes === undefined) throw noLog();
  return parsed(path, () => readCheckpoint(textOf(textFrom(bytes, path))));
}

function noLog(): Wrong {
  return new Wrong('没有封存日志(log/checkpoint、log/vkey)', 'There is no sealed log (log/checkpoint, log/vkey)');
}
