import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { checkpointOf } from '../shared/exports/files/produced.ts';
import { LogFiles, logKey } from '../shared/log/journal/log-files.ts';
import { readVerifierKey } from '../shared/log/tree/note.ts';
import { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { createKeyFileCipher } from '../shared/storage/folder/key-file-cipher.ts';
import { LedgerError } from '../shared/storage/ports/ledger.ts';
import { ObjectStoreError } from '../shared/storage/ports/object-store.ts';
import { createS3Client } from '../shared/storage/s3/client.ts';
import { createS3ObjectStore } from '../shared/storage/s3/object-store.ts';
import { Wrong } from '../verify/wrong.ts';
import { CannotStart } from './cannot-start.ts';
import { runCommand } from './command.ts';
import type { Environment } from './environment.ts';
import { missingKeys } from './integrity/key-files.ts';
import { missingKeysIn } from './integrity/marks.ts';
import { openKeys } from './keys.ts';
import { lockFolder } from './lock.ts';
import { rebuildFolder } from './rebuilding/rebuild-folder.ts';
import { rebuildTable } from './rebuilding/rebuild-table.ts';
import { reportOf } from './rebuilding/report.ts';
import { openStore } from './store.ts';
import { openStores } from './stores.ts';

/**
 * `npm run rebuild`: makes the projection of a data folder anew from its log, while no server runs over it. With
 * `-- --from-log` every row of its database; with `--table` and `--bucket` besides those of a table in AWS.
 */
async function main(environment: Environment): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  await (asked.table !== undefined ? rebuildInAws(asked) : rebuildHere(environment, asked)).catch((error: unknown) => {
    throw error instanceof Wrong ? unsound(error) : error;
  });
}

async function rebuildHere(environment: Environment, { fromLog }: Arguments): Promise<void> {
  if (!fromLog) return rebuildProjection(environment);
  // The database may be gone, and cannot say who has the folder.
  const lock = await lockFolder(environment.data);
  await rebuildAll(environment).finally(() => lock.release());
}

interface Arguments {
  readonly fromLog: boolean;
  readonly table: string | undefined;
  readonly bucket: string | undefined;
  readonly vkey: string | undefined;
}

function readArguments(args: readonly string[]): Arguments {
  const { values } = parsed(args);
  const { 'from-log': fromLog = false, table, bucket, vkey } = values;
  if ((table === undefined) !== (bucket === undefined) || (table !== undefined && !fromLog)) throw wrongArguments();
  return { fromLog, table, bucket, vkey };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { 'from-log': { type: 'boolean' }, table: text, bucket: text, vkey: text },
    });
  } catch {
    throw wrongArguments();
  }
}

function wrongArguments(): CannotStart {
  return new CannotStart(
    '用法:npm run rebuild,或 npm run rebuild -- --from-log [--table 表名 --bucket 桶名 [--vkey 验证公钥]]。',
    'Usage: npm run rebuild, or npm run rebuild -- --from-log [--table NAME --bucket NAME [--vkey KEY]].',
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

async function rebuildAll({ data }: Environment): Promise<void> {
  const rebuilt = await rebuildFolder({ data, now: Date.now(), nonce: randomUUID() });
  const { hasKey, unopened, before, unplaced } = rebuilt;
  const isSame = rebuilt.isSame && unopened === undefined;
  if (!hasKey) {
    console.log('keys/log-signing.pem 不在:日志只按它自带的公钥核验,请与别处保存的公钥比较。');
    console.log(
      'There is no keys/log-signing.pem: the log was checked by the key that it names itself. Compare that one.',
    );
  }
  if (unopened !== undefined) {
    console.log(`原数据库无法打开:${unopened}。`);
    console.log(`The database that was there cannot be opened: ${unopened}.`);
  }
  for (const line of reportOf(rebuilt)) console.log(line);
  if (unplaced !== undefined) tellUnplaced(unplaced);
  if (isSame) {
    console.log('没有任何改动。');
    console.log('Nothing was changed.');
    return;
  }
  console.log(`数据库已按日志重建${before === undefined ? '' : `;原数据库保留为 ${before}`}。`);
  console.log(
    `The database was made again from the log${before === undefined ? '' : `; what was there is kept as ${before}`}.`,
  );
}

function tellUnplaced(path: string): void {
  console.log(`未能恢复的分录原文在 ${path} 中。`);
  console.log(`The texts of the entries that were not taken over are in ${path}.`);
}

/** Region, credentials and endpoints are those that the SDK finds; persons are kept as they are encrypted. */
async function rebuildInAws({ table, bucket, vkey }: Arguments): Promise<void> {
  if (table === undefined || bucket === undefined) throw wrongArguments();
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
      key: vkey === undefined ? undefined : readVerifierKey(vkey),
      keys: {},
      scratch: join(scratch, 'expected.db'),
      unplaced,
      nonce: randomUUID(),
    });
    for (const line of reportOf(rebuilt)) console.log(line);
    if (rebuilt.beside.unplaced.length > 0) tellUnplaced(unplaced);
    for (const row of rebuilt.unknown.first) console.log(`${row}: 无法识别 / not known`);
    console.log(`已改写 ${rebuilt.mended} 行,统计已按日志重建。`);
    console.log(`${rebuilt.mended} rows were mended, and the projection was made anew from the log.`);
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

/** Nothing is built upon a log that is not what it was. */
function unsound({ zh, en }: Wrong): CannotStart {
  return new CannotStart(`不按日志重建:${zh}。`, `Nothing is made from this log: ${en}.`);
}

runCommand(main);
