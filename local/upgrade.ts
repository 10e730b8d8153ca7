import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Wrong } from '../shared/audit/wrong.ts';
import { logKey } from '../shared/log/journal/log-files.ts';
import { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { hasEarlierRows } from '../shared/storage/dynamodb/earlier-rows.ts';
import { tableOf } from '../shared/storage/dynamodb/ledger.ts';
import { DEFAULT_TABLE_NAME } from '../shared/storage/dynamodb/table.ts';
import { createFolderObjectStore } from '../shared/storage/folder/object-store.ts';
import { openUnlooked } from '../shared/storage/sqlite/connection.ts';
import { SCHEMA_VERSION } from '../shared/storage/sqlite/schema.ts';
import type { Bilingual } from '../shared/words/language.ts';
import { CannotStart } from './cannot-start.ts';
import { databasesOf } from './integrity/data-folder.ts';

/**
 * The rows of a ledger made by an earlier version are made again from its log, once: they have gained what floors by day
 * and names in their normal form need. Entries and log stay as they are. Ended anywhere, the next start goes on with it.
 */
export interface Upgraded {
  /** Where the database that was there lies now; undefined where the rows of an engine were mended in their place. */
  readonly before: string | undefined;
  /** How many entries a start that was ended had entered, and this one did not enter again. */
  readonly foundEntered: number;
}

/** Upgrades the database in the process; undefined where there is nothing to do. */
export async function upgradeDatabase(data: string): Promise<Upgraded | undefined> {
  const { own } = databasesOf(data);
  if (!existsSync(own) || !isEarlier(own)) return undefined;
  assertSealed(data);
  // Loaded by the one start that needs it.
  const { rebuildFolder } = await import('./rebuilding/rebuild-folder.ts');
  const options = { data, now: Date.now(), nonce: randomUUID(), goesOn: true };
  const { before, foundEntered } = await plainly(() => rebuildFolder(options));
  return { before, foundEntered };
}

/** The same of an engine's table, of which nobody writes meanwhile. */
export async function upgradeTable(data: string, endpoint: string): Promise<Upgraded | undefined> {
  const client = createDocumentClient({ endpoint });
  const table = { client, tableName: DEFAULT_TABLE_NAME, random: Math.random, sleep };
  try {
    if (!(await hasEarlierRows(tableOf(table)))) return undefined;
    assertSealed(data);
    const { ledgerKeysOf, logKeyOf, rememberedMarks } = await import('./rebuilding/folder-keys.ts');
    const { rebuildTable } = await import('./rebuilding/rebuild-table.ts');
    const { unverifiedCheckpoint } = await import('./rebuilding/sound-log.ts');
    const objects = await createFolderObjectStore(join(data, 'objects'));
    const marks = await rememberedMarks(data, undefined);
    const { origin } = await unverifiedCheckpoint(objects);
    const [key] = await logKeyOf({ data, objects, origin, marks, given: undefined });
    const [scratch, unplaced] = [join(data, 'upgrade.db'), join(data, 'upgrade.unplaced.jsonl')];
    const keys = await ledgerKeysOf(data, marks);
    await plainly(() => rebuildTable({ table, objects, key, keys, scratch, unplaced, nonce: randomUUID() }));
    return { before: undefined, foundEntered: 0 };
  } finally {
    client.destroy();
  }
}

/** What whoever starts is told of it. */
export function upgradeLines({ before, foundEntered }: Upgraded): readonly string[] {
  const kept = before === undefined ? NOTHING : keptAs(before);
  const goneOn = foundEntered === 0 ? NOTHING : goneOnBehind(foundEntered);
  return [
    `账由较早版本建立,已按日志升级${goneOn.zh}${kept.zh}。`,
    `The ledger was made by an earlier version and was upgraded from its log${goneOn.en}${kept.en}.`,
  ];
}

const NOTHING: Bilingual = { zh: '', en: '' };

function keptAs(before: string): Bilingual {
  return { zh: `;原数据库保留在 ${before}`, en: `; the database that was there is kept in ${before}` };
}

function goneOnBehind(entries: number): Bilingual {
  return {
    zh: `(接着被中断的上一次,前 ${entries} 条不再重做)`,
    en: `, going on behind the first ${entries} entries, which a start that was ended had done`,
  };
}

/** What cannot be opened at all is for the look before a start to tell. */
function isEarlier(own: string): boolean {
  try {
    const connection = openUnlooked(own);
    const version = connection.get('PRAGMA user_version')?.user_version;
    connection.close();
    return typeof version === 'bigint' && version > 0n && version < BigInt(SCHEMA_VERSION);
  } catch {
    return false;
  }
}

function assertSealed(data: string): void {
  if (existsSync(join(data, 'objects', ...logKey('checkpoint').split('/')))) return;
  throw new CannotStart(
    `${data} 由较早版本的暖账建立,其中没有封存日志。请用那个版本启动一次,等它封存之后再用本版本;其中没有账的,可以删除 nuanzhang.db。`,
    `${data} was made by an earlier version of Nuanzhang, and nothing of it is sealed. Start it once with that version until it has sealed, and then with this one; where nothing was ever recorded, nuanzhang.db may be removed.`,
  );
}

async function plainly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    throw new CannotStart(
      `由较早版本建立的账没有升级:${error.zh}。请从备份恢复,或用 npm run check-data 查看。`,
      `The ledger, made by an earlier version, was not upgraded: ${error.en}. Restore a backup, or look at it with npm run check-data.`,
    );
  }
}
