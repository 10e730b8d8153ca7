import { execFileSync, spawn } from 'node:child_process';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { KEY_FILES, type KeyFile } from '../../local/integrity/key-files.ts';
import { checkData } from '../../local/integrity/whole-check.ts';
import { rebuildFolder } from '../../local/rebuilding/rebuild-folder.ts';
import { rewriteLog } from '../../local/rebuilding/rewrite-log.ts';
import { openConnection } from '../../shared/storage/sqlite/connection.ts';
import { testOnEngine } from '../engine.ts';
import { clientOf, FREE, key, open as opening, orderOf } from '../faults/client.ts';
import { freshFolder } from './folder.ts';
import { copyOf, madeFolders, post, sealAndStop, start } from './made-folder.ts';
import { run } from './program.ts';

const NAMES = Object.keys(KEY_FILES) as KeyFile[];
const isRoot = process.getuid?.() === 0;

const made = madeFolders();

/** Every file of a folder with the hash of what is in it. */
async function contentsOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = async (path: string) =>
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  return Object.fromEntries(await Promise.all(files.map(async (path) => [path, await hash(path)] as const)));
}

async function refusalOf(data: string, variables: Readonly<Record<string, string>> = {}): Promise<string> {
  const said = await start(data, variables).then(
    async ({ machine }) => {
      await machine.stop();
      return 'it started';
    },
    (error: unknown) => String(error),
  );
  return said;
}

function inDatabase(data: string, ...statements: readonly string[]): void {
  const database = new DatabaseSync(join(data, 'nuanzhang.db'));
  for (const statement of statements) database.exec(statement);
  database.close();
}

async function overwrite(path: string, at: number, bytes: Buffer): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(bytes, 0, bytes.length, at);
  await file.close();
}

const log = (data: string, ...path: readonly string[]) => join(data, 'objects', 'log', ...path);

/** The only partial file of a folder of the log. */
async function partialIn(data: string, ...path: readonly string[]): Promise<string> {
  const folder = log(data, 'tile', ...path, '000.p');
  const [name = ''] = (await readdir(folder)).sort((a, b) => Number(b) - Number(a));
  return join(folder, name);
}

async function replaceFrom(data: string, from: string, ...path: readonly string[]): Promise<void> {
  await rm(join(data, ...path), { recursive: true, force: true });
  await cp(join(from, ...path), join(data, ...path), { recursive: true });
}

type Damage = (data: string) => Promise<void> | void;

const newKeyLike = (name: KeyFile): Buffer | string => {
  const pem = (type: 'rsa' | 'ed25519') => {
    const pair = type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519');
    return pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
  };
  if (name === 'log-signing.pem') return pem('ed25519');
  return name === 'token-signing.pem' ? pem('rsa') : randomBytes(32);
};

