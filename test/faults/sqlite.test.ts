import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Append, Change, Ledger } from '../../shared/storage/ports/ledger.ts';
import { type Connection, openConnection } from '../../shared/storage/sqlite/connection.ts';
import { createSqliteLedger } from '../../shared/storage/sqlite/ledger.ts';
import { Writer } from '../../shared/storage/sqlite/writer.ts';
import { TEST_CIPHER } from '../contract/cipher.ts';
import { append, funds, id, LINE, openLine } from '../contract/fixtures.ts';

/** What a statement comes to instead: before it ran, or after. */
interface Fault {
  readonly errcode: number;
  readonly when: 'before' | 'after';
}

const FULL = 13;
const IO_ERROR = 10 | (4 << 8);

function failing(connection: Connection, faultOf: (sql: string, nth: number) => Fault | undefined): Connection {
  let nth = 0;
  const meet = <T>(sql: string, run: () => T): T => {
    const fault = faultOf(sql, nth++);
    if (fault === undefined) return run();
    if (fault.when === 'after') run();
    throw Object.assign(new Error('injected'), { code: 'ERR_SQLITE_ERROR', errcode: fault.errcode });
  };
  return {
    run: (sql, ...values) => meet(sql, () => connection.run(sql, ...values)),
    get: (sql, ...values) => meet(sql, () => connection.get(sql, ...values)),
    all: (sql, ...values) => meet(sql, () => connection.all(sql, ...values)),
    get isInTransaction() {
      return connection.isInTransaction;
    },
    copyTo: (path, onStep) => connection.copyTo(path, onStep),
    close: () => connection.close(),
  };
}

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A database with one funding line that has 100. */
async function prepared(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'nuanzhang-sqlite-'));
  folders.push(folder);
  const path = join(folder, 'ledger.db');
  const writer = new Writer(openConnection(path));
  const ledger = createSqliteLedger({ writer });
  await ledger.append(append(1, [openLine()]));
  await ledger.append(append(2, [funds(100n)]));
  writer.close();
  return path;
}

/** Three that come at once, of which the line bears two. */
const GROUP: readonly Append[] = [3, 4, 5].map((number) => append(number, [funds(-50n), claimOf(number)]));

function claimOf(number: number): Change {
  return { change: 'claim', claim: `invoice/${number}` };
}

interface Seen {
  readonly told: readonly string[];
  readonly isBroken: boolean;
  readonly there: readonly boolean[];
  readonly available: bigint | undefined;
}

/** What callers were told, and what is there for whoever opens the database next. */
async function seenUnder(faultOf: (sql: string, nth: number) => Fault | undefined): Promise<Seen> {
  const path = await prepared();
  const connection = openConnection(path);
  let isBroken = false;
  const writer = new Writer(failing(connection, faultOf), () => {
    isBroken = true;
  });
  const ledger = createSqliteLedger({ writer });
  const told = await Promise.all(GROUP.map((one) => toldOf(ledger, one)));
  if (isBroken) {
    await expect(ledger.read([{ row: 'fundingLine', id: LINE }])).rejects.toMatchObject({ code: 'unavailable' });
    await expect(ledger.append(append(9))).rejects.toMatchObject({ code: 'unavailable' });
  }
  connection.close();
  const next = new Writer(openConnection(path));
  const found = await createSqliteLedger({ writer: next }).read([
    { row: 'fundingLine', id: LINE },
    ...GROUP.map(({ entry }) => ({ row: 'entry', id: entry.id }) as const),
    ...GROUP.map((_, at) => ({ row: 'claim', claim: `invoice/${at + 3}` }) as const),
  ]);
  const there = GROUP.map(({ entry }, at) => {
    const isEntered = found.entry(entry.id) !== undefined;
    expect(found.claim(`invoice/${at + 3}`)).toBe(isEntered ? entry.id : undefined);
    return isEntered;
  });
  next.close();
  return { told, isBroken, there, available: found.fundingLine(LINE)?.available };
}

async function toldOf(ledger: Ledger, one: Append): Promise<string> {
  try {
    return (await ledger.append(one)).outcome;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'thrown';
  }
}

/** Whatever happened: what was acknowledged is there, what was refused is not, and the line says the same. */
function expectTrue({ told, there, available }: Seen): void {
  for (const [at, one] of told.entries()) {
    if (one === 'appended') expect(there[at]).toBe(true);
    else if (one !== 'unavailable') expect(there[at]).toBe(false);
  }
  expect(available).toBe(100n - 50n * BigInt(there.filter(Boolean).length));
}

/** How many statements the group takes where nothing is wrong. */
async function countStatements(): Promise<number> {
  let count = 0;
  const seen = await seenUnder((_sql, nth) => {
    count = nth + 1;
    return undefined;
  });
  expect(seen).toEqual({
    told: ['appended', 'appended', 'short'],
    isBroken: false,
    there: [true, true, false],
    available: 0n,
  });
  return count;
}

