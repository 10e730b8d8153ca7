import { createSecretKey, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { cipherFrom } from '../functions/composition/persons-cipher.ts';
import { Wrong } from '../shared/audit/wrong.ts';
import { checkpointOf } from '../shared/exports/files/produced.ts';
import { LogFiles, logKey } from '../shared/log/journal/log-files.ts';
import { readVerifierKey, type Verifier } from '../shared/log/tree/note.ts';
import { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { createKeyFileCipher } from '../shared/storage/folder/key-file-cipher.ts';
import { LedgerError } from '../shared/storage/ports/ledger.ts';
import { ObjectStoreError } from '../shared/storage/ports/object-store.ts';
import { createS3Client } from '../shared/storage/s3/client.ts';
import { createS3ObjectStore } from '../shared/storage/s3/object-store.ts';
import { CannotStart } from './cannot-start.ts';
import { runCommand } from './command.ts';
import type { Environment } from './environment.ts';
import { databasesOf } from './integrity/data-folder.ts';
import { refusedFor } from './integrity/database.ts';
import { missingKeys } from './integrity/key-files.ts';
import { missingKeysIn } from './integrity/marks.ts';
import { openKeys } from './keys.ts';
import { lockFolder } from './lock.ts';
import type { LedgerKeys } from './rebuilding/expected.ts';
import { assertHasLedger, draftOf, rebuildFolder } from './rebuilding/rebuild-folder.ts';
import { rebuildTable } from './rebuilding/rebuild-table.ts';
import { mayLackNewest, NEWEST_MAY_BE_LOST, reportOf } from './rebuilding/report.ts';
import { keyLines, missingLines, toldOf } from './rebuilding/report-of-folder.ts';
import { rewriteLog } from './rebuilding/rewrite-log.ts';
import { saidBy } from './said-by.ts';
import { openStore } from './store.ts';
import { openStores } from './stores.ts';

/**
 * `npm run rebuild`: makes the projection of a data folder anew from its log, while no server runs over it. With
 * `-- --from-log` every row of its database, with `--table` and `--bucket` besides those of a table in AWS; with
 * `-- --log` the files of the log from the database.
 */
async function main(environment: Environment): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  await (asked.table !== undefined ? rebuildInAws(asked) : rebuildHere(environment, asked)).catch((error: unknown) => {
    throw plainly(error, environment, asked);
  });
}

async function rebuildHere(environment: Environment, asked: Arguments): Promise<void> {
  // Before the lock, which makes the folder.
  assertHasLedger(environment.data);
  if (asked.of === 'projection') return rebuildProjection(environment);
  // The database may be gone, and cannot say who has the folder.
  const lock = await lockFolder(environment.data);
  const run = asked.of === 'log' ? rebuildLog : rebuildAll;
  await run(environment, asked).finally(() => lock.release());
}

interface Arguments {
  /** What is made anew. */
  readonly of: 'projection' | 'rows' | 'log';
  readonly table: string | undefined;
  readonly bucket: string | undefined;
  readonly vkey: Verifier | undefined;
  /** The key in KMS under which persons are encrypted in AWS. */
  readonly persons: string | undefined;
}

function readArguments(args: readonly string[]): Arguments {
  const { 'from-log': isOfRows = false, log: isOfLog = false, table, bucket, vkey, persons } = parsed(args);
  const isInAws = table !== undefined && bucket !== undefined;
  // Nothing in a bucket remembers by which key it was signed.
  const isAsked = isInAws ? isOfRows && vkey !== undefined : table === undefined && bucket === undefined;
  if (persons !== undefined && !isInAws) throw wrongArguments();
  if (!isAsked || (isOfRows && isOfLog) || (vkey !== undefined && !isOfRows && !isOfLog)) throw wrongArguments();
  const of = isOfLog ? 'log' : isOfRows ? 'rows' : 'projection';
  return { of, table, bucket, vkey: vkey === undefined ? undefined : readKey(vkey), persons };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { 'from-log': flag, log: flag, table: text, bucket: text, vkey: text, persons: text };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch {
    throw wrongArguments();
  }
}

function readKey(text: string): Verifier {
  try {
    return readVerifierKey(text.trim());
  } catch (error) {
    throw new CannotStart(`--vkey 不是校验公钥:${saidBy(error)}。`, `--vkey is no verifier key: ${saidBy(error)}.`, 2);
  }
}

function wrongArguments(): CannotStart {
  return new CannotStart(
    '用法:npm run rebuild(重建统计);npm run rebuild -- --from-log [--vkey 校验公钥](按日志重建数据库);npm run rebuild -- --log [--vkey 校验公钥](由数据库重新写出日志文件);npm run rebuild -- --from-log --table 表名 --bucket 桶名 --vkey 校验公钥 [--persons KMS密钥](AWS)。',
    'Usage: npm run rebuild (the projection); npm run rebuild -- --from-log [--vkey KEY] (the database from the log); npm run rebuild -- --log [--vkey KEY] (the files of the log from the database); npm run rebuild -- --from-log --table NAME --bucket NAME --vkey KEY [--persons KMS-KEY] (in AWS).',
    2,
  );
}

async function rebuildProjection(environment: Environment): Promise<void> {
  const missing = await missingKeys(environment.data);
  if (missing.length > 0) throw missingKeysIn(environment.data, missing);
  const keys = await openKeys(environment.data);
  const store = await openStore(environment, createKeyFileCipher(keys.personalDataKey));
  try {
    const { objects, projector } = await openStores(store, environment, keys);
    const { asOf } = await checkpointOf(new LogFiles(objects));
    await projector.rebuild(asOf.size, (done) => console.log(`${done}/${asOf.size}`));
    console.log(`统计已按日志重建:${asOf.size} 条分录。`);
    console.log(`The projection was made anew from ${asOf.size} sealed entries.`);
  } finally {
    await store.stop();
  }
}

async function rebuildAll({ data }: Environment, { vkey }: Arguments): Promise<void> {
  const rebuilt = await rebuildFolder({ data, vkey, now: Date.now(), nonce: randomUUID() });
  for (const line of toldOf(rebuilt)) console.log(line);
}

async function rebuildLog({ data }: Environment, { vkey }: Arguments): Promise<void> {
  const { size, isSame, believed, missing, before } = await rewriteLog({ data, vkey, now: Date.now() });
  for (const line of keyLines(believed)) console.log(line);
  if (isSame) {
    console.log(`日志完好:${size} 条分录,没有任何改动。`);
    console.log(`The log is whole: ${size} entries. Nothing was changed.`);
  } else {
    console.log(`日志文件已由数据库重新写出:${size} 条分录${before === undefined ? '' : `;原文件保留在 ${before}`}。`);
    console.log(
      `The files of the log were written again from the database: ${size} entries${before === undefined ? '' : `; what was there is kept in ${before}`}.`,
    );
  }
  for (const line of missingLines(missing)) console.log(line);
}

function tellUnplaced(path: string): void {
  console.log(`未能恢复的分录原文在 ${path} 中。`);
  console.log(`The texts of the entries that were not taken over are in ${path}.`);
}

/** The variable that holds the tracker's key of persons, which is too secret to stand among arguments. */
const PERSON_KEY = 'NUANZHANG_PERSON_KEY';

/** The keys of persons in AWS, where they are given: with them their counters stand under the normal form too. */
function personsIn({ persons }: Arguments, { [PERSON_KEY]: secret = '' }: NodeJS.ProcessEnv): LedgerKeys {
  if (persons === undefined && secret === '') return {};
  if (persons === undefined || secret === '') {
    throw new CannotStart(
      `--persons(个人信息的 KMS 密钥)与环境变量 ${PERSON_KEY}(计数密钥,Secrets Manager 中的原文)须一并给出。`,
      `Give --persons (the key of personal data in KMS) and the variable ${PERSON_KEY} (the key of counters, as Secrets Manager holds it) together.`,
      2,
    );
  }
  return { cipher: cipherFrom(persons), personKey: createSecretKey(secret, 'utf8') };
}

/** Region, credentials and endpoints are those that the SDK finds; persons are kept as they are encrypted. */
async function rebuildInAws(asked: Arguments): Promise<void> {
  const { table, bucket, vkey } = asked;
  if (table === undefined || bucket === undefined || vkey === undefined) throw wrongArguments();
  const keys = personsIn(asked, process.env);
  const scratch = await mkdtemp(join(tmpdir(), 'nuanzhang-rebuild-'));
  const client = createDocumentClient({});
  const objects = createS3ObjectStore({ client: createS3Client({}), bucket });
  const unplaced = resolve(`${table}.unplaced.jsonl`);
  try {
    // The table is read before the log, and that may take long.
    if ((await objects.stat(logKey('checkpoint'))) === undefined) throw noLogIn(bucket);
    const rebuilt = await rebuildTable({
      table: { client, tableName: table, random: Math.random, sleep },
      objects,
      key: vkey,
      keys,
      scratch: join(scratch, 'expected.db'),
      unplaced,
      nonce: randomUUID(),
    });
    for (const line of reportOf(rebuilt)) console.log(line);
    if (rebuilt.beside.unplaced.length > 0) tellUnplaced(unplaced);
    for (const row of rebuilt.unknown.first) console.log(`${row}: 无法识别 / not known`);
    console.log(`已改写 ${rebuilt.mended} 行,统计已按日志重建。`);
    console.log(`${rebuilt.mended} rows were mended, and the projection was made anew from the log.`);
    if (mayLackNewest(rebuilt.differences)) for (const line of NEWEST_MAY_BE_LOST) console.log(line);
  } catch (error) {
    throw plainlyOfAws(error, table, bucket);
  } finally {
    client.destroy();
    await rm(scratch, { recursive: true, force: true });
  }
}

function noLogIn(bucket: string): CannotStart {
  return new CannotStart(
    `没有桶 ${bucket},或其中没有封存日志(log/checkpoint)。请核对 --bucket 和 AWS_REGION。`,
    `There is no bucket ${bucket}, or no sealed log (log/checkpoint) in it: correct --bucket or AWS_REGION.`,
    2,
  );
}

/** What an answer of AWS means for whoever named table and bucket; any other error stays as it is. */
function plainlyOfAws(error: unknown, table: string, bucket: string): unknown {
  const why =
    error instanceof Error && error.cause instanceof Error ? `${error.cause.name}: ${error.cause.message}` : '';
  if (error instanceof LedgerError && error.code !== 'corrupt-row') {
    return new CannotStart(
      `表 ${table} 无法读写(${why})。请核对 --table、AWS_REGION、凭证及其对该表的权限,再次运行即可。`,
      `The table ${table} cannot be read or written (${why}): correct --table, AWS_REGION, the credentials or what they may do with it, and run this again.`,
    );
  }
  if (error instanceof ObjectStoreError) {
    return new CannotStart(
      `桶 ${bucket} 无法读取(${why})。请核对 --bucket、AWS_REGION、凭证及其对该桶的权限,再次运行即可。`,
      `The bucket ${bucket} cannot be read (${why}): correct --bucket, AWS_REGION, the credentials or what they may do with it, and run this again.`,
    );
  }
  return error;
}

/** What an error means for whoever runs the command, where that is known. */
function plainly(error: unknown, { data }: Environment, { of, table }: Arguments): unknown {
  if (error instanceof Wrong)
    return unsound(error, of === 'rows' && table === undefined && existsSync(databasesOf(data).own));
  const isTold = error instanceof LedgerError || error instanceof ObjectStoreError;
  return refusedFor(draftOf(data), isTold && error.cause instanceof Error ? error.cause : error);
}

/** Nothing is built upon a log that is not what it was. */
function unsound({ zh, en }: Wrong, hasDatabase: boolean): CannotStart {
  const advice = hasDatabase
    ? {
        zh: '。请从备份恢复 objects/log,或运行 npm run rebuild -- --log,由数据库重新写出日志文件',
        en: '. Restore objects/log from a backup, or write its files again from the database: npm run rebuild -- --log',
      }
    : { zh: '', en: '' };
  return new CannotStart(`不按日志重建:${zh}${advice.zh}。`, `Nothing is made from this log: ${en}${advice.en}.`);
}

runCommand(main);
