import { createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { papersOf } from '../../shared/domain/entry.ts';
import { evidenceKeys } from '../../shared/evidence/keys.ts';
import { LogFiles, logKey } from '../../shared/log/journal/log-files.ts';
import type { Head } from '../../shared/log/sealing/head.ts';
import { readVerifierKey, type Verifier, verifierOf } from '../../shared/log/tree/note.ts';
import { decodeEntry } from '../../shared/schemas/entry.ts';
import { createKeyFileCipher } from '../../shared/storage/folder/key-file-cipher.ts';
import { rawPublicKey } from '../../shared/storage/folder/key-file-signer.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import { PREFIXES } from '../../shared/storage/ports/prefixes.ts';
import { SCHEMA_VERSION } from '../../shared/storage/sqlite/schema.ts';
import { verifyLog } from '../../verify/verify-log.ts';
import { CannotStart } from '../cannot-start.ts';
import type { KeyFile as KeyName } from '../integrity/key-files.ts';
import { compareWithLog } from '../rebuilding/compare-with-log.ts';
import { CopiedDatabase } from './copied-database.ts';
import { Damage, damageBy } from './damage.ts';
import { below, isAbsent, isOfTheMachine } from './durable-files.ts';
import type { KeyFile } from './locked-keys.ts';
import { type Manifest, MEMBERS, pathOfObject } from './manifest.ts';

/** What a backup was found to hold. */
export interface Proof {
  readonly entries: number;
  /** Sealed entries, and the root of the log over them in base64; none where nothing was ever sealed. */
  readonly size: number;
  readonly root: string | undefined;
  readonly origin: string | undefined;
  /** Papers that sealed entries cite and that are not in it. */
  readonly absentPapers: number;
  /** The tables of the database with rows that are not what the log gives. */
  readonly differing: readonly string[];
}

/**
 * Looks at what was unpacked into a folder as closely as it can be looked at: the database has no damage, its head is
 * the checkpoint, which the log's key signed; the tiles and bundles are a sound log of that root; every sealed entry is
 * the database's row; every paper has the hash it is named by. Throws Damage that says what is not so. Then every other row is made again from
 * the log, in a database beside that grows as large, and compared: a row that differs can be mended by the log.
 */
export async function prove(folder: string, manifest: Manifest, keys: readonly KeyFile[] | undefined): Promise<Proof> {
  try {
    const database = new CopiedDatabase(below(folder, MEMBERS.database));
    try {
      return await proofOf(database, folder, manifest, keys);
    } finally {
      database.close();
    }
  } catch (error) {
    throw error instanceof CannotStart || isOfTheMachine(error) ? error : damageBy(error);
  }
}

async function proofOf(
  database: CopiedDatabase,
  folder: string,
  manifest: Manifest,
  keys: readonly KeyFile[] | undefined,
): Promise<Proof> {
  const head = headOf(database, manifest);
  assertPapers(manifest);
  const { entries } = database;
  if (head === undefined)
    return { entries, size: 0, root: undefined, origin: undefined, absentPapers: 0, differing: [] };
  const key = await verifierIn(folder, head, keys);
  const { origin, size, root } = await provenLog(folder, head, key);
  const absentPapers = await assertEntries(folder, size, database, manifest);
  // Rows of an earlier version are made again from the log at the first start, whatever they say.
  const isEarlier = manifest.schema < SCHEMA_VERSION;
  const differing = isEarlier ? [] : await differingTables(folder, database, key, keys);
  return { entries, size, root, origin, absentPapers, differing };
}

function headOf(database: CopiedDatabase, { schema, log }: Manifest): Head | undefined {
  const damage = database.damage();
  if (damage !== undefined) throw new Damage(`数据库:${damage}`, `the database: ${damage}`);
  if (database.schema !== schema) throw new Damage('数据库版本', 'the version of the database');
  if (schema > SCHEMA_VERSION) {
    throw new CannotStart(
      `备份来自更新的版本(数据库版本 ${schema},此处为 ${SCHEMA_VERSION})。请先升级程序。`,
      `The backup is of a newer version (database ${schema}, here ${SCHEMA_VERSION}): bring the program up to date first.`,
    );
  }
  const head = database.head();
  const root = head && Buffer.from(head.checkpoint.root).toString('base64');
  const isSame = log?.origin === head?.checkpoint.origin && log?.size === head?.checkpoint.size && log?.root === root;
  if (!isSame)
    throw new Damage('数据库中的校验点与清单不符', 'the checkpoint of the database is not the one that is listed');
  return head;
}

/** The file of a paper that was accepted is named by its hash. */
function assertPapers({ members }: Manifest): void {
  for (const { path, sha256 } of members) {
    const name = path.startsWith(pathOfObject(PREFIXES.evidence))
      ? path.slice(pathOfObject(PREFIXES.evidence).length)
      : '';
    if (/^[0-9a-f]{64}$/.test(name) && name !== sha256)
      throw new Damage(path, `${path} does not have the hash of its name`);
  }
}

async function provenLog(folder: string, head: Head, key: Verifier) {
  const root = below(folder, pathOfObject(PREFIXES.log.slice(0, -1)));
  const published = await readFile(below(folder, pathOfObject(logKey('checkpoint'))), 'utf8');
  if (published !== head.note) throw new Damage('校验点', 'the checkpoint is not that of the database');
  const verified = await verifyLog(root, key);
  return { origin: verified.origin, size: verified.size, root: verified.root };
}

/** By the key itself where it is there; else by what the log says of it. */
async function verifierIn(folder: string, head: Head, keys: readonly KeyFile[] | undefined): Promise<Verifier> {
  if (keys === undefined) {
    const path = pathOfObject(logKey('vkey'));
    return readVerifierKey((await readFile(below(folder, path), 'utf8')).trim());
  }
  return verifierOf(head.checkpoint.origin, publicKeyIn(keys));
}

async function differingTables(
  folder: string,
  found: CopiedDatabase,
  key: Verifier,
  keys: readonly KeyFile[] = [],
): Promise<string[]> {
  const bytesOf = (name: KeyName) => keys.find((file) => file.name === name)?.bytes;
  const personal = bytesOf('personal-data.key');
  const counting = bytesOf('person.key');
  const { differences } = await compareWithLog({
    found,
    objects: objectsIn(folder),
    key,
    keys: { cipher: personal && createKeyFileCipher(personal), personKey: counting && createSecretKey(counting) },
    scratch: below(folder, 'expected.db'),
  });
  return [...differences.keys()].sort();
}

function objectsIn(folder: string): Pick<ObjectStore, 'get'> {
  return {
    get: (key) =>
      readFile(below(folder, pathOfObject(key))).catch((error: unknown) => {
        if (isAbsent(error)) return undefined;
        throw error;
      }),
  };
}

const LOG_KEY = 'log-signing.pem';

/** Of the key that signs the log. */
export function publicKeyIn(keys: readonly KeyFile[]): Uint8Array {
  const file = keys.find(({ name }) => name === LOG_KEY);
  try {
    const key = createPrivateKey(Buffer.from(file?.bytes ?? []));
    if (key.asymmetricKeyType === 'ed25519') {
      return rawPublicKey(createPublicKey(key));
    }
  } catch {
    // Falls through: whatever is wrong with it, it is what has to be looked at.
  }
  throw new CannotStart(
    `日志的签名密钥 keys/${LOG_KEY} 缺失或已损坏,账本的日志无法继续。请先从较早的备份恢复它。`,
    `The key that signs the log, keys/${LOG_KEY}, is missing or damaged: restore it from an earlier backup first.`,
  );
}

/** How many papers that entries name are not there. Throws where a sealed entry is not the database's row. */
async function assertEntries(
  folder: string,
  size: number,
  database: CopiedDatabase,
  { members }: Manifest,
): Promise<number> {
  const files = new LogFiles(objectsIn(folder));
  const there = new Set(members.map(({ path }) => path));
  const absent = new Set<string>();
  let at = 0;
  for await (const bundle of files.entries(0, size)) {
    for (const bytes of bundle) {
      at += 1;
      const canonical = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      const entry = decodeEntry(canonical);
      if (database.canonicalOf(entry.id) !== canonical) {
        throw new Damage(`凭证号 ${at} 与数据库不符`, `voucher ${at} is not what the database has`);
      }
      for (const { sha256 } of papersOf(entry)) {
        if (!there.has(pathOfObject(evidenceKeys.file(sha256)))) absent.add(sha256);
      }
    }
  }
  return absent.size;
}
