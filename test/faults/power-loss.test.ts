import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openConnection } from '../../shared/storage/sqlite/connection.ts';
import { findProgram } from '../browser.ts';
import { seeded } from '../seeded.ts';
import { type Contents, Disk, LOSSES } from './power-loss/disk.ts';
import { type Event, record } from './power-loss/recording.ts';

const STRACE = process.platform === 'linux' ? findProgram('strace') : undefined;
const SCRIPT = join(import.meta.dirname, 'power-loss/write-groups.ts');
const DATABASE = 'nuanzhang.db';
/** The line is opened and given money by the first two groups; each member of the others takes one fen. */
const PREPARING = 2;
const GIVEN = 1_000_000n;

/** Three lives of a database: killed, killed again, closed. */
async function recordLives(): Promise<Event[]> {
  const parent = await mkdtemp(join(tmpdir(), 'nuanzhang-power-'));
  const folder = join(parent, 'folder');
  await mkdir(folder);
  const live = (first: number, many: number, end: 'kill' | 'close') =>
    record(STRACE ?? '', folder, SCRIPT, [join(folder, DATABASE), String(first), String(many), end]);
  const events = [...live(0, 24, 'kill'), ...live(24, 24, 'kill'), ...live(48, 12, 'close')];
  await rm(parent, { recursive: true });
  return events;
}

interface Told {
  readonly group: number;
  readonly entry: string;
}

function toldIn(event: Event): Told[] {
  if (event.did !== 'say') return [];
  const [group, entry = ''] = event.text.trim().split(' ');
  return [{ group: Number(group), entry }];
}

/** What is wrong with what the disk has, judged by what callers had been told when the power went. */
async function wrongWith(contents: Contents, told: readonly Told[], all: readonly Told[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'nuanzhang-power-'));
  for (const [name, bytes] of contents) await writeFile(join(folder, name), bytes);
  const connection = openConnection(join(folder, DATABASE));
  try {
    const there = new Set(connection.all('SELECT id FROM entries').map(({ id }) => String(id)));
    const groups = Map.groupBy(all, ({ group }) => group);
    const present = [...groups].map(([group, members]) => {
      const count = members.filter(({ entry }) => there.has(entry)).length;
      return { group, isWhole: count === members.length, isAbsent: count === 0 };
    });
    const takers = all.filter(({ group, entry }) => group >= PREPARING && there.has(entry)).length;
    const given = present[1]?.isWhole === true ? GIVEN - BigInt(takers) : 0n;
    const count = (table: string) => Number(connection.get(`SELECT count(*) AS many FROM ${table}`)?.many);
    const available = connection.get('SELECT available FROM funding_lines')?.available;
    return [
      ...told.flatMap(({ entry }) => (there.has(entry) ? [] : [`${entry} is lost`])),
      ...present.flatMap(({ group, isWhole, isAbsent }) =>
        isWhole || isAbsent ? [] : [`group ${group} is half there`],
      ),
      ...present.flatMap(({ group, isAbsent }, at) =>
        !isAbsent && present[at - 1]?.isAbsent ? [`group ${group} is there without the one before`] : [],
      ),
      ...(count('outbox') === there.size ? [] : ['the outbox is of something else']),
      ...(count('claims') === takers ? [] : ['the claims are of something else']),
      ...(available === undefined || available === given ? [] : [`${String(available)} are available`]),
      ...connection.all('PRAGMA quick_check').flatMap(({ quick_check: said }) => (said === 'ok' ? [] : [String(said)])),
    ];
  } finally {
    connection.close();
    await rm(folder, { recursive: true });
  }
}

describe.skipIf(STRACE === undefined)('a database whose power goes at any of its syncs (where there is strace)', () => {
  let events: readonly Event[] = [];
  let all: readonly Told[] = [];

  beforeAll(async () => {
    events = await recordLives();
    all = events.flatMap(toldIn);
  });

  test('was recorded with commits, checkpoints and a WAL that began anew', () => {
    const of = (did: Event['did'], file: string) =>
      events.filter((one) => one.did === did && 'file' in one && one.file === file);
    expect(of('sync', `${DATABASE}-wal`).length).toBeGreaterThan(60);
    expect(of('sync', DATABASE).length).toBeGreaterThan(3);
    expect(of('write', `${DATABASE}-wal`).filter((one) => one.did === 'write' && one.at === 0).length).toBeGreaterThan(
      3,
    );
    expect(all.length).toBeGreaterThan(500);
  });

  test('has all that was acknowledged, groups whole and in their order, whatever else came to the disk', async () => {
    const random = seeded(1);
    const disk = new Disk();
    const told: Told[] = [];
    let cuts = 0;
    for (const event of events) {
      if (event.did === 'sync' || event.did === 'sync-folder') {
        for (const loss of LOSSES) {
          expect(await wrongWith(disk.after(loss, random), told, all), `${loss} at the cut ${cuts}`).toEqual([]);
          cuts += 1;
        }
      }
      disk.apply(event);
      told.push(...toldIn(event));
    }
    for (const loss of LOSSES) expect(await wrongWith(disk.after(loss, random), told, all)).toEqual([]);
    expect(told).toEqual(all);
    expect(cuts).toBeGreaterThan(300);
  }, 90_000);

  test('would be seen to lose what was acknowledged on a disk that does not sync its WAL', async () => {
    const disk = new Disk();
    const told: Told[] = [];
    const wrong: string[] = [];
    for (const [at, event] of events.slice(0, events.length / 4).entries()) {
      if (event.did !== 'sync' || event.file !== `${DATABASE}-wal`) disk.apply(event);
      told.push(...toldIn(event));
      // Just after the WAL was written back everything is there all the same, so it is looked at more than once.
      if (at % 50 === 0) wrong.push(...(await wrongWith(disk.after('none', seeded(1)), told, all)));
    }
    expect(told.length).toBeGreaterThan(2);
    expect(wrong.join()).toMatch(/ is lost/);
    expect(await wrongWith(disk.after('all', seeded(1)), told, all)).toEqual([]);
  });
});
