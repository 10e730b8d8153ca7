import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import * as z from 'zod';
import { type Machine, startMachine } from '../../local/compose.ts';
import { readEnvironment } from '../../local/environment.ts';
import { checkData } from '../../local/integrity/whole-check.ts';
import type { Person } from '../../local/person.ts';
import { compareWithLog } from '../../local/rebuilding/compare-with-log.ts';
import { putInPlace, type Rebuilt, rebuildFolder } from '../../local/rebuilding/rebuild-folder.ts';
import { NEWEST_MAY_BE_LOST, reportOf } from '../../local/rebuilding/report.ts';
import { toldOf } from '../../local/rebuilding/report-of-folder.ts';
import { type RewrittenLog, rewriteLog } from '../../local/rebuilding/rewrite-log.ts';
import { logPaths } from '../../shared/audit/log-source.ts';
import type { Id } from '../../shared/domain/id.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { readVerifierKey } from '../../shared/log/tree/note.ts';
import { createProjector } from '../../shared/projection/projector.ts';
import { createFolderObjectStore } from '../../shared/storage/folder/object-store.ts';
import { type Attributes, type Connection, openConnection } from '../../shared/storage/sqlite/connection.ts';
import { createSqliteLedger } from '../../shared/storage/sqlite/ledger.ts';
import { createSqliteProjection } from '../../shared/storage/sqlite/projection.ts';
import { Writer } from '../../shared/storage/sqlite/writer.ts';
import { live, type Paper } from '../before/life.ts';
import { BUYER, DAY, DEPUTY, TREASURER } from '../before/people.ts';
import { JPEG, PDF, sha256Of } from '../evidence/files.ts';
import { commanded } from './commanded.ts';
import { freshFolder, freshKeys } from './folder.ts';

const declared = z.object({ upload: z.object({ url: z.url(), headers: z.record(z.string(), z.string()) }) });
const REBUILD = join(import.meta.dirname, '../../local/rebuild.ts');
const NOW = Date.parse('2026-01-02T03:04:05Z');

interface Write {
  readonly person: Person;
  readonly path: `/api/${string}`;
  readonly body: object;
  readonly key: Id;
}

/** A data folder in which every kind of entry came about, sealed, with its server stopped; and what was written. */
let lived: { readonly data: string; readonly writes: readonly Write[]; readonly rows: Rows; readonly early: string };
/** How many entries had been sealed when the log was copied into `early`. */
const EARLY = 20;

beforeAll(async () => {
  const root = await mkdtemp(join(tmpdir(), 'nuanzhang-'));
  const [data, early] = [join(root, 'data'), join(root, 'early')];
  const machine = await machineOver(data);
  const papers: [Paper, Paper] = [
    await uploaded(machine, '发票.pdf', 'application/pdf', PDF),
    await uploaded(machine, '收据.jpg', 'image/jpeg', JPEG),
  ];
  const writes: Write[] = [];
  await live(async (person, path, body) => {
    const write = { person, path, body, key: uuidv7() };
    expect(await answerTo(machine, write)).toBe(201);
    writes.push(write);
    if (writes.length === EARLY) {
      for (const { key } of writes) await sealed(machine, key);
      await cp(join(data, 'objects/log'), early, { recursive: true });
    }
    return write.key;
  }, papers);
  for (const { key } of writes) await sealed(machine, key);
  await machine.stop();
  await projected(data, writes.length);
  lived = { data, writes, rows: rowsOf(data), early };
  return () => rm(root, { recursive: true });
});

/** A server that is stopped may have sealed what it did not project yet. */
async function projected(data: string, size: number): Promise<void> {
  const writer = new Writer(openConnection(database(data)));
  const files = new LogFiles(await createFolderObjectStore(join(data, 'objects')));
  await createProjector({
    projection: createSqliteProjection(writer),
    files,
    ledger: createSqliteLedger({ writer }),
  }).catchUp(size);
  writer.close();
}

function machineOver(data: string): Promise<Machine> {
  const variables = { NUANZHANG_DATA: data, NUANZHANG_UNION: '示例区总工会', NUANZHANG_RATE: 'off' };
  return startMachine({ ...readEnvironment(variables), port: 0 }, () => undefined);
}