const DAMAGES: readonly (readonly [what: string, damage: Damage, zh: RegExp, en: RegExp])[] = [
  ...NAMES.flatMap((name) => [
    [
      `the key ${name} deleted`,
      (data: string) => rm(join(data, 'keys', name)),
      new RegExp(`keys/${name} 丢失.*${KEY_FILES[name].zh}.*npm run new-key -- ${name}`),
      new RegExp(`keys/${name} is not there.*${KEY_FILES[name].en}.*npm run new-key -- ${name}`),
    ] as const,
    [
      `another key as ${name}`,
      (data: string) => writeFile(join(data, 'keys', name), newKeyLike(name)),
      new RegExp(`keys/${name} 不是这本账的密钥.*npm run new-key -- ${name}`),
      new RegExp(`keys/${name} is not the key of this ledger.*npm run new-key -- ${name}`),
    ] as const,
    [
      `the key ${name} cut short`,
      (data: string) => truncate(join(data, 'keys', name), 7),
      new RegExp(`keys/${name} 已损坏`),
      new RegExp(`keys/${name} is damaged`),
    ] as const,
  ]),
  [
    'all keys deleted',
    (data) => rm(join(data, 'keys'), { recursive: true }),
    /没有一把密钥.*改正 NUANZHANG_DATA/,
    /is no key in.*correct NUANZHANG_DATA/,
  ],
  [
    'the keys of another ledger',
    (data) => replaceFrom(data, made.other, 'keys'),
    /不属于同一本账.*放回原来的 keys/,
    /not of the same ledger.*put the right folder keys back/,
  ],
  ['no database', (data) => rm(join(data, 'nuanzhang.db')), /nuanzhang\.db 不见了.*--from-log/, /is gone.*--from-log/],
  [
    'an empty file as database',
    (data) => writeFile(join(data, 'nuanzhang.db'), ''),
    /nuanzhang\.db 不见了/,
    /nuanzhang\.db is gone/,
  ],
  [
    'a new database without anything in it',
    async (data) => {
      await rm(join(data, 'nuanzhang.db'));
      openConnection(join(data, 'nuanzhang.db')).close();
    },
    /不属于同一本账/,
    /not of the same ledger/,
  ],
  [
    'the database of another ledger',
    (data) => replaceFrom(data, made.other, 'nuanzhang.db'),
    /不属于同一本账.*--from-log/,
    /not of the same ledger.*--from-log/,
  ],
  [
    'a database of something else',
    async (data) => {
      await rm(join(data, 'nuanzhang.db'));
      inDatabase(data, 'CREATE TABLE songs (name TEXT)');
    },
    /不是暖账的数据库/,
    /is no database of Nuanzhang/,
  ],
  [
    'a database of a later version',
    (data) => inDatabase(data, 'PRAGMA user_version = 99'),
    /更新版本的暖账/,
    /by a later version of Nuanzhang/,
  ],
  [
    'a database older than its log',
    (data) => replaceFrom(data, made.earlier, 'nuanzhang.db'),
    /数据库比日志旧:日志已封存 11 条,数据库只知道 9 条.*--from-log/,
    /older than its log: 11 entries are sealed and it knows of 9.*--from-log/,
  ],
  ...['claims', 'entries', 'places', 'persons'].map(
    (table) =>
      [
        `without its table ${table}`,
        (data: string) => inDatabase(data, `DROP TABLE ${table}`),
        new RegExp(`缺少表.*${table}`),
        new RegExp(`lacks a table.*${table}`),
      ] as const,
  ),
  [
    'a damaged page in the database',
    (data) => overwrite(join(data, 'nuanzhang.db'), 4096 * 3, randomBytes(4096)),
    /nuanzhang\.db 已损坏.*--from-log/,
    /nuanzhang\.db is damaged.*--from-log/,
  ],
  [
    'a database cut short',
    (data) => truncate(join(data, 'nuanzhang.db'), 4096 * 5),
    /nuanzhang\.db 已损坏/,
    /nuanzhang\.db is damaged/,
  ],
  [
    'a sealed entry that is gone',
    (data) => inDatabase(data, `DELETE FROM entries WHERE id = '${key(FREE + 3)}'`),
    /缺少或改动了 1 条/,
    /lacks 1 sealed entries/,
  ],
  [
    'a sealed entry that was changed',
    (data) => inDatabase(data, `UPDATE entries SET canonical = replace(canonical, '"2.00"', '"9.00"')`),
    /缺少或改动了 1 条/,
    /lacks 1 sealed entries/,
  ],
  [
    'an entry that is none any more',
    (data) => inDatabase(data, `UPDATE entries SET canonical = '{' WHERE id = '${key(FREE + 3)}'`),
    /无法读取的行/,
    /a row that cannot be read/,
  ],
  [
    'a head that cannot be read',
    (data) => inDatabase(data, "UPDATE head SET head = x'00'"),
    /日志头无法读取.*--from-log/,
    /The head of the log.*cannot be read.*--from-log/,
  ],
  [
    'no checkpoint',
    (data) => rm(log(data, 'checkpoint')),
    /日志文件丢失、较旧或已损坏\(11 条\)/,
    /are lost, older or damaged \(11 entries\)/,
  ],
  [
    'a checkpoint cut short',
    (data) => truncate(log(data, 'checkpoint'), 20),
    /日志文件丢失、较旧或已损坏/,
    /lost, older or damaged/,
  ],
  [
    'the log of before',
    (data) => replaceFrom(data, made.earlier, 'objects'),
    /已损坏\(2 条\)/,
    /older or damaged \(2 entries\)/,
  ],
  [
    'the log of another ledger',
    (data) => replaceFrom(data, made.other, 'objects'),
    /属于另一本账.*--log/,
    /is of another ledger.*--log/,
  ],
  [
    'no log at all',
    (data) => rm(join(data, 'objects'), { recursive: true }),
    /日志文件丢失、较旧或已损坏\(11 条\)/,
    /older or damaged \(11/,
  ],
  [
    'the newest bundle gone',
    async (data) => rm(await partialIn(data, 'entries')),
    /较旧或已损坏/,
    /lost, older or damaged/,
  ],
  [
    'the newest bundle cut short',
    async (data) => truncate(await partialIn(data, 'entries'), 900),
    /较旧或已损坏/,
    /lost, older or damaged/,
  ],
  [
    'the newest bundle damaged',
    async (data) => overwrite(await partialIn(data, 'entries'), 400, Buffer.from('x')),
    /已损坏:log\/tile\/0/,
    /damaged: log\/tile\/0/,
  ],
  [
    'the newest tile damaged',
    async (data) => overwrite(await partialIn(data, '0'), 40, Buffer.from('x')),
    /已损坏:log\/tile\/0/,
    /damaged: log\/tile\/0/,
  ],
];

describe('a start over a folder that is not whole opens nothing, changes nothing, and says what is lost and what to do', () => {
  test.each(DAMAGES)('%s', async (what, damage, zh, en) => {
    const data = await copyOf(made.now);
    await damage(data);
    const before = await contentsOf(data);
    const said = await refusalOf(data);
    expect(said).toMatch(zh);
    expect(said).toMatch(en);
    expect(said).toContain(data);
    expect(await contentsOf(data)).toEqual(before);
    await mendAsSaid(data, what, said);
  });
});

/** Does what is said, and sees that it helps. What a later version made, nobody but that version opens. */
async function mendAsSaid(data: string, what: string, said: string): Promise<void> {
  if (said.includes('later version')) return;
  const isRebuilt = said.includes('--from-log') && !what.includes('keys');
  if (isRebuilt) await rebuildFolder({ data, now: Date.now(), nonce: 'rebuilt' });
  else if (said.includes('rebuild -- --log')) await rewriteLog({ data, now: Date.now() });
  else await replaceFrom(data, made.now, 'keys');
  await (await start(data)).machine.stop();
  for await (const checked of checkData(data)) expect(checked).not.toHaveProperty('wrong');
}

describe('a start over a folder', () => {
  test('that is whole goes on with it', async () => {
    const data = await copyOf(made.now);
    const running = await start(data);
    await post(running, [orderOf(key(FREE + 4), '3.00')]);
    await running.client.settle();
    await sealAndStop(running);
  });

  test('that was put back whole as it was before goes on, and only a checkpoint from outside tells of it', async () => {
    const kept = await readFile(log(made.now, 'checkpoint'), 'utf8');
    const { machine } = await start(await copyOf(made.earlier));
    const published = await (await fetch(`${machine.origin}/api/log/checkpoint`)).text();
    expect([kept, published].map((note) => note.split('\n')[1])).toEqual(['11', '9']);
    await machine.stop();
  });

  test('that keys and database were never told of each other tells them', async () => {
    const data = await copyOf(made.now);
    inDatabase(data, 'DROP TABLE fingerprints', 'PRAGMA user_version = 1');
    await rm(join(data, 'keys', 'ledger.json'));
    await (await start(data)).machine.stop();
    await writeFile(join(data, 'keys', 'person.key'), randomBytes(32));
    expect(await refusalOf(data)).toContain('person.key is not the key of this ledger');
  });

  test('of something else refuses it and leaves it as it is', async () => {
    const data = await freshFolder();
    await writeFile(join(data, 'holiday.jpg'), 'a picture');
    const said = await refusalOf(data);
    expect(said).toMatch(/不是暖账的数据文件夹.*holiday\.jpg.*NUANZHANG_DATA/);
    expect(said).toMatch(/is none of Nuanzhang's.*holiday\.jpg.*NUANZHANG_DATA/);
    expect(await readdir(data)).toEqual(['holiday.jpg']);
  });

  test('that has nothing but what systems leave in folders begins a ledger in it', async () => {
    const data = await freshFolder();
    await mkdir(join(data, 'lost+found'));
    await writeFile(join(data, '.DS_Store'), '');
    await (await start(data)).machine.stop();
    expect(await readdir(data)).toContain('nuanzhang.db');
  });

  test('that is a file says so', async () => {
    const data = join(await freshFolder(), 'data');
    await writeFile(data, '');
    expect(await refusalOf(data)).toMatch(/不是文件夹[\s\S]*is no folder/);
  });

  test('over which a server runs says whose it is', async () => {
    const data = await copyOf(made.now);
    const { machine } = await start(data);
    const said = await refusalOf(data);
    expect(said).toContain(`已有一个暖账服务或命令在用(进程 ${process.pid})`);
    expect(said).toContain(`is in use by another server or command (process ${process.pid})`);
    await machine.stop();
  });

  test('whose lock names a process that lives, but has not the database, starts all the same', async () => {
    const data = await copyOf(made.now);
    const born = (await readFile('/proc/self/stat', 'utf8').catch(() => '')).split(') ').at(-1)?.split(' ')[19] ?? '';
    await writeFile(join(data, 'server.lock'), JSON.stringify({ server: { pid: process.pid, born } }));
    await (await start(data)).machine.stop();
  });

  const ENGINES: readonly (readonly [what: string, damage: Damage, en: RegExp])[] = [
    ['a key deleted', (data) => rm(join(data, 'keys', 'person.key')), /person\.key is not there/],
    ['its database deleted', (data) => rm(join(data, 'ledger.db')), /is gone/],
    ['no checkpoint', (data) => rm(log(data, 'checkpoint')), /lost, older or damaged/],
  ];
  for (const [what, damage, en] of ENGINES) {
    testOnEngine(`of an engine with ${what} opens nothing either`, async () => {
      const data = await freshFolder();
      const engine = { NUANZHANG_STORE: 'dynamodb' };
      const running = await start(data, engine);
      await opening(running.client);
      await sealAndStop(running);
      await damage(data);
      expect(await refusalOf(data, engine)).toMatch(en);
    });
  }

  test.runIf(isRoot)(
    'that belongs to another account says that it may not be used (where root runs the tests)',
    async () => {
      const data = await copyOf(made.now);
      const program = join(import.meta.dirname, '../../local/start.ts');
      const env = { ...process.env, PORT: '0', NUANZHANG_DATA: data };
      const child = spawn(process.execPath, [program], {
        env,
        uid: 65_534,
        gid: 65_534,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      const code = await new Promise((resolve) => child.on('close', resolve));
      expect(code).toBe(1);
      expect(said).toMatch(/没有读写 .* 的权限[\s\S]*may not be read or written by this account/);
    },
  );
});

/** A disk of its own for a folder; undefined where this account may mount none. */
async function diskOf(kilobytes: number): Promise<string | undefined> {
  const at = await mkdtemp(join(tmpdir(), 'nuanzhang-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', at], { stdio: 'ignore' });
  } catch {
    await rm(at, { recursive: true });
    return undefined;
  }
  onTestFinished(async () => {
    execFileSync('umount', ['-l', at]);
    await rm(at, { recursive: true });
  });
  return at;
}

describe('on a disk', () => {
  test('that is read-only a start says so', async ({ skip }) => {
    const disk = (await diskOf(8_192)) ?? skip('this account may mount no disk');
    const data = join(disk, 'data');
    await cp(made.now, data, { recursive: true });
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    expect(await refusalOf(data)).toMatch(/只读[\s\S]*read-only/);
  });

  test('that is full from the beginning a start says so', async ({ skip }) => {
    const disk = (await diskOf(16)) ?? skip('this account may mount no disk');
    await writeFile(join(disk, '.filler'), randomBytes(8_192)).catch(() => undefined);
    expect(await refusalOf(join(disk, 'data'))).toMatch(/磁盘已满[\s\S]*disk is full/i);
  });

  test('that is full a start reads everything, refuses what it cannot keep, and goes on once there is room', async ({
    skip,
  }) => {
    const disk = (await diskOf(8_192)) ?? skip('this account may mount no disk');
    const data = join(disk, 'data');
    await cp(made.now, data, { recursive: true });
    const filler = join(disk, '.filler');
    const file = await open(filler, 'w');
    for (let bytes = 65_536; bytes >= 512; bytes /= 2) {
      while (
        await file.write(randomBytes(bytes)).then(
          ({ bytesWritten }) => bytesWritten === bytes,
          () => false,
        )
      );
    }
    await file.close();
    // What it prints goes to the same disk, as it often does.
    const under = ['sh', '-c', `exec "$@" 2>>'${join(disk, '.printed')}'`, 'sh'];
    const program = run(data, { NUANZHANG_DEMO: 'off' }, { under });
    const client = await clientOf(await program.origin(), data);
    expect(await client.entries()).toHaveLength(11);
    const order = orderOf(key(FREE + 4), '3.00');
    for (let tries = 0; tries < 5; tries += 1) {
      const refused = await client.post(order);
      expect([refused.status, refused.text]).toEqual([503, expect.stringContaining('storage-full')]);
    }
    await rm(filler);
    expect((await client.post(order)).status).toBe(201);
    await client.settle();
    expect(await program.stop()).toBe(0);
  });
});
