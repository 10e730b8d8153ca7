import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { latestBackups } from '../../../local/backup/made-backups.ts';
import { makeBackup } from '../../../local/backup/make-backup.ts';
import {
  boxOf,
  type Client,
  clientOf,
  FREE,
  giftOf,
  key,
  OPENING,
  open,
  orderOf,
  type Post,
} from '../../faults/client.ts';
import { freshFolder } from '../folder.ts';
import { type Program, run } from '../program.ts';
import { boundedBackup, command, PASSPHRASE } from './command.ts';

const GIFT = giftOf(key(FREE - 1), 1_000);

interface Server {
  readonly program: Program;
  readonly client: Client;
}

async function start(data: string): Promise<Server> {
  const program = run(data, { NUANZHANG_DEMO: 'off' });
  return { program, client: await clientOf(await program.origin(), data) };
}

function nth(number: number): Post {
  const name = key(FREE + number);
  return number % 2 === 0 ? orderOf(name, '1.00') : boxOf(name);
}

/** A folder with a ledger that a server has, and a folder beside for backups. */
async function prepared() {
  const folder = await freshFolder();
  const data = join(folder, 'data');
  const server = await start(data);
  await open(server.client, [GIFT]);
  return { folder, data, file: join(folder, 'one.zip'), ...server };
}

/** What is left of requests in a data folder. */
async function leftIn(data: string): Promise<string[]> {
  return readdir(join(data, 'backup-requests')).catch(() => []);
}

test('a backup under eight writers holds everything that was acknowledged before it; all of them go on, and so does the restored folder', async () => {
  const { folder, data, file, client, program } = await prepared();
  const acknowledged: string[] = [];
  const stopping = new AbortController();
  let next = 0;
  const writing = Array.from({ length: 8 }, async () => {
    while (!stopping.signal.aborted) {
      const post = nth(next++);
      expect(await client.post(post)).toMatchObject({ status: 201 });
      acknowledged.push(post.key);
    }
  });
  await expect.poll(() => acknowledged.length, { timeout: 20_000, interval: 1 }).toBeGreaterThan(48);
  const before = [...acknowledged];
  const { code, out } = await command('backup', data, [file]).ended;
  expect(acknowledged.length).toBeGreaterThan(before.length);
  stopping.abort();
  await Promise.all(writing);
  expect(out).toContain('found whole');
  expect(code).toBe(0);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await leftIn(data)).toEqual([]);
  const [made] = await latestBackups(data);
  expect(made).toMatchObject({ file, proven: true, bytes: (await stat(file)).size });
  await program.stop();
  expect(program.stderr()).toBe('');

  const restored = join(folder, 'again');
  const told = await command('restore', restored, [file]).ended;
  expect(told).toMatchObject({ code: 0, out: expect.stringContaining(made?.root ?? '?') });
  expect(told.out).toContain(`\n  ${made?.size}\n`);
  const { client: again, program: next2 } = await start(restored);
  const there = await again.entries();
  expect(new Set(there).size).toBe(there.length);
  expect(there).toEqual(expect.arrayContaining([...OPENING.map((post) => post.key), GIFT.key, ...before]));
  const fresh = nth(next + 10_000);
  expect(await again.post(fresh)).toMatchObject({ status: 201 });
  const [old] = before;
  expect((await again.post(nth(Number.parseInt(old?.slice(-12) ?? '', 16) - FREE))).status).toBe(200);
  await again.settle();
  await sealed(next2, again);
  expect(next2.stderr()).toBe('');
});

/** Waits until the log holds every entry. */
async function sealed(program: Program, client: Client): Promise<number> {
  const { length } = await client.entries();
  const origin = await program.origin();
  const size = async () => Number((await (await fetch(`${origin}/api/log/checkpoint`)).text()).split('\n')[1]);
  await expect.poll(size, { timeout: 20_000, interval: 20 }).toBe(length);
  return length;
}

test('files of the log are cut to the size of the copied head, however far the log has grown since', async () => {
  const { folder, data, file, client, program } = await prepared();
  const size = await sealed(program, client);
  await program.stop();
  let grown = 0;
  const copied = async () => {
    const server = await start(data);
    for (let from = 0; from < 260; from += 20) {
      const posts = Array.from({ length: 20 }, (_, at) => nth(2 * (from + at)));
      for (const { status } of await Promise.all(posts.map((post) => server.client.post(post))))
        expect(status).toBe(201);
    }
    grown = await sealed(server.program, server.client);
    await server.program.stop();
  };
  const options = { data, file, passphrase: PASSPHRASE, clock: Date.now, signal: new AbortController().signal, copied };
  const { proof } = await makeBackup(options);
  expect(proof).toMatchObject({ size, entries: size });
  expect(grown).toBe(size + 260);
  expect(await readdir(join(data, 'objects/log/tile/0'))).toEqual(['000', '001.p']);

  const restored = join(folder, 'again');
  expect(await command('restore', restored, [file]).ended).toMatchObject({ code: 0 });
  expect(await readdir(join(restored, 'objects/log/tile/0/000.p'))).toEqual([String(size)]);
  const { client: again, program: goesOn } = await start(restored);
  expect(await again.post(nth(0))).toMatchObject({ status: 201 });
  expect(await sealed(goesOn, again)).toBe(size + 1);
});

