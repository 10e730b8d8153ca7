import { randomUUID } from 'node:crypto';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { writeDurably } from '../../shared/storage/folder/key-files.ts';
import { syncFolder } from '../../shared/storage/folder/sync-folder.ts';
import type { KeptFingerprints } from '../../shared/storage/sqlite/fingerprints.ts';
import { CannotStart } from '../cannot-start.ts';
import { codeOf } from '../error-code.ts';
import { fingerprintsOfKeys, folderOfKeys, isKeyFile, KEY_FILES, type KeyFile } from './key-files.ts';

/** By what a folder was founded: by the demonstration, which has doors, or by whoever keeps a ledger of their own in it. */
const FOUNDINGS = ['demonstration', 'own'] as const;
export type Founding = (typeof FOUNDINGS)[number];

/** What keys and database remember of each other: which ledger they belong to, and what each key is told by. */
export interface Marks {
  /** A UUID that no other ledger has. */
  readonly ledger: string;
  /** Told once, at the first start; undefined where an earlier version founded the folder. */
  readonly founding: Founding | undefined;
  readonly keys: ReadonlyMap<KeyFile, string>;
}

/** What both remember once they were told. */
export type ToldMarks = Marks & { readonly founding: Founding };

const LEDGER = 'ledger';
const FOUNDING = 'founding';

const storedFounding = z.enum(FOUNDINGS);
const storedMarks = z.strictObject({
  ledger: z.uuid(),
  founding: storedFounding.exactOptional(),
  keys: z.record(z.string(), z.string()),
});

/**
 * Compares the keys with what database and folder remember of them, and ledger and founding of the one with those of the
 * other. A database of an engine remembers none, the folder of its keys does. Gives what both are to remember.
 */
export async function compareMarks(data: string, database: KeptFingerprints | undefined): Promise<Marks> {
  const keys = await fingerprintsOfKeys(data);
  const beside = await readMarks(data);
  const inside = database && marksIn(database.read());
  if (database !== undefined && beside !== undefined && beside.ledger !== inside?.ledger) throw otherLedger(data);
  const [founded, other] = [inside?.founding, beside?.founding];
  if (founded !== undefined && other !== undefined && founded !== other) throw otherLedger(data);
  for (const marks of [inside, beside]) assertKeys(data, keys, marks);
  return { ledger: inside?.ledger ?? beside?.ledger ?? randomUUID(), founding: founded ?? other, keys };
}

/** Tells database and folder, the database first, where they do not remember by what the folder was founded yet. */
export async function keepMarks(data: string, database: KeptFingerprints | undefined, marks: ToldMarks): Promise<void> {
  const isTold = (one: Marks | undefined) => one?.founding !== undefined;
  if (database !== undefined && !isTold(marksIn(database.read()))) await database.replace(fingerprintsIn(marks));
  if (!isTold(await readMarks(data))) await writeMarks(data, marks);
}

/** Tells a database that takes the place of another what is remembered of the keys. */
export async function tellMarks(marks: Marks | undefined, database: KeptFingerprints): Promise<void> {
  if (marks !== undefined) await database.replace(fingerprintsIn(marks));
}

/** Remembers one key as it is now. */
export async function renewMark(data: string, name: KeyFile, database: KeptFingerprints): Promise<void> {
  const own = (await fingerprintsOfKeys(data)).get(name) ?? '';
  const inside = marksIn(database.read());
  if (inside !== undefined) await database.replace(fingerprintsIn(withKey(inside, name, own)));
  const beside = await readMarks(data);
  if (beside !== undefined) await writeMarks(data, withKey(beside, name, own));
}

function withKey(marks: Marks, name: KeyFile, fingerprint: string): Marks {
  return { ...marks, keys: new Map([...marks.keys, [name, fingerprint]]) };
}

function pathOf(data: string): string {
  return join(folderOfKeys(data), 'ledger.json');
}

/** What the folder of keys remembers; undefined where it was never told. */
export async function readMarks(data: string): Promise<Marks | undefined> {
  const path = pathOf(data);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const { ledger, founding, keys } = storedMarks.parse(JSON.parse(text));
    return {
      ledger,
      founding,
      keys: new Map(Object.entries(keys).flatMap(([name, one]) => (isKeyFile(name) ? [[name, one]] : []))),
    };
  } catch {
    throw new CannotStart(`${path} 已损坏,请从备份恢复。`, `${path} is damaged: restore it from a backup.`);
  }
}

