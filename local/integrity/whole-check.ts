import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CannotVerify, Wrong } from '../../shared/audit/wrong.ts';
import { isSha256 } from '../../shared/domain/evidence.ts';
import type { Id } from '../../shared/domain/id.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { PlaceIndex } from '../../shared/log/journal/place-index.ts';
import { storedEntries } from '../../shared/log/journal/stored-entries.ts';
import { readHead } from '../../shared/log/sealing/head.ts';
import type { Checkpoint } from '../../shared/log/tree/checkpoint.ts';
import { verifierOf } from '../../shared/log/tree/note.ts';
import { decodeEntry } from '../../shared/schemas/entry.ts';
import { createKeyFileCipher } from '../../shared/storage/folder/key-file-cipher.ts';
import { createFolderObjectStore } from '../../shared/storage/folder/object-store.ts';
import { MAX_PAGE } from '../../shared/storage/ports/bounds.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import { PREFIXES } from '../../shared/storage/ports/prefixes.ts';
import { assertUndamaged } from '../../shared/storage/sqlite/connection.ts';
import { createSqliteFingerprints } from '../../shared/storage/sqlite/fingerprints.ts';
import { createSqliteHeadStore } from '../../shared/storage/sqlite/head-store.ts';
import { createSqliteLedger } from '../../shared/storage/sqlite/ledger.ts';
import { Writer } from '../../shared/storage/sqlite/writer.ts';
import type { Bilingual } from '../../shared/words/language.ts';
import { verifyLog } from '../../verify/verify-log.ts';
import { CannotStart } from '../cannot-start.ts';
import { type Keys, openKeys } from '../keys.ts';
import { compareWithLog } from '../rebuilding/compare-with-log.ts';
import { differenceLines } from '../rebuilding/report.ts';
import { saidBy } from '../said-by.ts';
import { databasesOf } from './data-folder.ts';
import { openDatabase } from './database.ts';
import { missingKeys } from './key-files.ts';
import { lookAtLog } from './log-look.ts';
import { compareMarks, missingKeysIn } from './marks.ts';

/** What one check came to. */
export interface Checked {
  readonly name: Bilingual;
  /** How much was compared; undefined where the check failed. */
  readonly count: number | undefined;
  /** What is wrong; nothing where all is well. */
  readonly wrong?: Bilingual;
}

/** Everything of a data folder that a check goes through. What could not be opened throws why when it is asked for. */
interface Desk {
  readonly data: string;
  readonly writer: Writer;
  readonly ledger: Ledger;
  readonly objects: ObjectStore;
  readonly files: LogFiles;
  readonly keys: Keys;
}

interface Check {
  readonly name: Bilingual;
  /** Answers how much it compared; throws what is wrong. */
  readonly run: (desk: Desk) => Promise<number>;
}

/** In the order in which they are made. One that fails keeps none of the others. */
const CHECKS: readonly Check[] = [
  { name: { zh: '数据库的页与索引', en: 'Pages and indexes of the database' }, run: checkPages },
  { name: { zh: '密钥、数据库、日志互相对应', en: 'Keys, database and log fit' }, run: checkFit },
  { name: { zh: '日志的签名、哈希树与每一条分录', en: 'Signature, tree and every entry of the log' }, run: checkLog },
  { name: { zh: '数据库中的分录与日志逐字节相同', en: 'Entries of the database, byte for byte' }, run: checkEntries },
  {
    name: { zh: '每一行余额、单据、编号、计数与日志折算一致', en: 'Every row beside what the log gives' },
    run: checkRows,
  },
  { name: { zh: '个人信息可以解密', en: 'Personal data opens' }, run: checkPersons },
  { name: { zh: '凭证附件与其哈希相符', en: 'Evidence under its hash' }, run: checkEvidence },
];