test('a server that ends before it made the copy leaves it to whoever asked', async () => {
  const { data, file, program } = await prepared();
  program.child.kill('SIGSTOP');
  const asked = command('backup', data, [file]);
  await expect.poll(() => leftIn(data), { timeout: 20_000, interval: 5 }).toHaveLength(1);
  program.child.kill('SIGKILL');
  expect(await asked.ended).toMatchObject({ code: 0 });
  expect(await leftIn(data)).toEqual([]);
});

test('a server that does not answer is told of in both languages, and nothing is left', async () => {
  const { folder, data, file, program } = await prepared();
  program.child.kill('SIGSTOP');
  const signal = new AbortController().signal;
  const asked = makeBackup({ data, file, passphrase: PASSPHRASE, clock: Date.now, signal, silentMs: 300 });
  await expect(asked).rejects.toThrow(/没有应答备份请求[^]*did not answer/);
  program.child.kill('SIGCONT');
  expect(await leftIn(data)).toEqual([]);
  expect(await readdir(folder)).toEqual(['data']);
});

test.each(['request', 'draft'])(
  'kill -9 of the command when there is a %s leaves no backup, and the server sweeps up',
  async (moment) => {
    const { folder, data, file, client } = await prepared();
    const { child, ended } = command('backup', data, [file]);
    const seen = async () =>
      [...(await leftIn(data)), ...(await readdir(folder))].some((name) => name.endsWith(`.${moment}`));
    await expect.poll(seen, { timeout: 20_000, interval: 1 }).toBe(true);
    child.kill('SIGKILL');
    await ended;
    expect(await readdir(folder)).not.toContain('one.zip');
    expect(await latestBackups(data)).toEqual([]);
    expect(await client.post(nth(0))).toMatchObject({ status: 201 });
    // As if half a minute had passed in which nobody waited for it.
    for (const name of await leftIn(data)) {
      if (name.endsWith('.request')) await utimes(join(data, 'backup-requests', name), 0, 0);
    }
    await expect.poll(() => leftIn(data), { timeout: 20_000, interval: 20 }).toEqual([]);
    expect(await command('backup', data, [file]).ended).toMatchObject({ code: 0 });
  },
);

test.skipIf(process.platform === 'win32')(
  'a disk that is full is told of in both languages, and nothing is left there',
  async () => {
    const { folder, data, file, client } = await prepared();
    const { code, out } = await boundedBackup(data, file, 32_768).ended;
    expect(out).toMatch(/空间不足[^]*No room is left/);
    expect(code).toBe(1);
    expect(await readdir(folder)).toEqual(['data']);
    expect(await leftIn(data)).toEqual([]);
    expect(await client.post(nth(0))).toMatchObject({ status: 201 });
  },
);

test.skipIf(process.platform === 'win32')('a request is read by nobody but the owner of the data folder', async () => {
  const { data, file } = await prepared();
  expect(await command('backup', data, [file]).ended).toMatchObject({ code: 0 });
  expect((await stat(join(data, 'backup-requests'))).mode & 0o777).toBe(0o700);
});

test.each([
  ['a file that is there', {}, [], /已经存在[^]*is there already/],
  ['no passphrase', { NUANZHANG_PASSPHRASE: '' }, [], /至少 12 个字符[^]*--without-keys/],
  ['a short passphrase', { NUANZHANG_PASSPHRASE: 'short' }, [], /现为 5 个[^]*has 5 characters/],
  ['two files', {}, ['other.zip'], /用法[^]*usage/],
  ['an engine elsewhere', { DYNAMODB_ENDPOINT: 'http://127.0.0.1:1' }, [], /DYNAMODB_ENDPOINT/],
] as const)('%s is refused saying what to do', async (_, variables, more, said) => {
  const folder = await freshFolder();
  const file = join(folder, 'there.zip');
  await writeFile(file, 'a year of photographs');
  await writeFile(join(folder, 'nuanzhang.db'), '');
  const { code, out } = await command('backup', folder, [file, ...more], variables).ended;
  expect(out).toMatch(said);
  expect(code).toBe(2);
  expect(await readFile(file, 'utf8')).toBe('a year of photographs');
});

test.each([
  ['of the embedded engine', 'ledger.db', 1, /npm run carry-over/],
  ['that is none', 'other.txt', 2, /没有账本[^]*no ledger/],
] as const)('a folder %s is refused saying what to do', async (_, name, status, said) => {
  const folder = await freshFolder();
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'data', name), '');
  const { code, out } = await command('backup', join(folder, 'data'), [join(folder, 'one.zip')]).ended;
  expect(out).toMatch(said);
  expect(code).toBe(status);
  expect(await readdir(folder)).toEqual(['data']);
});
