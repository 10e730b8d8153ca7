import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { rebuildFolder } from '../../local/rebuilding/rebuild-folder.ts';
import { readHead } from '../../shared/log/sealing/head.ts';
import { TILE_WIDTH } from '../../shared/log/tree/tile.ts';
import { openConnection, openUnlooked } from '../../shared/storage/sqlite/connection.ts';
import { SCHEMA_VERSION } from '../../shared/storage/sqlite/schema.ts';
import { BEFORE, unpacked } from '../before/before.ts';
import { FREE, giftOf, key, open as opening, orderOf } from '../faults/client.ts';
import { nth } from '../faults/stream.ts';
import { rowsIn } from '../replay/world.ts';
import { copyOf, post, sealAndStop, start } from './made-folder.ts';
import { run } from './program.ts';
import { startProgram } from './server-process.ts';

/** They fill several bundles. */
const POSTS = 1_100;
const WRITERS = 16;
const UPGRADING = join(import.meta.dirname, 'upgrading.ts');
const NOW = Date.parse('2026-01-02T03:04:05Z');
const own = (data: string) => join(data, 'nuanzhang.db');
const draft = (data: string) => `${own(data)}.draft`;

/** The data folder of an earlier version; the rows as a start that nobody ends makes them, and by how many writes. */
let made: {
  readonly data: string;
  readonly size: number;
  readonly rows: ReturnType<typeof rowsOf>;
  readonly writes: number;
};

beforeAll(async () => {
  const root = await mkdtemp(join(tmpdir(), 'nuanzhang-'));
  const [data, whole] = [join(root, 'data'), join(root, 'whole')];
  const running = await start(data);
  await opening(running.client, [giftOf(key(FREE - 1), POSTS)]);
  const posts = Array.from({ length: POSTS }, (_, at) => nth(at));
  const writers = Array.from({ length: WRITERS }, (_, at) => posts.filter((_one, of) => of % WRITERS === at));
  await Promise.all(writers.map((some) => post(running, some)));
  const size = (await running.client.entries()).length;
  await sealAndStop(running);
  madeEarlier(data);
  await cp(data, whole, { recursive: true });
  const { foundEntered, writes } = await upgradedIn(whole);
  expect(foundEntered).toBe(0);
  made = { data, size, rows: rowsOf(whole), writes };
  return () => rm(root, { recursive: true });
}, 120_000);

/** As the version before left it: the rows of this one have all that it had. */
function madeEarlier(data: string): void {
  inDatabase(own(data), `PRAGMA user_version = ${SCHEMA_VERSION - 1}`);
}

function inDatabase(path: string, sql: string): void {
  const connection = openUnlooked(path);
  connection.run(sql);
  connection.close();
}

/** Every row of the database of a folder; each making has a name of its own for the head. */
function rowsOf(data: string) {
  const connection = openConnection(own(data));
  const { head, ...rows } = rowsIn(connection);
  connection.close();
  const notes = z.array(z.object({ head: z.instanceof(Uint8Array) })).parse(head);
  return { ...rows, head: notes.map((row) => readHead(row.head).note) };
}

const upgraded = z.object({ before: z.string(), foundEntered: z.int(), writes: z.int() });

/** Upgrades to the end. */
async function upgradedIn(data: string): Promise<z.output<typeof upgraded>> {
  const program = startProgram(data, {}, { script: UPGRADING, args: [data] });
  expect([await program.code, program.stderr()]).toEqual([0, '']);
  return upgraded.parse(JSON.parse(program.stdout()));
}

/** Upgrades until the process is killed before one of its writes. */
async function killedIn(data: string, write: number): Promise<void> {
  expect(await killedOrDone(data, write)).toBe('SIGKILL');
}

/** The same; null where it came to its end before. */
async function killedOrDone(data: string, write: number): Promise<NodeJS.Signals | null> {
  const { child, code } = startProgram(data, {}, { script: UPGRADING, args: [data, String(write)] });
  await code;
  return child.signalCode;
}

function isUpgraded(data: string): boolean {
  const connection = openUnlooked(own(data));
  const version = connection.get('PRAGMA user_version')?.user_version;
  connection.close();
  return version === BigInt(SCHEMA_VERSION);
}

const entered = z.object({ entered: z.bigint().transform(Number) });