async function writeMarks(data: string, { ledger, founding, keys }: Marks): Promise<void> {
  const draft = `${pathOf(data)}.${randomUUID()}`;
  const text = JSON.stringify({ ledger, founding, keys: Object.fromEntries(keys) }, null, 2);
  await writeDurably(draft, Buffer.from(`${text}\n`));
  await rename(draft, pathOf(data));
  await syncFolder(folderOfKeys(data));
}

/** Of what a database remembers; undefined where it was never told. */
export function marksIn(fingerprints: ReadonlyMap<string, string>): Marks | undefined {
  const ledger = fingerprints.get(LEDGER);
  if (ledger === undefined) return undefined;
  return {
    ledger,
    founding: storedFounding.safeParse(fingerprints.get(FOUNDING)).data,
    keys: new Map([...fingerprints].flatMap(([name, one]) => (isKeyFile(name) ? [[name, one]] : []))),
  };
}

function fingerprintsIn({ ledger, founding, keys }: Marks): ReadonlyMap<string, string> {
  return new Map([[LEDGER, ledger], ...(founding === undefined ? [] : [[FOUNDING, founding] as const]), ...keys]);
}

/** Throws where a key is another one than what is remembered of it. */
function assertKeys(data: string, found: ReadonlyMap<KeyFile, string>, marks: Marks | undefined): void {
  const others = [...(marks?.keys ?? [])].filter(([name, fingerprint]) => found.get(name) !== fingerprint);
  if (others.length > 0)
    throw otherKeys(
      data,
      others.map(([name]) => name),
    );
}

/** Says of keys that are not there what is lost with each and what brings them back. */
export function missingKeysIn(data: string, names: readonly KeyFile[]): CannotStart {
  if (names.length === Object.keys(KEY_FILES).length) return noKeys(data);
  return keysRefused(data, names, { zh: '丢失', en: 'is not there' });
}

function noKeys(data: string): CannotStart {
  const folder = folderOfKeys(data);
  return new CannotStart(
    `${folder} 中没有一把密钥,没有启动。若这不是账本所在的文件夹,请改正 NUANZHANG_DATA;若是,请从备份恢复整个 keys 文件夹。再无备份时,对 npm run new-key 列出的每个文件运行一次 npm run new-key -- <文件>:已登记的姓名和电话将再也无法读出。`,
    `There is no key in ${folder}, so nothing was started. If this is not the folder of the ledger, correct NUANZHANG_DATA; if it is, restore the whole folder keys from a backup. Where there is none, npm run new-key -- <file> for each file that npm run new-key lists: names and phones that were recorded can never be read again.`,
  );
}

function otherKeys(data: string, names: readonly KeyFile[]): CannotStart {
  return keysRefused(data, names, { zh: '不是这本账的密钥', en: 'is not the key of this ledger' });
}

function keysRefused(data: string, names: readonly KeyFile[], wrong: { readonly zh: string; readonly en: string }) {
  const paths = names.map((name) => ({ path: join(folderOfKeys(data), name), name, lost: KEY_FILES[name] }));
  const zh = paths.map(
    ({ path, name, lost }) => `${path} ${wrong.zh}。若再无此文件:${lost.zh};确认后运行 npm run new-key -- ${name}。`,
  );
  const en = paths.map(
    ({ path, name, lost }) => `${path} ${wrong.en}. Without it ${lost.en}; to accept that: npm run new-key -- ${name}.`,
  );
  return new CannotStart(
    `密钥与账不符,没有启动。请先从备份恢复这些文件。\n${zh.join('\n')}`,
    `Keys and ledger do not fit, so nothing was started. Restore these files from a backup first.\n${en.join('\n')}`,
  );
}

function otherLedger(data: string): CannotStart {
  return new CannotStart(
    `${data} 中的数据库与 keys 不属于同一本账(或数据库被换成了空的)。若换错的是 keys,请放回原来的 keys 文件夹;若是数据库,请从备份恢复 nuanzhang.db,没有备份时运行 npm run rebuild -- --from-log 按日志重建。`,
    `Database and keys in ${data} are not of the same ledger (or the database was replaced by an empty one). Where the keys are the wrong ones, put the right folder keys back; where it is the database, restore nuanzhang.db from a backup, or without one npm run rebuild -- --from-log makes it again from the log.`,
  );
}