/** Goes through all of a data folder, over which no server runs, and changes nothing. */
export async function* checkData(data: string): AsyncGenerator<Checked> {
  const { own } = databasesOf(data);
  if (!existsSync(own)) throw nothingThere(own);
  const objects = await createFolderObjectStore(join(data, 'objects'));
  const keys = await attempt(() => keysOf(data));
  const writer = await attempt(async () => new Writer(openDatabase(data)));
  const desk: Desk = {
    data,
    objects,
    files: new LogFiles(objects),
    get keys() {
      return keys();
    },
    get writer() {
      return writer();
    },
    get ledger() {
      return createSqliteLedger({ writer: writer(), cipher: createKeyFileCipher(keys().personalDataKey) });
    },
  };
  const told = new Set<unknown>();
  try {
    for (const { name, run } of CHECKS) {
      yield await run(desk).then(
        (count) => ({ name, count }),
        (error: unknown) => {
          const wrong = told.has(error) ? SAID_BEFORE : wrongOf(error);
          told.add(error);
          return { name, count: undefined, wrong };
        },
      );
    }
  } finally {
    await attempt(async () => writer().close());
  }
}

const SAID_BEFORE: Bilingual = { zh: '未能核对,原因同上', en: 'not compared, for the reason above' };

/** What came of it: gives it, or throws the same error, whenever it is asked for. */
async function attempt<T>(work: () => Promise<T>): Promise<() => T> {
  try {
    const value = await work();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

async function keysOf(data: string): Promise<Keys> {
  const missing = await missingKeys(data);
  if (missing.length > 0) throw missingKeysIn(data, missing);
  return openKeys(data);
}

function nothingThere(own: string): CannotStart {
  return new CannotStart(
    `没有 ${own},没有可核对的账;请用 NUANZHANG_DATA 指定数据文件夹。`,
    `There is no ${own}, so nothing to check: name the data folder in NUANZHANG_DATA.`,
  );
}

function wrongOf(error: unknown): Bilingual {
  const isBilingual = error instanceof Wrong || error instanceof CannotVerify || error instanceof CannotStart;
  if (isBilingual) return { zh: error.zh, en: error.en };
  return { zh: saidBy(error), en: saidBy(error) };
}

async function checkPages({ writer }: Desk): Promise<number> {
  const reading = writer.reading();
  assertUndamaged(reading, 'integrity_check');
  return Number(reading.get('PRAGMA page_count')?.page_count);
}

async function checkFit({ data, writer, ledger, objects, keys }: Desk): Promise<number> {
  const marks = await compareMarks(data, createSqliteFingerprints(writer));
  const publicKey = await keys.logSigner.publicKey();
  await lookAtLog({ data, head: createSqliteHeadStore(writer), ledger, objects, publicKey });
  return marks.keys.size;
}

/** The checkpoint that is published; undefined where nothing was ever sealed. */
async function published({ files, writer }: Desk): Promise<Checkpoint | undefined> {
  const checkpoint = await files.checkpoint();
  if (checkpoint !== undefined) return checkpoint;
  const head = await createSqliteHeadStore(writer).read();
  if (head === undefined || readHead(head).checkpoint.size === 0) return undefined;
  throw new Wrong('日志文件 log/checkpoint 不在', 'log/checkpoint is not there');
}

async function checkLog(desk: Desk): Promise<number> {
  const checkpoint = await published(desk);
  if (checkpoint === undefined) return 0;
  const verifier = verifierOf(checkpoint.origin, await desk.keys.logSigner.publicKey());
  return (await verifyLog(join(desk.data, 'objects', 'log'), verifier)).size;
}

/** Every sealed entry stands in the database as it was sealed, and every other one there waits to be sealed. */
async function checkEntries(desk: Desk): Promise<number> {
  const { ledger, files, writer } = desk;
  const sealed = new PlaceIndex();
  const size = (await published(desk))?.size ?? 0;
  for await (const bundle of files.entries(0, size)) {
    const texts = bundle.map((bytes) => Buffer.from(bytes).toString('utf8'));
    const ids = texts.map((canonical) => decodeEntry(canonical).id);
    const found = new Map((await storedEntries(ledger, ids)).map(({ entry, canonical }) => [entry.id, canonical]));
    for (const [at, id] of ids.entries()) {
      sealed.add(id);
      if (found.get(id) !== texts[at]) throw unlike(id, found.has(id));
    }
  }
  const waiting = await unsealed(ledger, sealed);
  const count = Number(writer.reading().get('SELECT count(*) AS entries FROM entries')?.entries);
  if (count !== size + waiting) {
    throw new Wrong(
      `数据库有 ${count} 条分录,而日志 ${size} 条、待封存 ${waiting} 条`,
      `The database has ${count} entries, the log ${size}, and ${waiting} wait to be sealed`,
    );
  }
  return count;
}

function unlike(id: Id, isThere: boolean): Wrong {
  return isThere
    ? new Wrong(`分录 ${id} 与日志中的不同`, `Entry ${id} is not the one that was sealed`)
    : new Wrong(`数据库缺少已封存的分录 ${id}`, `The database lacks the sealed entry ${id}`);
}

async function unsealed(ledger: Ledger, sealed: PlaceIndex): Promise<number> {
  const waiting = new Set<Id>();
  for (let since = 0; ; ) {
    const page = await ledger.outbox({ since, limit: MAX_PAGE });
    const before = waiting.size;
    for (const { id } of page) if (sealed.find(id) === undefined) waiting.add(id);
    const last = page.at(-1)?.recordedAt;
    if (last === undefined || page.length < MAX_PAGE || (last === since && waiting.size === before))
      return waiting.size;
    since = last;
  }
}

/** Every balance, document, claim and counter is what the entries make of it. */
async function checkRows(desk: Desk): Promise<number> {
  const { writer, objects, keys } = desk;
  const checkpoint = await published(desk);
  if (checkpoint === undefined) return 0;
  const scratch = join(await mkdtemp(join(tmpdir(), 'nuanzhang-check-')), 'expected.db');
  try {
    const compared = await compareWithLog({
      found: writer.reading(),
      objects,
      key: verifierOf(checkpoint.origin, await keys.logSigner.publicKey()),
      keys: { cipher: createKeyFileCipher(keys.personalDataKey), personKey: keys.personKey },
      scratch,
    });
    if (compared.isSame) return checkpoint.size;
    const said = differenceLines(compared.differences).join('; ');
    throw new Wrong(said, said);
  } finally {
    await rm(dirname(scratch), { recursive: true, force: true });
  }
}

async function checkPersons({ ledger, writer }: Desk): Promise<number> {
  let count = 0;
  for (let after = ''; ; ) {
    const rows = writer
      .reading()
      .all('SELECT entry FROM persons WHERE entry > ? ORDER BY entry LIMIT ?', after, MAX_PAGE)
      .map(({ entry }) => String(entry));
    for (const id of rows) await ledger.read([{ row: 'personal', id }]);
    count += rows.length;
    if (rows.length < MAX_PAGE) return count;
    after = rows.at(-1) ?? after;
  }
}

async function checkEvidence({ objects }: Desk): Promise<number> {
  let count = 0;
  for (let after: string | undefined; ; ) {
    const keys = await objects.list(PREFIXES.evidence, { limit: MAX_PAGE, ...(after === undefined ? {} : { after }) });
    for (const key of keys) {
      const sha256 = key.slice(PREFIXES.evidence.length);
      if (!isSha256(sha256)) continue;
      const hash = createHash('sha256');
      for await (const chunk of objects.read(key)) hash.update(chunk);
      if (hash.digest('hex') !== sha256) throw new Wrong(`附件 ${key} 已损坏`, `The file ${key} is damaged`);
      count += 1;
    }
    if (keys.length < MAX_PAGE) return count;
    after = keys.at(-1);
  }
}