async function uploaded(
  { origin, signIn }: Machine,
  name: string,
  mediaType: string,
  file: Uint8Array,
): Promise<Paper> {
  const paper = { sha256: sha256Of(file), name, bytes: file.length, mediaType };
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': uuidv7(),
    authorization: `Bearer ${await signIn?.(BUYER)}`,
  };
  const answer = await fetch(`${origin}/api/evidence`, { method: 'POST', headers, body: JSON.stringify(paper) });
  const { upload } = declared.parse(await answer.json());
  const sent = await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: Buffer.from(file) });
  expect(sent.status).toBe(200);
  return paper;
}

async function answerTo({ origin, signIn }: Machine, { person, path, body, key }: Write): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': key,
    authorization: `Bearer ${await signIn?.(person)}`,
  };
  const response = await fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
  await response.arrayBuffer();
  return response.status;
}

async function sealed({ origin }: Machine, key: Id): Promise<void> {
  const proof = `${origin}/api/entries/${key}/proof`;
  await vi.waitFor(async () => expect((await fetch(proof)).status).toBe(200), { timeout: 20_000, interval: 5 });
}

/** A copy of that folder. */
async function copied(): Promise<string> {
  const data = await freshFolder();
  await cp(lived.data, data, { recursive: true });
  return data;
}

const database = (data: string) => join(data, 'nuanzhang.db');

/** What is done to the database of a folder. */
function altered(data: string, ...statements: readonly string[]): void {
  const connection = openConnection(database(data));
  for (const statement of statements) connection.run(statement);
  connection.get('PRAGMA wal_checkpoint(TRUNCATE)');
  connection.close();
}

const TABLES = {
  entries: 'SELECT * FROM entries ORDER BY id',
  funding_lines: 'SELECT * FROM funding_lines ORDER BY id',
  documents: 'SELECT * FROM documents ORDER BY kind, id',
  lots: 'SELECT * FROM lots ORDER BY warehouse, item, lot',
  claims: 'SELECT * FROM claims ORDER BY claim',
  counters: 'SELECT * FROM counters ORDER BY counter',
  persons: 'SELECT * FROM persons ORDER BY entry',
  outbox: 'SELECT * FROM outbox ORDER BY recorded_at, entry',
  export_jobs: 'SELECT * FROM export_jobs ORDER BY id',
  places: 'SELECT * FROM places ORDER BY entry',
  registered: 'SELECT id, fields FROM registered ORDER BY id',
  listed: 'SELECT list, key, text FROM listed ORDER BY list, key',
  projections: 'SELECT size, root FROM projections WHERE is_read = 1',
} as const;
type Rows = Readonly<Record<string, readonly Attributes[]>>;

/** What the database of a folder remembers of its keys. */
function marksOf(data: string): readonly Attributes[] {
  const connection = openConnection(database(data));
  try {
    return rowsIn(connection, 'SELECT * FROM fingerprints ORDER BY name');
  } finally {
    connection.close();
  }
}

/** Every row of a folder's database. */
function rowsOf(data: string): Rows {
  const connection = openConnection(database(data));
  try {
    return Object.fromEntries(Object.entries(TABLES).map(([table, sql]) => [table, rowsIn(connection, sql)]));
  } finally {
    connection.close();
  }
}

function rowsIn(connection: Connection, sql: string): readonly Attributes[] {
  return connection.all(sql).map((row) => ({ ...row }));
}

function rebuilt(data: string): Promise<Rebuilt> {
  return rebuildFolder({ data, now: NOW, nonce: 'rebuilt' });
}

function rewritten(data: string): Promise<RewrittenLog> {
  return rewriteLog({ data, now: NOW });
}

/** What differed, by table. */
function told({ differences }: Rebuilt): Record<string, Record<string, number>> {
  return Object.fromEntries(
    [...differences].map(([table, hows]) => [
      table,
      Object.fromEntries([...hows].map(([how, { total }]) => [how, total])),
    ]),
  );
}

const withoutHashes = (rows: Rows): Rows => ({
  ...rows,
  entries: rows.entries?.map(({ request_hash: _hash, ...row }) => row) ?? [],
});

/** What may have happened to rows of which the log knows everything. */
const DAMAGES = [
  'UPDATE funding_lines SET available = available + 900000000',
  'DELETE FROM lots WHERE lot = (SELECT min(lot) FROM lots)',
  "INSERT INTO claims VALUES ('invoice//1', '017098c1-c280-7000-8000-000000000001')",
  'DELETE FROM claims',
  'UPDATE counters SET stands = stands + 1',
  "UPDATE funding_lines SET cash_lows = '20200101' || substr(cash_lows, 9) WHERE cash > 0",
  "UPDATE lots SET lows = ''",
  "DELETE FROM documents WHERE kind = 'purchase'",
  "UPDATE documents SET state = '{}' WHERE kind = 'unit'",
  "UPDATE documents SET version = id WHERE kind = 'consignment'",
  'DELETE FROM places',
  'DELETE FROM head',
  "UPDATE registered SET fields = '{}'",
  "DELETE FROM listed WHERE list = 'number'",
  'UPDATE projections SET size = size + 5',
  'DELETE FROM projections',
  "INSERT INTO persons VALUES ('017098c1-c280-7000-8000-000000000001', 'x')",
] as const;

