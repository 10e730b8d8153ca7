import { copyFile, open, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Before } from '../../local/rebuilding/before.ts';
import { Draft } from '../../local/rebuilding/draft.ts';
import { makeExpected } from '../../local/rebuilding/expected.ts';
import { type SoundLog, soundLog } from '../../local/rebuilding/sound-log.ts';
import { registerUnit } from '../../shared/commands/registry.ts';
import { openUnlooked } from '../../shared/storage/sqlite/connection.ts';
import { SCHEMA_VERSION } from '../../shared/storage/sqlite/schema.ts';
import { TREASURER } from '../commands/office.ts';
import { freshFolder } from '../local/folder.ts';
import { Ended, EndingBefore, inBundlesOf, rowsIn, type SealedOffice, sealedOffice } from './world.ts';

const MADE_FROM = 'keys and a database';

async function unit(world: SealedOffice, code: string): Promise<void> {
  const answer = await world.office.ask(TREASURER, registerUnit, { code, name: `${code} 街道` }, { as: code });
  expect(answer).toMatchObject({ recorded: 'now' });
  await world.sealing.sealAll();
}

/** A log of that many units. */
async function officeOf(many: number, from = 0): Promise<SealedOffice> {
  const world = sealedOffice();
  for (let at = from; at < from + many; at += 1) await unit(world, `SY-${at}`);
  return world;
}

const logOf = async ({ sealing }: SealedOffice): Promise<SoundLog> => inBundlesOf(1, await soundLog(sealing.objects));

/** How many entries of a draft are believed. */
async function foundIn(path: string, log: SoundLog, madeFrom = MADE_FROM): Promise<number> {
  const draft = await Draft.goOnOrBegin(path, log, madeFrom);
  draft.connection.close();
  return draft.reached.entered;
}

describe('a draft of which three entries of five are entered', () => {
  let world: SealedOffice;
  let path: string;

  beforeEach(async () => {
    world = await officeOf(5);
    path = join(await freshFolder(), 'draft.db');
    await endedAt(3);
  });

  async function endedAt(end: number): Promise<void> {
    const log = await logOf(world);
    const draft = await Draft.begin(path, log, MADE_FROM);
    await expect(makeExpected(draft, log, new EndingBefore(world.connection, end), {})).rejects.toThrow(Ended);
    draft.connection.close();
  }

  it('is gone on with over its log, and over one that continues it', async () => {
    expect(await foundIn(path, await logOf(world))).toBe(3);
    await unit(world, 'SY-9');
    expect(await foundIn(path, await logOf(world))).toBe(3);
  });

  it('is begun anew over a log of another history, whatever its size', async () => {
    for (const many of [4, 5, 6]) {
      const kept = `${path}.${many}`;
      await copyFile(path, kept);
      expect(await foundIn(kept, await logOf(await officeOf(many, 1)))).toBe(0);
    }
  });

  it('is begun anew over a log that ends before the one it was made from, though it is of the same beginning', async () => {
    expect(await foundIn(path, await logOf(await officeOf(4)))).toBe(0);
  });

  it('is begun anew where anything else than the log is another', async () => {
    expect(await foundIn(path, await logOf(world), 'other keys')).toBe(0);
    await endedAt(3);
    const draft = await Draft.begin(path, await logOf(world));
    draft.connection.close();
    expect(await foundIn(path, await logOf(world))).toBe(0);
  });

  it.each([
    ['an earlier version', `PRAGMA user_version = ${SCHEMA_VERSION - 1}`],
    ['a later version', `PRAGMA user_version = ${SCHEMA_VERSION + 1}`],
    ['a version with other tables', 'ALTER TABLE lots ADD COLUMN more TEXT'],
    ['nobody who says how far it is', 'DELETE FROM making'],
    ['somebody who says it otherwise', `UPDATE making SET reached = '{"entered":3}'`],
    ['somebody whose words are cut off', `UPDATE making SET reached = '{"ent'`],
  ])('is begun anew where it is of %s', async (_whose, sql) => {
    const connection = openUnlooked(path);
    connection.run(sql);
    connection.close();
    expect(await foundIn(path, await logOf(world))).toBe(0);
  });

  it('is begun anew where pages of it are damaged', async () => {
    const { size } = await stat(path);
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(size / 2, 0x5a), 0, size / 2, size / 4);
    await file.close();
    expect(await foundIn(path, await logOf(world))).toBe(0);
  });

  it('is no draft any more once it is finished: what was not put in place then is begun anew', async () => {
    const draft = await Draft.goOnOrBegin(path, await logOf(world), MADE_FROM);
    await draft.finish();
    draft.writer.close();
    expect(await foundIn(path, await logOf(world))).toBe(0);
  });
});

it('a draft whose WAL is cut anywhere has what was committed before the cut, and gives the same rows', async () => {
  const world = await officeOf(5);
  const folder = await freshFolder();
  const log = await logOf(world);
  const whole = await Draft.begin(join(folder, 'whole.db'), log, MADE_FROM);
  await makeExpected(whole, log, new Before(world.connection), {});

  const path = join(folder, 'draft.db');
  const draft = await Draft.begin(path, await logOf(world), MADE_FROM);
  draft.connection.get('PRAGMA wal_checkpoint(TRUNCATE)');
  const ending = new EndingBefore(world.connection, 4);
  await expect(makeExpected(draft, await logOf(world), ending, {})).rejects.toThrow(Ended);
  // As a power cut leaves them: nobody closed it.
  const [left, wal] = [join(folder, 'left.db'), await readFile(`${path}-wal`)];
  const found = new Set<number>();
  for (let cut = 0; cut <= wal.length; cut += Math.ceil(wal.length / 40)) {
    await copyFile(path, left);
    await copyFile(`${path}-wal`, `${left}-wal`);
    await truncate(`${left}-wal`, cut);
    const again = await Draft.goOnOrBegin(left, await logOf(world), MADE_FROM);
    found.add(again.reached.entered);
    await makeExpected(again, await logOf(world), new Before(world.connection), {});
    expect(rowsIn(again.connection)).toEqual(rowsIn(whole.connection));
    again.connection.close();
  }
  expect([...found]).toEqual([0, 1, 2, 3]);
  draft.connection.close();
});
