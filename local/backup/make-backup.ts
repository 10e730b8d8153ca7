import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ZipFile } from '../../shared/exports/files/zip.ts';
import { CannotStart } from '../cannot-start.ts';
import { folderOfKeys } from '../integrity/key-files.ts';
import { saidBy } from '../said-by.ts';
import { archiveOf, unpack } from './archive.ts';
import { CopiedDatabase } from './copied-database.ts';
import { CopyRequests } from './copy-requests.ts';
import { draftTail, sweepDrafts } from './drafts.ts';
import { alreadyThere, makeFolder, nameNew, Unwritable, unlessUnwritable, writeNew } from './durable-files.ts';
import { readKeyFiles } from './locked-keys.ts';
import { type MadeBackup, recordBackup } from './made-backups.ts';
import { MEMBERS, pathOfObject } from './manifest.ts';
import { type Proof, prove, publicKeyIn } from './proof.ts';
import { logUpTo, papersAndExports, readFileChunks } from './sources.ts';
import { assertCopyable, takeCopy } from './take-copy.ts';

export interface BackupOptions {
  readonly data: string;
  /** Where the archive goes, absolute; nothing may be there. */
  readonly file: string;
  /** Undefined leaves the keys out. */
  readonly passphrase: string | undefined;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  /** How long a server may not answer. */
  readonly silentMs?: number;
  /** Called as soon as the copy of the database is there, which says what the backup will hold. */
  readonly copied?: () => Promise<void>;
}

export interface Backup {
  readonly made: MadeBackup;
  readonly proof: Proof;
}

const TOUCH_MS = 1_000;

/**
 * Makes a backup of a data folder, with a server over it or without, opens it again, and gives it its name only once it
 * was found whole. Whatever fails leaves nothing behind; what a kill left there, the next backup removes.
 */
export async function makeBackup(options: BackupOptions): Promise<Backup> {
  const { data, file, clock, signal } = options;
  assertCopyable(data);
  if (existsSync(file)) throw alreadyThere(file);
  const requests = new CopyRequests(data);
  const id = randomUUID();
  await sweepDrafts(dirname(file));
  const draft = join(dirname(file), `.${basename(file)}.${draftTail()}`);
  const touching = setInterval(() => void requests.touch(id, clock()).catch(() => undefined), TOUCH_MS);
  try {
    await requests.ask(id);
    await takeCopy({ ...options, requests, id });
    await options.copied?.();
    const written = await writeArchive(options, requests.at(id, 'db'), draft);
    await rm(requests.at(id, 'db'));
    signal.throwIfAborted();
    const proof = await proven(draft, requests.at(id, 'proof'), options.passphrase).catch((error: unknown) => {
      throw unsound(data, unlessUnwritable(error, data));
    });
    signal.throwIfAborted();
    await nameNew(draft, file).catch((error: unknown) => {
      throw unlessUnwritable(error, file);
    });
    const made = { time: clock(), file, ...written, size: proof.size, root: proof.root ?? '', proven: true } as const;
    await recordBackup(data, made);
    return { made, proof };
  } finally {
    clearInterval(touching);
    await rm(draft, { force: true });
    await requests.remove(id);
  }
}

async function writeArchive({ data, passphrase, clock, signal }: BackupOptions, copy: string, draft: string) {
  const database = new CopiedDatabase(copy);
  try {
    const files = await readKeyFiles(folderOfKeys(data));
    const head = database.head();
    const objects = join(data, 'objects');
    async function* members(): AsyncGenerator<ZipFile> {
      yield { path: MEMBERS.database, chunks: () => readFileChunks(copy) };
      const log = head === undefined ? [] : logUpTo(head, objects, publicKeyIn(files));
      for await (const { key, chunks } of log) yield { path: pathOfObject(key), chunks };
      for await (const { key, chunks } of papersAndExports(objects, database.exportFiles())) {
        yield { path: pathOfObject(key), chunks };
      }
    }
    const log = head === undefined ? null : { ...head.checkpoint, root: base64(head.checkpoint.root) };
    const about = { madeAt: clock(), schema: database.schema, log };
    const hash = createHash('sha256');
    async function* hashed(): AsyncGenerator<Uint8Array> {
      const keys = passphrase === undefined ? undefined : { files, passphrase };
      for await (const chunk of archiveOf(members(), about, keys)) {
        signal.throwIfAborted();
        hash.update(chunk);
        yield chunk;
      }
    }
    const bytes = await writeNew(draft, hashed(), true).catch((error: unknown) => {
      throw signal.aborted ? error : unsound(data, unlessUnwritable(error, dirname(draft)));
    });
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    database.close();
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** What was written does not hold together: what it was made of is what has to be looked at. */
function unsound(data: string, error: unknown): unknown {
  if (error instanceof Unwritable) return error;
  return new CannotStart(
    `备份未能做成,没有保留:${saidBy(error)}\n数据文件夹 ${data} 或磁盘可能已损坏,请运行 npm run check-data。`,
    `No backup was made or kept. The data folder ${data} or a disk may be damaged: run npm run check-data.`,
  );
}

/** Opens an archive as a restore would. Papers and exports are looked at and not kept. */
async function proven(archive: string, folder: string, passphrase: string | undefined): Promise<Proof> {
  const log = pathOfObject('log/');
  await makeFolder(folder);
  const { manifest, keys } = await unpack(archive, {
    passphrase,
    folder,
    keeps: (path) => path === MEMBERS.database || path.startsWith(log),
    isDurable: false,
  });
  return prove(folder, manifest, keys);
}