/** What is told of a damage, and that what the log holds stands again after it. */
const DAMAGED: readonly (readonly [what: string, statement: string, told: Record<string, Record<string, number>>])[] = [
  [
    'a balance that was raised',
    'UPDATE funding_lines SET cash = cash + 1 WHERE id = (SELECT min(id) FROM funding_lines)',
    { funding_lines: { other: 1 } },
  ],
  ['claims that are gone', "DELETE FROM claims WHERE claim LIKE 'reversal/%'", { claims: { missing: 6 } }],
  [
    'a name that nobody took',
    "INSERT INTO claims VALUES ('invoice//1', '017098c1-c280-7000-8000-000000000001')",
    { claims: { surplus: 1 } },
  ],
  [
    'money that is said to be there before it came, where the balance is right',
    `UPDATE funding_lines SET available_lows = substr(available_lows, 1, 8)
      || substr(available_lows, instr(available_lows, ';') + 9) || substr(available_lows, instr(available_lows, ';'))
      WHERE available_lows LIKE '%;%'`,
    { funding_lines: { other: 1 } },
  ],
  [
    'money that is said not to be there until later, where the balance is right',
    `UPDATE funding_lines SET available_lows = substr(available_lows, 1, 8) || ',0,1'
      || substr(available_lows, instr(available_lows, ';')) WHERE available_lows LIKE '%;%'`,
    { funding_lines: { other: 1 } },
  ],
  [
    'a stretch of money that is gone',
    `UPDATE funding_lines SET available_lows = substr(available_lows, instr(available_lows, ';') + 1)
      WHERE available_lows LIKE '%;%'`,
    { funding_lines: { other: 1 } },
  ],
  [
    'goods that are said to have come earlier than they did',
    "UPDATE lots SET lows = '20200101' || substr(lows, 9) WHERE lot = (SELECT min(lot) FROM lots)",
    { lots: { other: 1 } },
  ],
  ['a lost head', 'DELETE FROM head', { head: { missing: 1 } }],
  ['what was opened and no list has', "DELETE FROM listed WHERE list = 'opened/receipt'", { listed: { missing: 2 } }],
  [
    'a number that leads elsewhere',
    "UPDATE listed SET text = text || ' ' WHERE key = (SELECT min(key) FROM listed WHERE list = 'number')",
    { listed: { other: 1 } },
  ],
  [
    'a number that nothing bears',
    "INSERT INTO listed SELECT generation, 'number', '1 ' || key, text FROM listed WHERE list = 'number' LIMIT 1",
    { listed: { surplus: 1 } },
  ],
];