describe('a database whose disk fails', () => {
  it.each([
    ['is full', FULL],
    ['has an input or output error', IO_ERROR],
  ])(
    'at any one statement, as it %s, keeps what it acknowledged and nothing that it refused',
    async (_how, errcode) => {
      const count = await countStatements();
      for (let at = 0; at < count; at += 1) {
        for (const when of ['before', 'after'] as const) {
          // There is no such thing as a full disk after the last write of a commit.
          const isReal = (sql: string) => sql !== 'COMMIT' || errcode !== FULL || when === 'before';
          expectTrue(await seenUnder((sql, nth) => (nth === at && isReal(sql) ? { errcode, when } : undefined)));
        }
      }
    },
  );

  it('at a statement of one member leaves the others of its group as they are', async () => {
    const isSecond = (sql: string, nth: number) => sql.startsWith('INSERT INTO claims') && nth > 10;
    let left = 1;
    const seen = await seenUnder((sql, nth) =>
      isSecond(sql, nth) && left-- > 0 ? { errcode: IO_ERROR, when: 'before' } : undefined,
    );
    expect(seen.told).toEqual(['appended', 'appended', 'short']);
  });

  it('at the commit is broken from there on, and only the next start finds out what stands in it', async () => {
    for (const when of ['before', 'after'] as const) {
      const seen = await seenUnder((sql) => (sql === 'COMMIT' ? { errcode: IO_ERROR, when } : undefined));
      expect(seen.isBroken).toBe(true);
      expect(seen.told).toEqual(['unavailable', 'unavailable', 'unavailable']);
      expect(seen.there).toEqual(when === 'after' ? [true, true, false] : [false, false, false]);
      expectTrue(seen);
    }
  });

  it('for want of room at the commit has undone it, says so, and goes on', async () => {
    let left = 1;
    const seen = await seenUnder((sql) =>
      sql === 'COMMIT' && left-- > 0 ? { errcode: FULL, when: 'before' } : undefined,
    );
    expect(seen).toMatchObject({ isBroken: false, told: ['full', 'full', 'full'], available: 100n });
  });

  it('that cannot even roll back is broken', async () => {
    const seen = await seenUnder((sql) =>
      sql === 'ROLLBACK' || sql.startsWith('INSERT INTO claims') ? { errcode: IO_ERROR, when: 'before' } : undefined,
    );
    expect(seen).toMatchObject({
      isBroken: true,
      told: ['unavailable', 'unavailable', 'unavailable'],
      available: 100n,
    });
  });

  it('while it is read says that there was no answer, and is read again once it can be', async () => {
    const path = await prepared();
    const connection = openConnection(path);
    let isFailing = true;
    const writer = new Writer(
      failing(connection, () => (isFailing ? { errcode: IO_ERROR, when: 'before' } : undefined)),
    );
    const ledger = createSqliteLedger({ writer });
    const line = [{ row: 'fundingLine', id: LINE }] as const;
    await expect(ledger.read(line)).rejects.toMatchObject({ name: 'LedgerError', code: 'unavailable' });
    await expect(ledger.entries({ limit: 1 })).rejects.toMatchObject({ code: 'unavailable' });
    isFailing = false;
    expect((await ledger.read(line)).fundingLine(LINE)?.available).toBe(100n);
    writer.close();
  });

  it('while a WAL is emptied has erased all the same, and empties it the next time', async () => {
    const path = await prepared();
    let left = 1;
    const isFailing = (sql: string) => sql.startsWith('PRAGMA wal_checkpoint') && left-- > 0;
    const writer = new Writer(
      failing(openConnection(path), (sql) => (isFailing(sql) ? { errcode: IO_ERROR, when: 'before' } : undefined)),
    );
    const ledger = createSqliteLedger({ writer, cipher: TEST_CIPHER });
    for (const number of [10, 11]) {
      await ledger.append({ ...append(number), personal: { name: { salt: 'c2FsdA==', value: '某' } } });
    }
    expect(await toldOf(ledger, append(12, [{ change: 'erase', entry: id(10) }]))).toBe('appended');
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
    expect(await toldOf(ledger, append(13, [{ change: 'erase', entry: id(11) }]))).toBe('appended');
    expect(statSync(`${path}-wal`).size).toBe(0);
    writer.close();
  });

  it('that is really full refuses what it has no room for, is read, and takes what comes once there is room', async () => {
    const path = await prepared();
    const connection = openConnection(path);
    const writer = new Writer(connection);
    const ledger = createSqliteLedger({ writer });
    const pages = connection.get('PRAGMA page_count')?.page_count;
    connection.get(`PRAGMA max_page_count = ${String(pages)}`);
    const outcomes: string[] = [];
    for (let number = 10; number < 60; number += 1) outcomes.push(await toldOf(ledger, append(number)));
    expect(outcomes).toContain('full');
    expect((await ledger.entries({ limit: 100 })).items).toHaveLength(
      2 + outcomes.filter((outcome) => outcome === 'appended').length,
    );
    connection.get('PRAGMA max_page_count = 1000000');
    expect(await toldOf(ledger, append(61))).toBe('appended');
    writer.close();
  });
});

describe('a database', () => {
  it('commits together what waits, each member by its own conditions', async () => {
    const path = await prepared();
    const commits: string[] = [];
    const connection = openConnection(path);
    const writer = new Writer(
      failing(connection, (sql) => {
        if (sql === 'COMMIT') commits.push(sql);
        return undefined;
      }),
    );
    const ledger = createSqliteLedger({ writer });
    const outcomes = await Promise.all(
      Array.from({ length: 64 }, (_, at) => ledger.append(append(100 + at, [funds(-10n)]))),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(10);
    expect(commits).toHaveLength(1);
    writer.close();
  });

  it('is nobody else’s while it is open', async () => {
    const path = await prepared();
    const connection = openConnection(path);
    expect(() => openConnection(path)).toThrow(/locked/);
    connection.close();
    openConnection(path).close();
  });

  it('refuses an integer that no longer fits', async () => {
    const path = await prepared();
    const writer = new Writer(openConnection(path));
    const ledger = createSqliteLedger({ writer });
    const most = 2n ** 63n - 1n;
    await expect(ledger.append(append(7, [funds(most)]))).rejects.toMatchObject({ code: 'unavailable' });
    const found = await ledger.read([
      { row: 'fundingLine', id: LINE },
      { row: 'entry', id: id(7) },
    ]);
    expect(found.fundingLine(LINE)?.available).toBe(100n);
    expect(found.entry(id(7))).toBeUndefined();
    writer.close();
  });
});
