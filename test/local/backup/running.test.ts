import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { latestBackups } from '../../../local/backup/made-backups.ts';
import { makeBackup } from '../../../local/backup/make-backup.ts';
import { readPassphrase } from '../../../local/backup/passphrase.ts';
import { restoreBackup } from '../../../local/backup/restore-backup.ts';
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
import { machineOver, sealed } from './machine.ts';

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
  expect(out.match(/SHA-256 [0-9a-f]{64}/g)).toHaveLength(2);
  expect(code).toBe(0);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await leftIn(data)).toEqual([]);
  expect((await stat(join(data, 'backup-requests'))).mode & 0o777).toBe(0o700);
  const [made] = await latestBackups(data);
  expect(made).toMatchObject({ file, proven: true, bytes: (await stat(file)).size });
  await program.stop();
  expect(program.stderr()).toBe('');

  const restored = join(folder, 'again');
  const told = await command('restore', restored, [file]).ended;
  expect(told).toMatchObject({ code: 0, out: expect.stringContaining(made?.root ?? '?') });
  expect(told.out).toContain(`\n  ${made?.size}\n`);
  const { client: again, origin } = await machineOver(restored);
  const there = await again.entries();
  expect(new Set(there).size).toBe(there.length);
  expect(there).toEqual(expect.arrayContaining([...OPENING.map((post) => post.key), GIFT.key, ...before]));
  const fresh = nth(next + 10_000);
  expect(await again.post(fresh)).toMatchObject({ status: 201 });
  const [old] = before;
  expect((await again.post(nth(Number.parseInt(old?.slice(-12) ?? '', 16) - FREE))).status).toBe(200);
  await again.settle();
  await sealed(origin, again);
}, 120_000);

test('files of the log are cut to the size of the copied head, however far the log has grown since', async () => {
  const folder = await freshFolder();
  const [data, file] = [join(folder, 'data'), join(folder, 'one.zip')];
  const first = await machineOver(data);
  await open(first.client, [GIFT]);
  const size = await sealed(first.origin, first.client);
  await first.stop();
  let grown = 0;
  const copied = async () => {
    const server = await machineOver(data);
    for (let from = 0; from < 260; from += 20) {
      const posts = Array.from({ length: 20 }, (_, at) => nth(2 * (from + at)));
      for (const { status } of await Promise.all(posts.map((post) => server.client.post(post))))
        expect(status).toBe(201);
    }
    grown = await sealed(server.origin, server.client);
    await server.stop();
  };
  const options = { data, file, passphrase: PASSPHRASE, clock: Date.now, signal: new AbortController().signal, copied };
  const { proof } = await makeBackup(options);
  expect(proof).toMatchObject({ size, entries: size });
  expect(grown).toBe(size + 260);
  expect(await readdir(join(data, 'objects/log/tile/0'))).toEqual(['000', '001.p']);

  const restored = join(folder, 'again');
  await restoreBackup({ data: restored, file, passphrase: PASSPHRASE, withoutKeys: false });
  expect(await readdir(join(restored, 'objects/log/tile/0/000.p'))).toEqual([String(size)]);
  const again = await machineOver(restored);
  expect(await again.client.post(nth(0))).toMatchObject({ status: 201 });
  expect(await sealed(again.origin, again.client)).toBe(size + 1);
});

test('a server that ends before it made the copy leaves it to whoever asked', async () => {
  const { data, file, program } = await prepared();
  program.child.kill('SIGSTOP');
  const asked = command('backup', data, [file]);
  await expect.poll(() => leftIn(data), { timeout: 20_000, interval: 5 }).toHaveLength(1);
  program.child.kill('SIGKILL');
  expect(await asked.ended).toMatchObject({ out: expect.stringContaining('found whole'), code: 0 });
  expect(await leftIn(data)).toEqual([]);
});

test('a server that does not answer is told of in both languages, and nothing is left', async () => {
  const { folder, data, file, program } = await prepared();
  program.child.kill('SIGSTOP');
  const signal = new AbortController().signal;
  const asked = makeBackup({ data, file, passphrase: PASSPHRASE, clock: Date.now, signal, silentMs: 300 });
  await expect(asked).rejects.toThrow(/没有应答备份请求[\s\S]*did not answer/);
  program.child.kill('SIGCONT');
  expect(await leftIn(data)).toEqual([]);
  expect(await readdir(folder)).toEqual(['data']);
});