describe('a database is made again from the log', () => {
  it('and nothing is changed where nothing differs', async () => {
    const data = await copied();
    const before = await readFile(database(data));
    const done = await rebuilt(data);
    expect(told(done)).toEqual({});
    expect(done.isSame).toBe(true);
    expect(await readFile(database(data))).toEqual(before);
    expect((await readdir(data)).filter((name) => name.startsWith('nuanzhang.db'))).toEqual(['nuanzhang.db']);
  });

  it('and is compared without a change, by whoever looks at it', async () => {
    const data = await copied();
    altered(data, 'UPDATE counters SET stands = stands + 1');
    const stood = rowsOf(data);
    const found = openConnection(database(data));
    const objects = await createFolderObjectStore(join(data, 'objects'));
    const scratch = join(data, 'compared.db');
    const { isSame, differences } = await compareWithLog({ found, objects, keys: {}, scratch });
    found.close();
    expect([isSame, differences.get('counters')?.get('other')?.total]).toEqual([false, stood.counters?.length]);
    expect(rowsOf(data)).toEqual(stood);
    expect((await readdir(data)).filter((name) => name.startsWith('compared'))).toEqual([]);
  });

  it('where a server was ended between publishing a round and clearing its outbox, nothing differs either', async () => {
    const data = await copied();
    altered(data, 'INSERT INTO outbox SELECT 1, id FROM entries LIMIT 3');
    expect(told(await rebuilt(data))).toEqual({});
  });

  it('row by row as it stood, whatever rows were changed, lost or added', async () => {
    const damages = fc.subarray([...DAMAGES], { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(damages, async (chosen) => {
        const data = await copied();
        altered(data, ...chosen);
        const done = await rebuilt(data);
        expect(done.isSame).toBe(false);
        expect(rowsOf(data)).toEqual(lived.rows);
        expect(done.before).toBe(`${database(data)}.before-rebuild-20260102T030405Z`);
        expect(told(await rebuilt(data))).toEqual({});
      }),
      { numRuns: 5, interruptAfterTimeLimit: 4_000 },
    );
  });

  it.each(DAMAGED)('tells %s', async (_what, statement, differences) => {
    const data = await copied();
    altered(data, statement);
    expect(told(await rebuilt(data))).toEqual(differences);
    expect(rowsOf(data)).toEqual(lived.rows);
  });

  it('whatever pages are damaged, keeping what can still be read', async () => {
    const { size } = await stat(database(lived.data));
    const places = fc.array(fc.record({ page: fc.nat(size / 4096 - 1), at: fc.nat(4000) }), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(places, async (damages) => {
        const data = await copied();
        const file = await open(database(data), 'r+');
        for (const { page, at } of damages) await file.write(Buffer.alloc(90, 0xa5), 0, 90, page * 4096 + at);
        await file.close();
        const done = await rebuilt(data);
        const rows = rowsOf(data);
        // What the log does not hold may be lost, and is then told.
        const lost = done.beside.lostPersons.total;
        expect(rows.persons).toHaveLength((lived.rows.persons?.length ?? 0) - lost);
        if (done.beside.lostCounters.total === 0 && lost === 0) {
          expect({ ...withoutHashes(rows), export_jobs: [] }).toEqual({
            ...withoutHashes(lived.rows),
            export_jobs: [],
          });
        }
        expect(rows.entries?.filter(({ request_hash: hash }) => hash === '')).toHaveLength(
          done.beside.unknownRequests.total,
        );
        expect(told(await rebuilt(data))).toEqual({});
      }),
      { numRuns: 10, interruptAfterTimeLimit: 4_000 },
    );
  });

  it('and out of the log alone where there is no database at all, and sealed keys are still not used twice', async () => {
    const data = await copied();
    await rm(database(data));
    const done = await rebuilt(data);
    expect(done.before).toBeUndefined();
    expect(done.beside.unknownRequests.total).toBe(lived.writes.length);
    expect(done.beside.lostPersons.total).toBeGreaterThan(0);
    expect(done.beside.lostCounters.total).toBe(2);
    const rows = rowsOf(data);
    const kept = ({ kind }: Attributes) => kind !== 'benefit';
    expect(rows.documents?.filter(kept)).toEqual(lived.rows.documents?.filter(kept));
    for (const table of ['funding_lines', 'lots', 'claims', 'places', 'registered', 'projections']) {
      expect([table, rows[table]]).toEqual([table, lived.rows[table]]);
    }
    const machine = await machineOver(data);
    onTestFinished(() => machine.stop());
    for (const write of lived.writes) expect([write.path, await answerTo(machine, write)]).toEqual([write.path, 200]);
    const [first] = lived.writes;
    if (first === undefined) throw new Error('something was written');
    const line = lived.rows.funding_lines?.[0]?.id;
    const money = { effectiveOn: DAY, source: '追加', amount: '12.00' };
    const another = { ...first, path: `/api/funding-lines/${line}/appropriations`, body: money } as const;
    expect(await answerTo(machine, another)).toBe(422);
    expect(await answerTo(machine, { ...first, person: DEPUTY })).toBe(422);
  });

  it('with what was appended and not sealed behind it, and a server goes on sealing', async () => {
    const data = await copied();
    const early = await startMachine(
      { ...readEnvironment({ NUANZHANG_DATA: data, NUANZHANG_RATE: 'off', NUANZHANG_SEALING: 'off' }), port: 0 },
      () => undefined,
    );
    const line = lived.rows.funding_lines?.find(({ closed_by: closed }) => closed === null)?.id;
    const money = { effectiveOn: DAY, source: '追加', amount: '12.00' };
    const write: Write = {
      person: TREASURER,
      path: `/api/funding-lines/${line}/appropriations`,
      body: money,
      key: uuidv7(),
    };
    expect(await answerTo(early, write)).toBe(201);
    await early.stop();
    const stood = rowsOf(data);
    altered(data, 'UPDATE funding_lines SET available = 7, cash = 7', 'DELETE FROM outbox');
    const done = await rebuilt(data);
    expect(done.beside.lined.first).toEqual([write.key]);
    expect(rowsOf(data)).toEqual(stood);
    const machine = await machineOver(data);
    onTestFinished(() => machine.stop());
    await sealed(machine, write.key);
    expect(await answerTo(machine, write)).toBe(200);
    expect(await answerTo(machine, { ...write, key: uuidv7() })).toBe(201);
  });

  it('and what lines up no more is written beside, to the byte', async () => {
    const data = await copied();
    const entry = '017098c1-c280-7000-8000-000000000001';
    const [late] = lived.rows.entries?.filter(({ canonical }) => String(canonical).includes('"kind":"payment"')) ?? [];
    const canonical = String(late?.canonical)
      .replaceAll(String(late?.id), entry)
      .replace(/"purchase":"[^"]+"/, `"purchase":"${entry.replace(/1$/, '2')}"`);
    const connection = openConnection(database(data));
    connection.run('INSERT INTO entries VALUES (?, ?, ?)', entry, canonical, 'hash');
    connection.get('PRAGMA wal_checkpoint(TRUNCATE)');
    connection.close();
    const done = await rebuilt(data);
    expect(done.unplaced).toBe(`${database(data)}.unplaced-20260102T030405Z.jsonl`);
    expect(await readFile(done.unplaced ?? '', 'utf8')).toBe(`${canonical}\n`);
    expect(reportOf(done).join('\n')).toContain(`Entry ${entry} was not sealed`);
    expect(rowsOf(data)).toEqual(lived.rows);
  });

  it.each([
    ['whose tile is not what its entries hash to', 'tile/0'],
    ['whose entries are not what was signed', 'tile/entries'],
  ])('never from a log %s', async (_what, place) => {
    const data = await copied();
    const path = join(data, 'objects/log', place, `000.p/${lived.writes.length}`);
    const bytes = await readFile(path);
    bytes.writeUInt8((bytes.at(40) ?? 0) ^ 1, 40);
    await writeFile(path, bytes);
    await rm(database(data));
    await expect(rebuilt(data)).rejects.toMatchObject({ zh: expect.any(String), en: expect.any(String) });
    expect((await readdir(data)).filter((name) => name.startsWith('nuanzhang.db'))).toEqual([]);
  });

  it.each([
    ['personal-data.key', 'keys/ledger.json'],
    ['person.key', 'the database'],
    ['log-signing.pem', 'keys/ledger.json'],
  ])('never by another %s than %s remembers', async (name, by) => {
    const [data, other] = [await copied(), await freshFolder()];
    if (by === 'the database') await rm(join(data, 'keys/ledger.json'));
    await freshKeys(other);
    await cp(join(other, 'keys', name), join(data, 'keys', name));
    altered(data, 'DELETE FROM claims');
    const stood = rowsOf(data);
    for (const run of [rebuilt, rewritten]) {
      await expect(run(data)).rejects.toThrow(`${name} is not the key of this ledger`);
    }
    expect(rowsOf(data)).toEqual(stood);
    // As the refusal says.
    await rm(join(data, 'keys', name));
    const done = await rebuilt(data);
    expect([done.missing, done.beside.lostPersons.total]).toEqual([[name], 0]);
    expect(toldOf(done).join('\n')).toContain(`npm run new-key -- ${name}`);
    expect(rowsOf(data)).toEqual(lived.rows);
    expect(marksOf(data)).toEqual(marksOf(lived.data));
  });

  it('with personal data that no key is known to open kept as it is, and listed', async () => {
    const [data, other] = [await copied(), await freshFolder()];
    await freshKeys(other);
    await cp(join(other, 'keys/personal-data.key'), join(data, 'keys/personal-data.key'));
    await rm(join(data, 'keys/ledger.json'));
    altered(data, 'DELETE FROM fingerprints', 'DELETE FROM claims');
    const done = await rebuilt(data);
    expect(rowsOf(data)).toEqual(lived.rows);
    expect(done.beside.unopenedPersons.total).toBe(lived.rows.persons?.length);
    expect(reportOf(done).join('\n')).toContain('personal data that keys/personal-data.key does not open');
  });

  it('without the log key by the one that is remembered, and by no other log', async () => {
    const [data, other] = [await copied(), await freshFolder()];
    const elsewhere = await machineOver(other);
    await expect
      .poll(() => existsSync(join(other, 'objects/log/checkpoint')), { timeout: 20_000, interval: 5 })
      .toBe(true);
    await elsewhere.stop();
    await rm(join(data, 'keys/log-signing.pem'));
    altered(data, 'DELETE FROM claims');
    expect((await rebuilt(data)).believed).toBe('remembered');
    expect(rowsOf(data)).toEqual(lived.rows);
    await rm(join(data, 'objects/log'), { recursive: true });
    await cp(join(other, 'objects/log'), join(data, 'objects/log'), { recursive: true });
    await expect(rebuilt(data)).rejects.toThrow('objects/log is of another ledger');
    await rm(join(data, 'keys/ledger.json'));
    await expect(rebuilt(data)).rejects.toThrow('objects/log is of another ledger');
    altered(data, 'DELETE FROM fingerprints');
    for (const run of [rebuilt, rewritten]) await expect(run(data)).rejects.toThrow('--vkey');
    expect(rowsOf(data)).toEqual(lived.rows);
  });

  it('where nothing remembers the log key, by the verifier key that was kept elsewhere', async () => {
    const data = await copied();
    const vkey = readVerifierKey((await readFile(join(data, 'objects/log/vkey'), 'utf8')).trim());
    await rm(join(data, 'keys'), { recursive: true });
    await rm(database(data));
    await expect(rebuilt(data)).rejects.toThrow('--vkey');
    const done = await rebuildFolder({ data, vkey, now: NOW, nonce: 'rebuilt' });
    expect([done.believed, done.missing.length]).toEqual(['given', 8]);
    const told = toldOf(done);
    expect(told.slice(-2)).toEqual(NEWEST_MAY_BE_LOST);
    expect(told).toContainEqual(expect.stringContaining('A server will still not start'));
  });

  it.each([
    ['is older than the log', `DELETE FROM entries WHERE id = (SELECT max(id) FROM entries)`, true],
    ['has another balance', 'UPDATE funding_lines SET cash = cash + 1', false],
  ])('and says whether what came after the last sealing may be lost: a database that %s', async (_what, sql, is) => {
    const data = await copied();
    altered(data, sql);
    expect(toldOf(await rebuilt(data)).includes(NEWEST_MAY_BE_LOST[1])).toBe(is);
  });

  it('and a folder that was mistyped is not made, nor a checkpoint believed that is none', async () => {
    const mistyped = join(await freshFolder(), 'dta');
    expect(await commanded('rebuild', mistyped, ['--from-log'])).toMatchObject({
      code: 1,
      said: expect.stringContaining(`There is no ledger in ${mistyped}`),
    });
    expect(existsSync(mistyped)).toBe(false);
    const data = await copied();
    await writeFile(join(data, 'objects/log/checkpoint'), 'garbage');
    await expect(rebuilt(data)).rejects.toMatchObject({
      en: expect.stringContaining('log/checkpoint is not in its form'),
    });
  });

  it('never from a log that another key signed', async () => {
    const [data, other] = [await copied(), await freshFolder()];
    await (await machineOver(other)).stop();
    await cp(join(other, 'keys/log-signing.pem'), join(data, 'keys/log-signing.pem'));
    await rm(join(data, 'keys/ledger.json'));
    altered(data, 'DELETE FROM fingerprints');
    await expect(rebuilt(data)).rejects.toThrow(/sign/);
  });

  it.each([
    ['before it is whole', /\.draft$/],
    ['while it is put in place', /before-rebuild/],
  ])('and ended %s, the one or the other is there whole', async (_when, sign) => {
    const data = await copied();
    altered(data, 'DELETE FROM claims');
    const program = spawn(process.execPath, [REBUILD, '--from-log'], { env: { ...process.env, NUANZHANG_DATA: data } });
    const ended = once(program, 'exit');
    await expect
      .poll(async () => (await readdir(data)).some((name) => sign.test(name)), { timeout: 20_000, interval: 1 })
      .toBe(true);
    program.kill('SIGKILL');
    await ended;
    const left = rowsOf(data);
    expect([[], lived.rows.claims]).toContainEqual(left.claims);
    expect({ ...left, claims: [] }).toEqual({ ...lived.rows, claims: [] });
    await rebuilt(data);
    expect(rowsOf(data)).toEqual(lived.rows);
  });

  it('and what was there keeps its WAL, which nothing reads into the new one', async () => {
    const data = await freshFolder();
    const own = database(data);
    for (const [name, text] of [
      ['', 'old'],
      ['.draft', 'new'],
      ['-wal', 'left'],
    ])
      await writeFile(`${own}${name}`, `${text}`);
    await putInPlace({ draft: `${own}.draft`, own, before: `${own}.before` });
    expect((await readdir(data)).sort()).toEqual(['nuanzhang.db', 'nuanzhang.db.before', 'nuanzhang.db.before-wal']);
    expect(await readFile(own, 'utf8')).toBe('new');
    expect(await readFile(`${own}.before`, 'utf8')).toBe('old');
  });
});

/** The files of the log of the size that its head says, by their paths. */
async function logOf(data: string): Promise<ReadonlyMap<string, Buffer>> {
  const { size } = (await new LogFiles(await createFolderObjectStore(join(data, 'objects'))).checkpoint()) ?? {
    size: 0,
  };
  const paths = [...logPaths(size)];
  const bytes = await Promise.all(paths.map((path) => readFile(join(data, 'objects', path))));
  return new Map(paths.map((path, at) => [path, bytes[at] ?? Buffer.alloc(0)]));
}

async function expectWhole(data: string): Promise<void> {
  for await (const checked of checkData(data)) expect(checked).not.toHaveProperty('wrong');
}

/** What may have happened to the files of a log. */
const LOSSES: readonly (readonly [what: string, damage: (log: string) => Promise<void>])[] = [
  ['is gone', (log) => rm(log, { recursive: true })],
  ['has no checkpoint', (log) => rm(join(log, 'checkpoint'))],
  ['has a checkpoint that is none', (log) => writeFile(join(log, 'checkpoint'), 'garbage')],
  ['has no entries', (log) => rm(join(log, 'tile/entries'), { recursive: true })],
  [
    'is older',
    async (log) => {
      await rm(log, { recursive: true });
      await cp(lived.early, log, { recursive: true });
    },
  ],
];

describe('the files of a log are written again from the database', () => {
  it.each(LOSSES)('to the byte where the log %s, and a server starts over them', async (_what, damage) => {
    const data = await copied();
    const log = join(data, 'objects/log');
    await damage(log);
    const hadLog = existsSync(log);
    const done = await rewritten(data);
    expect(done).toEqual({
      size: lived.writes.length,
      isSame: false,
      believed: 'file',
      missing: [],
      before: hadLog ? `${log}.before-rebuild-20260102T030405Z` : undefined,
    });
    expect(await logOf(data)).toEqual(await logOf(lived.data));
    expect(rowsOf(data)).toEqual(lived.rows);
    await expectWhole(data);
    const machine = await machineOver(data);
    onTestFinished(() => machine.stop());
    const [first] = lived.writes;
    if (first === undefined) throw new Error('something was written');
    expect(await answerTo(machine, first)).toBe(200);
  });

  it('wherever their bits flipped; and nothing is changed where they are whole', async () => {
    const paths = [...(await logOf(lived.data)).keys()];
    const flips = fc.array(fc.record({ path: fc.constantFrom(...paths), at: fc.nat(), bit: fc.nat(7) }), {
      minLength: 1,
      maxLength: 4,
    });
    const whole = await logOf(lived.data);
    await fc.assert(
      fc.asyncProperty(flips, async (chosen) => {
        const data = await copied();
        for (const { path, at, bit } of chosen) {
          const file = join(data, 'objects', path);
          const bytes = await readFile(file);
          const place = at % bytes.length;
          bytes.writeUInt8((bytes.at(place) ?? 0) ^ (1 << bit), place);
          await writeFile(file, bytes);
        }
        await rewritten(data);
        expect(await logOf(data)).toEqual(whole);
        expect(await rewritten(data)).toMatchObject({ isSame: true, before: undefined });
      }),
      { numRuns: 10, interruptAfterTimeLimit: 4_000 },
    );
  });

  it.each([
    ['the projection had not reached the newest', EARLY, 'SELECT entry FROM places WHERE false'],
    ['the projection had reached nothing', 0, 'SELECT entry FROM places WHERE false'],
    ['the round of the head had not left the outbox', EARLY, `SELECT entry FROM places WHERE place >= ${EARLY}`],
  ])('in the order in which they were sealed where %s', async (_what, size, waiting) => {
    const data = await copied();
    altered(
      data,
      `INSERT INTO outbox SELECT json_extract(canonical, '$.recordedAt'), id FROM entries WHERE id IN (${waiting})`,
      ...['places', 'sums', 'registered', 'listed', 'projections'].map((table) => `DELETE FROM ${table}`),
    );
    await projected(data, size);
    expect(rowsOf(data).places).toHaveLength(size);
    await rm(join(data, 'objects/log'), { recursive: true });
    await rewritten(data);
    expect(await logOf(data)).toEqual(await logOf(lived.data));
    await expectWhole(data);
  });

  it('with the full tiles of a longer one, and what is not sealed stays behind', async () => {
    const data = await copied();
    const line = lived.rows.funding_lines?.find(({ closed_by: closed }) => closed === null)?.id;
    const path: Write['path'] = `/api/funding-lines/${line}/appropriations`;
    const body = { effectiveOn: DAY, source: '追加', amount: '1.00' };
    const write = (): Write => ({ person: TREASURER, path, body, key: uuidv7() });
    const size = 257;
    const writes = Array.from({ length: size - lived.writes.length }, write);
    const machine = await machineOver(data);
    expect(new Set(await Promise.all(writes.map((one) => answerTo(machine, one))))).toEqual(new Set([201]));
    const checkpoint = `${machine.origin}/api/log/checkpoint`;
    const published = async () => (await (await fetch(checkpoint)).text()).split('\n')[1];
    await expect.poll(published, { timeout: 20_000, interval: 10 }).toBe(String(size));
    await machine.stop();
    await projected(data, size);
    const unsealing = { NUANZHANG_DATA: data, NUANZHANG_RATE: 'off', NUANZHANG_SEALING: 'off' };
    const still = await startMachine({ ...readEnvironment(unsealing), port: 0 }, () => undefined);
    expect(await answerTo(still, write())).toBe(201);
    await still.stop();
    const whole = await logOf(data);
    await rm(join(data, 'objects/log'), { recursive: true });
    expect(await rewritten(data)).toMatchObject({ size });
    expect(await logOf(data)).toEqual(whole);
    expect(rowsOf(data).outbox).toHaveLength(1);
    await expectWhole(data);
  });

  it('never out of entries that are not those that were sealed', async () => {
    const data = await copied();
    altered(data, `UPDATE entries SET canonical = replace(canonical, '"kind":"payment"', '"kind": "payment"')`);
    await rm(join(data, 'objects/log'), { recursive: true });
    await cp(lived.early, join(data, 'objects/log'), { recursive: true });
    await expect(rewritten(data)).rejects.toThrow(`the first ${EARLY} are right`);
    await rm(join(data, 'objects/log'), { recursive: true });
    await expect(rewritten(data)).rejects.toThrow(`are not the ${lived.writes.length} that were sealed: some`);
    expect(await readdir(join(data, 'objects'))).not.toContain('log');
  });

  it('never over a log that goes on where the database stops', async () => {
    const data = await copied();
    const later = await freshFolder();
    await cp(data, later, { recursive: true });
    const machine = await machineOver(later);
    const line = lived.rows.funding_lines?.find(({ closed_by: closed }) => closed === null)?.id;
    const body = { effectiveOn: DAY, source: '追加', amount: '1.00' };
    const path: Write['path'] = `/api/funding-lines/${line}/appropriations`;
    const write: Write = { person: TREASURER, path, body, key: uuidv7() };
    expect(await answerTo(machine, write)).toBe(201);
    await sealed(machine, write.key);
    await machine.stop();
    await cp(join(later, 'objects/log'), join(data, 'objects/log'), { recursive: true, force: true });
    await rm(join(data, 'objects/log/tile/0'), { recursive: true });
    await expect(rewritten(data)).rejects.toThrow('is older than its log');
  });

  it('and ended before they are whole, or while they are put in place, the same command makes them', async () => {
    const data = await copied();
    const objects = join(data, 'objects');
    await rm(join(objects, 'log/checkpoint'));
    const program = spawn(process.execPath, [REBUILD, '--log'], { env: { ...process.env, NUANZHANG_DATA: data } });
    const ended = once(program, 'exit');
    await expect
      .poll(async () => (await readdir(objects)).includes('log.draft'), { timeout: 20_000, interval: 1 })
      .toBe(true);
    program.kill('SIGKILL');
    await ended;
    await rewritten(data);
    await mkdir(join(objects, 'log.draft'));
    await rename(join(objects, 'log'), join(objects, 'log.draft/log'));
    await rewritten(data);
    expect(await logOf(data)).toEqual(await logOf(lived.data));
    expect(await readdir(objects)).not.toContain('log.draft');
  });
});
