import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { createTable } from '../shared/storage/dynamodb/create-table.ts';
import { createDynamoExportJobs } from '../shared/storage/dynamodb/export-jobs.ts';
import { createDynamoHeadStore } from '../shared/storage/dynamodb/head-store.ts';
import { createDynamoImports } from '../shared/storage/dynamodb/imports.ts';
import { createDynamoLedger } from '../shared/storage/dynamodb/ledger.ts';
import { createDynamoProjection } from '../shared/storage/dynamodb/projection.ts';
import { DEFAULT_TABLE_NAME } from '../shared/storage/dynamodb/table.ts';
import type { ExportJobs } from '../shared/storage/ports/export-jobs.ts';
import type { HeadStore } from '../shared/storage/ports/head-store.ts';
import type { Imports } from '../shared/storage/ports/imports.ts';
import type { Ledger } from '../shared/storage/ports/ledger.ts';
import type { PersonalCipher } from '../shared/storage/ports/personal-cipher.ts';
import type { Projection } from '../shared/storage/ports/projection.ts';
import { createSqliteExportJobs } from '../shared/storage/sqlite/export-jobs.ts';
import { createSqliteFingerprints, type KeptFingerprints } from '../shared/storage/sqlite/fingerprints.ts';
import { createSqliteHeadStore } from '../shared/storage/sqlite/head-store.ts';
import { createSqliteImports } from '../shared/storage/sqlite/imports.ts';
import { createSqliteLedger } from '../shared/storage/sqlite/ledger.ts';
import { createSqliteProjection } from '../shared/storage/sqlite/projection.ts';
import { Writer } from '../shared/storage/sqlite/writer.ts';
import { CannotStart } from './cannot-start.ts';
import { engineFor } from './engine.ts';
import type { Environment } from './environment.ts';
import { databasesOf } from './integrity/data-folder.ts';
import { openDatabase } from './integrity/database.ts';
import { lockFolder, nameHolder } from './lock.ts';
import { saidBy } from './said-by.ts';
import { type Upgraded, upgradeTable } from './upgrade.ts';

/** Every port that stands over the one database of a machine. */
export interface Store {
  readonly kind: 'sqlite' | 'dynamodb';
  readonly ledger: Ledger;
  readonly jobs: ExportJobs;
  readonly imports: Imports;
  readonly head: HeadStore;
  readonly projection: Projection;
  /** What the database remembers of its keys; undefined for an engine, whose folder of keys alone remembers them. */
  readonly fingerprints: KeptFingerprints | undefined;
  /** Settles with what is known when it breaks by itself: it takes and gives nothing any more. */
  readonly broken: Promise<string>;
  /** Copies the database into a new file while it is written; undefined where an engine keeps it. */
  readonly copyTo: Writer['copyTo'] | undefined;
  /** What an engine kept in the form of an earlier version, and was made again. */
  readonly upgraded: Upgraded | undefined;
  stop(): Promise<void>;
}

/**
 * The database of a data folder in the process, or an engine that speaks as DynamoDB does. Where the environment does not
 * say which, an engine that it names is meant, and the one whose database the folder has already. Nobody else opens it
 * meanwhile.
 */
export async function openStore(environment: Environment, cipher: PersonalCipher): Promise<Store> {
  const { data, endpoint, store } = environment;
  const { own, engines } = databasesOf(data);
  const isOwn = existsSync(own);
  const isEngines = endpoint !== undefined || (existsSync(engines) && !isOwn);
  const meant = store ?? (isEngines ? 'dynamodb' : 'sqlite');
  if (meant === 'sqlite' ? isEngines : isOwn) throw otherFolder(data);
  return meant === 'sqlite' ? openSqlite(data, cipher) : openEngine(environment, cipher);
}

/** Beside a ledger that is there already, a new and empty one would look like a loss. */
function otherFolder(data: string): CannotStart {
  return new CannotStart(
    `数据文件夹 ${data} 的账在另一种数据库中(nuanzhang.db、ledger.db 或 DYNAMODB_ENDPOINT)。请改正 NUANZHANG_STORE 和 DYNAMODB_ENDPOINT,或用 NUANZHANG_DATA 指定另一个文件夹。`,
    `The ledger of ${data} stands in another database (nuanzhang.db, ledger.db, or the one of DYNAMODB_ENDPOINT): correct NUANZHANG_STORE and DYNAMODB_ENDPOINT, or name another folder in NUANZHANG_DATA.`,
  );
}

function openSqlite(data: string, cipher: PersonalCipher): Store {
  const { promise: broken, resolve } = Promise.withResolvers<string>();
  const writer = new Writer(openDatabase(data), (error) => resolve(saidBy(error)));
  const unname = nameHolder(data);
  return {
    kind: 'sqlite',
    upgraded: undefined,
    ledger: createSqliteLedger({ writer, cipher }),
    jobs: createSqliteExportJobs(writer),
    imports: createSqliteImports({ writer, cipher }),
    head: createSqliteHeadStore(writer),
    projection: createSqliteProjection(writer),
    fingerprints: createSqliteFingerprints(writer),
    broken,
    copyTo: (copy, onStep) => writer.copyTo(copy, onStep),
    stop: async () => {
      writer.close();
      unname();
    },
  };
}

async function openEngine(environment: Environment, cipher: PersonalCipher): Promise<Store> {
  const lock = await lockFolder(environment.data);
  const undo: (() => void | Promise<void>)[] = [() => lock.release()];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const engine = await engineFor(environment, lock);
    undo.push(() => engine.stop());
    const client = createDocumentClient({ endpoint: engine.endpoint });
    undo.push(() => client.destroy());
    const table = {
      client,
      tableName: DEFAULT_TABLE_NAME,
      random: Math.random,
      sleep,
      sending: 'transaction',
    } as const;
    await createTable(table).catch((error: unknown) => {
      throw unreachable(engine.endpoint, error);
    });
    const upgraded = await upgradeTable(environment.data, engine.endpoint);
    return {
      kind: 'dynamodb',
      upgraded,
      ledger: createDynamoLedger({ ...table, cipher }),
      jobs: createDynamoExportJobs(table),
      imports: createDynamoImports({ ...table, cipher }),
      head: createDynamoHeadStore(table),
      projection: createDynamoProjection(table),
      fingerprints: undefined,
      broken: engine.died,
      copyTo: undefined,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function unreachable(endpoint: string, error: unknown): CannotStart {
  const said = error instanceof Error ? error.message || error.name : String(error);
  return new CannotStart(
    `数据库引擎 ${endpoint} 无法使用:${said}。请检查 DYNAMODB_ENDPOINT。`,
    `The engine at ${endpoint} cannot be used: ${said}. Check DYNAMODB_ENDPOINT.`,
  );
}
