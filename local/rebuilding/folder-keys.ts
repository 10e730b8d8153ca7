import { createPublicKey, createSecretKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { isSame } from '../../shared/log/tree/bytes.ts';
import { type Verifier, verifierOf } from '../../shared/log/tree/note.ts';
import { createKeyFileCipher } from '../../shared/storage/folder/key-file-cipher.ts';
import { rawPublicKey } from '../../shared/storage/folder/key-file-signer.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import type { Reading } from '../../shared/storage/sqlite/connection.ts';
import { CannotStart } from '../cannot-start.ts';
import {
  fingerprintOfLogKey,
  fingerprintsOfKeys,
  folderOfKeys,
  KEY_FILES,
  type KeyFile,
} from '../integrity/key-files.ts';
import { type Marks, marksIn, readMarks } from '../integrity/marks.ts';
import type { LedgerKeys } from './expected.ts';
import { namedKey } from './sound-log.ts';

/**
 * What is remembered of the keys, by their folder or else by the database that stood there; undefined where nothing is.
 * Throws where a key that is there is another one, but for the one that is to be replaced: nothing is made by a key that is
 * not the ledger's.
 */
export async function rememberedMarks(
  data: string,
  database: Reading | undefined,
  except?: KeyFile,
): Promise<Marks | undefined> {
  const marks = (await readMarks(data)) ?? marksInside(database);
  const found = await fingerprintsOfKeys(data);
  const others = [...found].filter(([name, one]) => name !== except && (marks?.keys.get(name) ?? one) !== one);
  if (others.length > 0)
    throw otherKeys(
      data,
      others.map(([name]) => name),
    );
  return marks;
}

const fingerprints = z.array(z.object({ name: z.string(), fingerprint: z.string() }));

/** A database that is damaged may remember nothing any more. */
function marksInside(database: Reading | undefined): Marks | undefined {
  try {
    const rows = fingerprints.parse(database?.all('SELECT name, fingerprint FROM fingerprints') ?? []);
    return marksIn(new Map(rows.map(({ name, fingerprint }) => [name, fingerprint])));
  } catch {
    return undefined;
  }
}

function otherKeys(data: string, names: readonly KeyFile[]): CannotStart {
  const paths = names.map((name) => ({ path: join(folderOfKeys(data), name), name, lost: KEY_FILES[name] }));
  const zh = paths.map(
    ({ path, name, lost }) =>
      `${path} 不是这本账的密钥。若再无此文件:${lost.zh};确认后把它移出 keys,再次运行本命令,然后运行 npm run new-key -- ${name}。`,
  );
  const en = paths.map(
    ({ path, name, lost }) =>
      `${path} is not the key of this ledger. Without it ${lost.en}; to accept that, move it out of keys, run this command again, and then npm run new-key -- ${name}.`,
  );
  return new CannotStart(
    `密钥与账不符,没有改动任何内容。请先从备份恢复这些文件。\n${zh.join('\n')}`,
    `Keys and ledger do not fit, so nothing was changed. Restore these files from a backup first.\n${en.join('\n')}`,
  );
}

/** By what the key of a log is believed: its file, what is remembered of it, or whoever gave it. */
export type Believed = 'file' | 'remembered' | 'given';

export interface LogKeyAsked {
  readonly data: string;
  readonly objects: Pick<ObjectStore, 'get'>;
  readonly origin: string;
  readonly marks: Marks | undefined;
  /** The verifier key that was named on the command line. */
  readonly given: Verifier | undefined;
}

/**
 * The key that the log of the folder has to be signed by. Where its file is gone, the key that the log names itself is
 * believed only if it is the one that is remembered: anybody can write a log with a key of his own.
 */
export async function logKeyOf({ data, objects, origin, marks, given }: LogKeyAsked): Promise<[Verifier, Believed]> {
  const own = await publicKeyIn(data);
  if (own !== undefined) {
    if (given !== undefined && !isSame(own, given.publicKey)) throw otherLogKey(data);
    return [verifierOf(origin, own), 'file'];
  }
  const key = given ?? (await namedKey(objects));
  const mark = marks?.keys.get('log-signing.pem');
  if (key === undefined || (given === undefined && mark === undefined)) throw unknownLogKey(data);
  if (mark !== undefined && fingerprintOfLogKey(key.publicKey) !== mark) throw otherLogKey(data);
  return [key, given === undefined ? 'remembered' : 'given'];
}

function unknownLogKey(data: string): CannotStart {
  return new CannotStart(
    `${join(folderOfKeys(data), 'log-signing.pem')} 不在,也没有别处记着它的公钥,无法判断日志是不是这本账的。请从备份恢复 keys,或用 --vkey 给出另外保存的校验公钥(形如 名称+8 位十六进制+base64)。`,
    `There is no ${join(folderOfKeys(data), 'log-signing.pem')}, and nothing else knows its public key, so nobody can tell whether the log is this ledger's. Restore keys from a backup, or name the verifier key that was kept elsewhere: --vkey 'name+8 hexadecimal digits+base64'.`,
  );
}

function otherLogKey(data: string): CannotStart {
  return new CannotStart(
    `${data} 的日志密钥与这本账记着的不同:objects/log 属于另一本账,或 --vkey 给错了。没有改动任何内容。请从备份恢复属于这本账的 objects/log 和 keys。`,
    `The key of the log in ${data} is not the one that this ledger remembers: objects/log is of another ledger, or --vkey is the wrong one. Nothing was changed. Restore the objects/log and keys of this ledger from a backup.`,
  );
}

/** The 32 bytes of the public key; undefined where its file is not there. */
async function publicKeyIn(data: string): Promise<Uint8Array | undefined> {
  const path = join(folderOfKeys(data), 'log-signing.pem');
  const pem = await readIfThere(path);
  if (pem === undefined) return undefined;
  try {
    return rawPublicKey(createPublicKey(pem));
  } catch {
    throw new CannotStart(
      `${path} 已损坏。请从备份恢复;没有时把它移出 keys 再次运行。`,
      `${path} is damaged. Restore it from a backup; without one, move it out of keys and run this again.`,
    );
  }
}

/** Keys are read and never made here: a new one would fit nothing that stands there. */
export async function ledgerKeysOf(data: string, marks: Marks | undefined): Promise<LedgerKeys> {
  const personKey = await readIfThere(join(folderOfKeys(data), 'person.key'));
  const personal = await readIfThere(join(folderOfKeys(data), 'personal-data.key'));
  return {
    personKey: personKey && createSecretKey(personKey),
    cipher: personal && createKeyFileCipher(personal),
    isOwnCipher: marks?.keys.has('personal-data.key') ?? false,
  };
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  return existsSync(path) ? readFile(path) : undefined;
}