/** How many entries the draft of a folder has; undefined where there is none that says so. */
function enteredIn(data: string): number | undefined {
  if (!existsSync(draft(data))) return undefined;
  const connection = openUnlooked(draft(data));
  try {
    const sql = `SELECT json_extract(reached, '$.entered') AS entered FROM making`;
    return entered.parse(connection.get(sql)).entered;
  } catch {
    return undefined;
  } finally {
    connection.close();
  }
}

/** A copy of the folder of which an upgrade was killed halfway. */
async function leftHalfway(): Promise<string> {
  const data = await copyOf(made.data);
  await killedIn(data, Math.floor(made.writes / 2));
  expect(enteredIn(data)).toBeGreaterThan(0);
  return data;
}

describe('an upgrade that is killed', () => {
  it('anywhere goes on behind what was committed, and gives the rows of one that was not', async () => {
    const found: number[] = [];
    // Entries are entered in the first third of the writes; the rest is what is projected of them.
    for (const part of [1, 3, 5, 7, 16]) {
      const data = await copyOf(made.data);
      await killedIn(data, Math.floor((made.writes * part) / 24));
      const at = enteredIn(data);
      const again = await upgradedIn(data);
      expect(again.foundEntered).toBe(at);
      expect(again.writes).toBeLessThan(made.writes);
      found.push(again.foundEntered);
      expect(rowsOf(data)).toEqual(made.rows);
    }
    expect(found.filter((at) => at > 0 && at < made.size).length).toBeGreaterThan(1);
  }, 120_000);

  it('again and again comes to its end, where each start gets a little further', async () => {
    const data = await copyOf(made.data);
    const reached: number[] = [];
    // What is written for one bundle, and less than for two.
    const apart = Math.floor((made.writes * 1.4 * TILE_WIDTH) / made.size);
    for (let left = 10; left > 0 && !isUpgraded(data); left -= 1) {
      await killedOrDone(data, apart);
      reached.push(enteredIn(data) ?? made.size);
    }
    expect(reached).toEqual(reached.toSorted((one, other) => one - other));
    expect(new Set(reached).size).toBeGreaterThan(2);
    expect(rowsOf(data)).toEqual(made.rows);
  }, 120_000);

  it('before any of its last writes goes on or begins anew, and leaves no draft', async () => {
    const before = BEFORE.find(({ store }) => store === 'sqlite');
    if (before === undefined) throw new Error('there is a ledger from before');
    const folder = await unpacked(before);
    const whole = await copyOf(folder);
    const { writes } = await upgradedIn(whole);
    for (let last = 1; last <= 12; last += 1) {
      const data = await copyOf(folder);
      await killedIn(data, writes - last);
      await upgradedIn(data);
      expect(rowsOf(data)).toEqual(rowsOf(whole));
      expect((await readdir(data)).filter((name) => name.includes('draft'))).toEqual([]);
    }
  }, 120_000);

  it('begins anew where the version before has recorded more meanwhile', async () => {
    const data = await leftHalfway();
    inDatabase(own(data), `PRAGMA user_version = ${SCHEMA_VERSION}`);
    const running = await start(data);
    await post(running, [orderOf(key(FREE + POSTS), '1.00')]);
    await sealAndStop(running);
    madeEarlier(data);
    const whole = await copyOf(data);
    expect((await upgradedIn(data)).foundEntered).toBe(0);
    await rm(draft(whole));
    await upgradedIn(whole);
    expect(rowsOf(data)).toEqual(rowsOf(whole));
  }, 60_000);

  it('is nothing to a rebuild, which believes no draft', async () => {
    const data = await leftHalfway();
    expect(await rebuildFolder({ data, now: NOW, nonce: 'rebuilt' })).toMatchObject({ foundEntered: 0 });
    expect(rowsOf(data)).toEqual(made.rows);
  }, 60_000);

  it('is told of by the start that goes on with it', async () => {
    const data = await leftHalfway();
    const at = enteredIn(data);
    const program = run(data);
    await program.origin();
    expect(program.stderr()).toContain(`前 ${at} 条不再重做`);
    expect(program.stderr()).toContain(`going on behind the first ${at} entries`);
    expect(await program.stop()).toBe(0);
  }, 60_000);
});
