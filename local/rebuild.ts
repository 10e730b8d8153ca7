import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { checkpointOf } from '../shared/exports/files/produced.ts';
import { LogFiles } from '../shared/log/journal/log-files.ts';
import { readVerifierKey } from '../shared/log/tree/note.ts';
import { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { createKeyFileCipher } from '../shared/storage/folder/key-file-cipher.ts';
import { createS3Client } from '../shared/storage/s3/client.ts';
import { createS3ObjectStore } from '../shared/storage/s3/object-store.ts';
import { Wrong } from '../verify/wrong.ts';
import { CannotStart } from './cannot-start.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { openKeys } from './keys.ts';
import { type FolderLock, lockFolder } from './lock.ts';
import { rebuildFolder } from './rebuilding/rebuild-folder.ts';
import { rebuildTable } from './rebuilding/rebuild-table.ts';
import { reportOf } from './rebuilding/report.ts';
import { saidBy } from './said-by.ts';
import { openStore } from './store.ts';
import { openStores } from './stores.ts';

/**
 * `npm run rebuild`: makes the projection of a data folder anew from its log, while no server runs over it. With
 * `-- --from-log` every row of its database; with `--table` and `--bucket` besides those of a table in AWS.
 */
async function main(): Promise<void> {
  process.umask(0o077);
  const asked = readArguments(process.argv.slice(2));
  if (asked.table !== undefined) return rebuildInAws(asked);
  const environment = readEnvironment(process.env);
  const lock = await lockFolder(environment.data);
  try {
    if (asked.fromLog) await rebuildAll(environment);
    else await rebuildProjection(environment, lock);
  } finally {
    lock.release();
  }
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

async function rebuildProjection(environment: Environment, lock: FolderLock): Promise<void> {
  const { personalDataKey } = await openKeys(environment.data);
  const store = await openStore(environment, lock, createKeyFileCipher(personalDataKey));
  try {
    const { objects, projector } = await openStores(store, environment);
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
  const { isSame, unopened, before, unplaced } = rebuilt;
  if (unopened !== undefined) {
    console.log(`原数据库无法打开:${unopened}。`);
    console.log(`The database that was there cannot be opened: ${unopened}.`);
  }
  for (const line of reportOf(rebuilt)) console.log(line);
  if (unplaced !== undefined) {
    console.log(`未能恢复的分录原文在 ${unplaced} 中。`);
    console.log(`The texts of the entries that were not taken over are in ${unplaced}.`);
  }
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

/** Region, credentials and endpoints are those that the SDK finds; persons are kept as they are encrypted. */
async function rebuildInAws({ table, bucket, vkey }: Arguments): Promise<void> {
  if (table === undefined || bucket === undefined) throw wrongArguments();
  const scratch = await mkdtemp(join(tmpdir(), 'nuanzhang-rebuild-'));
  const client = createDocumentClient({});
  try {
    const rebuilt = await rebuildTable({
      table: { client, tableName: table, random: Math.random, sleep },
      objects: createS3ObjectStore({ client: createS3Client({}), bucket }),
      key: vkey === undefined ? undefined : readVerifierKey(vkey),
      keys: {},
      scratch: join(scratch, 'expected.db'),
      unplaced: resolve(`${table}.unplaced.jsonl`),
      nonce: randomUUID(),
    });
    for (const line of reportOf(rebuilt)) console.log(line);
    for (const row of rebuilt.unknown.first) console.log(`${row}: 无法识别 / not known`);
    console.log(`已改写 ${rebuilt.mended} 行,统计已按日志重建。`);
    console.log(`${rebuilt.mended} rows were mended, and the projection was made anew from the log.`);
  } finally {
    client.destroy();
    await rm(scratch, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(textOf(error));
  process.exitCode = error instanceof CannotStart ? error.exitCode : 1;
});

function textOf(error: unknown): unknown {
  if (error instanceof CannotStart) return error.message;
  if (!(error instanceof Wrong)) return error;
  return `不按日志重建:${error.zh}。\nNothing is made from this log: ${saidBy(error)}.`;
}