test('kill -9 of the command at any moment leaves no backup, and the server and the next backup sweep up', async () => {
  const { folder, data, file, client } = await prepared();
  for (const moment of ['request', 'draft', 'proof']) {
    const { child, ended } = command('backup', data, [file, '--without-keys']);
    const names = async () => [...(await leftIn(data)), ...(await readdir(folder))];
    const seen = async () => (await names()).some((name) => name.endsWith(`.${moment}`));
    await expect.poll(seen, { timeout: 20_000, interval: 1 }).toBe(true);
    child.kill('SIGKILL');
    await ended;
    expect(await readdir(folder)).not.toContain('one.zip');
    // As if half a minute had passed in which nobody waited for it.
    for (const name of await leftIn(data)) {
      if (name.endsWith('.request')) await utimes(join(data, 'backup-requests', name), 0, 0);
    }
    await expect.poll(() => leftIn(data), { timeout: 20_000, interval: 20 }).toEqual([]);
  }
  expect(await latestBackups(data)).toEqual([]);
  expect(await client.post(nth(0))).toMatchObject({ status: 201 });
  expect(await readdir(folder)).toContainEqual(expect.stringMatching(/^\.one\.zip\..*\.draft$/));
  const { signal } = new AbortController();
  await makeBackup({ data, file: join(folder, 'two.zip'), passphrase: undefined, clock: Date.now, signal });
  expect(await readdir(folder)).toEqual(['data', 'two.zip']);
});

test('kill -9 of a restore leaves nothing where the data folder would be, and the next sweeps up, only what is dead', async () => {
  const folder = await freshFolder();
  const [data, file] = [join(folder, 'data'), join(folder, 'one.zip')];
  const machine = await machineOver(data);
  await open(machine.client);
  await machine.stop();
  const { signal } = new AbortController();
  await makeBackup({ data, file, passphrase: undefined, clock: Date.now, signal });
  const restoreAs = (name: string) =>
    restoreBackup({ data: join(folder, name), file, passphrase: undefined, withoutKeys: true });
  for (const [nth, written] of ['.restoring-', 'nuanzhang.db'].entries()) {
    const { child, ended } = command('restore', join(folder, 'again'), [file, '--without-keys']);
    const drafts = async () =>
      (await readdir(folder, { recursive: true })).filter((name) => name.includes('.restoring-'));
    const seen = async () => (await drafts()).some((name) => name.includes(written));
    await expect.poll(seen, { timeout: 20_000, interval: 1 }).toBe(true);
    child.kill('SIGSTOP');
    const [draft] = await drafts();
    await restoreAs(`beside-${nth}`);
    expect(await drafts()).toContain(draft);
    child.kill('SIGKILL');
    await ended;
    expect(await readdir(folder)).not.toContain('again');
  }
  await restoreAs('again');
  expect(await readdir(folder)).toEqual(['again', 'beside-0', 'beside-1', 'data', 'one.zip']);
});

test.skipIf(process.platform === 'win32')(
  'a disk that is full is told of in both languages, and nothing is left there',
  async () => {
    const { folder, data, file, client } = await prepared();
    const { code, out } = await boundedBackup(data, file, 32_768).ended;
    expect(out).toMatch(/空间不足[\s\S]*No room is left/);
    expect(code).toBe(1);
    expect(await readdir(folder)).toEqual(['data']);
    expect(await leftIn(data)).toEqual([]);
    expect(await client.post(nth(0))).toMatchObject({ status: 201 });
  },
);

test.each([
  ['no passphrase', { NUANZHANG_PASSPHRASE: '' }, [], /至少 12 个字符[\s\S]*--without-keys/],
  ['two files', {}, ['other.zip'], /用法.*--without-keys[\s\S]*usage/],
] as const)('%s is refused saying what to do', async (_, variables, more, said) => {
  const folder = await freshFolder();
  const { code, out } = await command('backup', folder, [join(folder, 'one.zip'), ...more], variables).ended;
  expect(out).toMatch(said);
  expect(code).toBe(2);
  expect(await readdir(folder)).toEqual([]);
});

test('a passphrase of fewer than twelve characters is none', () => {
  expect(() => readPassphrase({ NUANZHANG_PASSPHRASE: '暖账' })).toThrow(/现为 2 个[\s\S]*has 2 characters/);
  expect(readPassphrase({ NUANZHANG_PASSPHRASE: PASSPHRASE })).toBe(PASSPHRASE);
});

test.each([
  ['over a file that is there', 'nuanzhang.db', 'one.zip', /已经存在[\s\S]*is there already/],
  ['of a folder of the embedded engine', 'ledger.db', 'other.zip', /npm run carry-over/],
  ['of a folder that holds no ledger', 'other.txt', 'other.zip', /没有账本[\s\S]*no ledger/],
] as const)('a backup %s is refused saying what to do', async (_, name, target, said) => {
  const folder = await freshFolder();
  const data = join(folder, 'data');
  await mkdir(data);
  await writeFile(join(data, name), '');
  await writeFile(join(folder, 'one.zip'), 'a year of photographs');
  const { signal } = new AbortController();
  const asked = makeBackup({ data, file: join(folder, target), passphrase: PASSPHRASE, clock: Date.now, signal });
  await expect(asked).rejects.toThrow(said);
  expect(await readFile(join(folder, 'one.zip'), 'utf8')).toBe('a year of photographs');
  expect(await readdir(folder)).toEqual(['data', 'one.zip']);
});
