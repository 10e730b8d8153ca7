import { join } from 'node:path';
import { Before } from '../../local/rebuilding/before.ts';
import { type Difference, differencesBetween } from '../../local/rebuilding/differences.ts';
import { Draft } from '../../local/rebuilding/draft.ts';
import { type Beside, type LedgerKeys, makeExpected } from '../../local/rebuilding/expected.ts';
import { type SoundLog, soundLog } from '../../local/rebuilding/sound-log.ts';
import type { Id } from '../../shared/domain/id.ts';
import {
  type Attributes,
  type Connection,
  IN_MEMORY,
  openConnection,
  type Reading,
} from '../../shared/storage/sqlite/connection.ts';
import { createSqliteLedger } from '../../shared/storage/sqlite/ledger.ts';
import { SCHEMA } from '../../shared/storage/sqlite/schema.ts';
import { Writer } from '../../shared/storage/sqlite/writer.ts';
import { TestOffice } from '../commands/office.ts';
import { TEST_CIPHER } from '../contract/cipher.ts';
import { freshFolder } from '../local/folder.ts';
import { type Sealing, sealingOver } from '../log/sealing.ts';

export interface SealedOffice {
  readonly office: TestOffice;
  readonly sealing: Sealing;
  readonly connection: Connection;
}

/** An office whose ledger stands in a database that the test sees, and is sealed. */
export function sealedOffice(): SealedOffice {
  const connection = openConnection(IN_MEMORY);
  const ledger = createSqliteLedger({ writer: new Writer(connection), cipher: TEST_CIPHER });
  return { office: new TestOffice(ledger), sealing: sealingOver(ledger), connection };
}

export interface Remade {
  readonly connection: Connection;
  readonly beside: Beside;
  readonly differences: readonly Difference[];
}

/** Makes every row again from the log and what stands in the database, and compares the two. */
export async function remade(
  { office, sealing, connection }: SealedOffice,
  keys: Partial<LedgerKeys> = {},
): Promise<Remade> {
  const log = await soundLog(sealing.objects);
  const all = { cipher: TEST_CIPHER, personKey: await office.personKey(), ...keys };
  const draft = await Draft.begin(IN_MEMORY, log);
  const beside = await makeExpected(draft, log, new Before(connection), all);
  return { connection: draft.connection, beside, differences: [...differencesBetween(draft.connection, connection)] };
}

/** How a draft is made by runs that are ended. */
export interface Runs {
  /** How many entries are entered in one transaction. */
  readonly width: number;
  /** While which entry that it enters each run is ended, counted from nothing; one more comes to its end. */
  readonly ends: readonly number[];
}

export interface RemadeByRuns extends Remade {
  /** How many entries each run found entered. */
  readonly found: readonly number[];
  /** How many entries are sealed. */
  readonly size: number;
}

/** The same by several runs, of which each goes on with the draft of the one that was ended before it. */
export async function remadeByRuns(
  { office, sealing, connection }: SealedOffice,
  { width, ends }: Runs,
): Promise<RemadeByRuns> {
  const path = join(await freshFolder(), 'draft.db');
  const keys = { cipher: TEST_CIPHER, personKey: await office.personKey() };
  const found: number[] = [];
  for (const end of [...ends, Number.POSITIVE_INFINITY]) {
    const log = inBundlesOf(width, await soundLog(sealing.objects));
    const draft = await Draft.goOnOrBegin(path, log, 'the same');
    found.push(draft.reached.entered);
    try {
      const beside = await makeExpected(draft, log, new EndingBefore(connection, end), keys);
      const differences = [...differencesBetween(draft.connection, connection)];
      if (end === Number.POSITIVE_INFINITY) {
        const { size } = log.checkpoint;
        return { connection: draft.connection, beside, differences, found, size };
      }
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
    }
    draft.connection.close();
  }
  throw new RangeError('the last run is not ended');
}

/** Every row that a ledger has, by table. */
export function rowsIn(reading: Reading): Readonly<Record<string, readonly Attributes[]>> {
  const names = SCHEMA.filter((one) => one.startsWith('CREATE TABLE')).map((one) => one.split(' ')[2] ?? '');
  return Object.fromEntries(
    names.map((name) => [name, reading.all(`SELECT * FROM ${name}`).map((row) => ({ ...row }))]),
  );
}

export function inBundlesOf(width: number, { check, ...log }: SoundLog): SoundLog {
  async function* entries() {
    for await (const bundle of check.entries()) {
      for (let at = 0; at < bundle.length; at += width) yield bundle.slice(at, at + width);
    }
  }
  return { ...log, check: { entries, lineUp: (left) => check.lineUp(left) } };
}

export class Ended extends Error {}

/** What stood before, of which so much is asked for until the run is ended. */
export class EndingBefore extends Before {
  #left: number;

  constructor(found: Reading, left: number) {
    super(found);
    this.#left = left;
  }

  override requestHash(id: Id, canonical: string): string | undefined {
    if (this.#left === 0) throw new Ended();
    this.#left -= 1;
    return super.requestHash(id, canonical);
  }
}
