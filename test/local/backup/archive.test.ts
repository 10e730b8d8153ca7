import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { archiveOf } from '../../../local/backup/archive.ts';
import { CopiedDatabase } from '../../../local/backup/copied-database.ts';
import { latestBackups } from '../../../local/backup/made-backups.ts';
import { makeBackup } from '../../../local/backup/make-backup.ts';
import { type Manifest, MEMBERS, readManifest, writeManifest } from '../../../local/backup/manifest.ts';
import { restoreBackup } from '../../../local/backup/restore-backup.ts';
import { folderOfKeys } from '../../../local/integrity/key-files.ts';
import { evidenceKeys } from '../../../shared/evidence/keys.ts';
import { filesIn, writeZip, type ZipFile } from '../../../shared/exports/files/zip.ts';
import { writeStaged } from '../../../shared/log/sealing/staged-round.ts';
import { exportAnswer } from '../../../shared/schemas/export.ts';
import { JPEG, PDF, PNG, sha256Of } from '../../evidence/files.ts';
import { BUYER, type Client, FREE, giftOf, key, open, orderOf, TREASURER } from '../../faults/client.ts';
import { freshFolder } from '../folder.ts';
import { command, PASSPHRASE } from './command.ts';
import { machineOver, sealed } from './machine.ts';

const declared = z.object({ upload: z.object({ url: z.url(), headers: z.record(z.string(), z.string()) }) });
const kept = z.object({ download: z.object({ url: z.url() }) });
const exported = z.object({ export: exportAnswer });
const PAPER = { sha256: sha256Of(PDF), name: '采购合同.pdf', bytes: PDF.length, mediaType: 'application/pdf' };
const LOST = { sha256: sha256Of(JPEG), name: '签收单.jpg', bytes: JPEG.length, mediaType: 'image/jpeg' };
const EXPORT = key(FREE + 50);
const clock = Date.now;
const { signal } = new AbortController();
const OTHER_KEY = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });

let folder = '';
/** Of a ledger with a paper that is there, one whose file was lost, and an export: with its keys, and without. */
let whole: Uint8Array = Buffer.alloc(0);
let keyless: Uint8Array = Buffer.alloc(0);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nuanzhang-backup-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function asked(client: Client, origin: string, path: string): Promise<Response> {
  const headers = await client.headersOf({ key: EXPORT, person: TREASURER });
  return fetch(origin + path, { headers: { authorization: headers.authorization ?? '' } });
}

async function upload(client: Client, paper: typeof PAPER, file: Uint8Array, at: number): Promise<void> {
  const { text, status } = await client.post({ key: key(at), person: BUYER, path: '/api/evidence', body: paper });
  expect([200, 201, 202]).toContain(status);
  const { url, headers } = declared.parse(JSON.parse(text)).upload;
  expect((await fetch(url, { method: 'PUT', headers, body: Buffer.from(file) })).status).toBe(200);
}

async function exportDone(client: Client, origin: string) {
  const job = async () => exported.parse(await (await asked(client, origin, `/api/exports/${EXPORT}`)).json()).export;
  await expect.poll(async () => (await job()).status, { timeout: 20_000, interval: 20 }).toBe('done');
  return job();
}

const restored = (file: string, data: string) =>
  restoreBackup({ data, file, passphrase: PASSPHRASE, withoutKeys: false });

it('papers, exports, rows and keys come back as they were; an export that has expired since is left out', async () => {
  const data = join(folder, 'data');
  const { client, origin, stop } = await machineOver(data);
  await open(client, [giftOf(key(FREE), 10)]);
  await upload(client, PAPER, PDF, FREE + 1);
  await upload(client, LOST, JPEG, FREE + 3);
  const evidence = [PAPER, LOST];
  expect(await client.post(orderOf(key(FREE + 2), '1.00', { evidence }))).toMatchObject({ status: 201 });
  await sealed(origin, client);
  const body = { kind: 'entries', format: 'jsonl' };
  expect((await client.post({ key: EXPORT, person: TREASURER, path: '/api/exports', body })).status).toBe(202);
  await exportDone(client, origin);
  for (const name of [evidenceKeys.stored(LOST.sha256), evidenceKeys.file(LOST.sha256)]) {
    await rm(join(data, 'objects', name));
  }
  const file = join(folder, 'whole.zip');
  const { made, proof } = await makeBackup({ data, file, passphrase: PASSPHRASE, clock, signal });
  expect(proof).toMatchObject({ absentPapers: 1, entries: 9 });
  expect(made.sha256).toBe(sha256Of(await readFile(file)));
  await stop();

  const again = join(folder, 'again');
  await restored(file, again);
  for (const name of await readdir(folderOfKeys(data))) {
    expect(await readFile(join(folderOfKeys(again), name))).toEqual(await readFile(join(folderOfKeys(data), name)));
  }
  const { client: later, origin: there } = await machineOver(again);
  expect(await later.entries()).toHaveLength(9);
  const { download } = kept.parse(await (await asked(later, there, `/api/evidence/${PAPER.sha256}`)).json());
  expect(sha256Of(await (await fetch(download.url)).bytes())).toBe(PAPER.sha256);
  const [entries] = (await exportDone(later, there)).files;
  expect(sha256Of(await (await fetch(entries?.url ?? '')).bytes())).toBe(entries?.sha256);

  const bare = join(folder, 'keyless.zip');
  const copied = () => rm(join(data, 'objects/exports'), { recursive: true });
  await makeBackup({ data, file: bare, passphrase: undefined, clock, signal, copied });
  keyless = await readFile(bare);
  whole = await readFile(file);
  const names = [...(await filesIn(keyless)).keys()];
  expect(names.filter((name) => name.startsWith('objects/exports/') || name === MEMBERS.keys)).toEqual([]);
});

it('a round of sealing that a crash left staged is in the backup', async () => {
  const place = await freshFolder();
  const data = join(place, 'data');
  await writeFile(join(place, 'one.zip'), whole);
  await restored(join(place, 'one.zip'), data);
  const database = new CopiedDatabase(join(data, 'nuanzhang.db'));
  const head = database.head();
  database.close();
  if (head === undefined) throw new Error('nothing is sealed');
  // As it is between the swap of the head and the files of its round.
  const { size } = head.checkpoint;
  const files = await Promise.all(
    [`tile/0/000.p/${size}`, `tile/entries/000.p/${size}`].map(async (path) => {
      const bytes = await readFile(join(data, 'objects/log', path));
      await rm(join(data, 'objects/log', path));
      return { path, bytes };
    }),
  );
  await rm(join(data, 'objects/log/checkpoint'));
  await mkdir(join(data, 'objects', head.staged, '..'), { recursive: true });
  await writeFile(join(data, 'objects', head.staged), writeStaged({ size, files, sealed: [] }));
  const file = join(place, 'two.zip');
  const { proof } = await makeBackup({ data, file, passphrase: PASSPHRASE, clock, signal });
  expect(proof).toMatchObject({ size, absentPapers: 1 });
});

/** A data folder out of the backup, and a place beside it. */
async function restoredFolder() {
  const [place, pristine] = [await freshFolder(), join(folder, 'pristine')];
  const data = join(place, 'data');
  await writeFile(join(place, 'one.zip'), whole);
  if (!existsSync(pristine)) await restored(join(place, 'one.zip'), pristine);
  await cp(pristine, data, { recursive: true });
  return { place, data, file: join(place, 'two.zip') };
}

async function changeFirst(folder: string): Promise<void> {
  const [name = ''] = await readdir(folder);
  const bytes = await readFile(join(folder, name));
  bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
  await writeFile(join(folder, name), bytes);
}

function changeRows(data: string, sql: string): void {
  const database = new DatabaseSync(join(data, 'nuanzhang.db'));
  database.exec(sql);
  database.close();
}

describe('a data folder that does not hold together gives no backup, and what is wrong in it is named', () => {
  const log = (data: string, path: string) => join(data, 'objects/log', path);
  it.each([
    ['a tile that was changed', /objects\/log\/tile\/0\/000/, (data: string) => changeFirst(log(data, 'tile/0/000.p'))],
    [
      'a bundle that was changed',
      /objects\/log\/tile\/entries\/000/,
      (data: string) => changeFirst(log(data, 'tile/entries/000.p')),
    ],
    [
      'a tile that is gone',
      /objects\/log\/tile\/0\/000/,
      (data: string) => rm(log(data, 'tile/0/000.p'), { recursive: true }),
    ],
    [
      'a paper that was changed',
      new RegExp(`objects/evidence/${PAPER.sha256}`),
      (data: string) => writeFile(join(data, 'objects/evidence', PAPER.sha256), PNG),
    ],
    [
      'another key than the one that signed',
      /log\/checkpoint/,
      (data: string) => writeFile(join(folderOfKeys(data), 'log-signing.pem'), OTHER_KEY),
    ],
    ['no key of the log', /keys\/log-signing\.pem/, (data: string) => rm(join(folderOfKeys(data), 'log-signing.pem'))],
    ['no keys', /There is no folder of keys/, (data: string) => rm(folderOfKeys(data), { recursive: true })],
  ])('%s', async (_, named, harm) => {
    const { place, data, file } = await restoredFolder();
    await harm(data);
    const asked = makeBackup({ data, file, passphrase: undefined, clock, signal });
    await expect(asked).rejects.toThrow(/备份未能做成[\s\S]*npm run check-data[\s\S]*No backup was made/);
    await expect(asked).rejects.toThrow(named);
    await expect(asked).rejects.not.toThrow(/没有恢复任何内容/);
    expect(await readdir(place)).toEqual(['data', 'one.zip']);
    expect(await latestBackups(data)).toEqual([]);
  });

  it('rows that are not what the log gives, in whatever tables', async () => {
    const { place, data, file } = await restoredFolder();
    changeRows(
      data,
      `UPDATE funding_lines SET cash = cash + 1; DELETE FROM documents;
       INSERT INTO claims SELECT claim || 'x', entry FROM claims LIMIT 1`,
    );
    const asked = makeBackup({ data, file, passphrase: PASSPHRASE, clock, signal });
    await expect(asked).rejects.toThrow(
      /与日志不符的行:claims、documents、funding_lines。.*npm run check-data.*npm run rebuild -- --from-log/,
    );
    expect(await readdir(place)).toEqual(['data', 'one.zip']);
    expect(await latestBackups(data)).toEqual([]);
  });

  it('reports that are only behind are no damage', async () => {
    const { data, file } = await restoredFolder();
    changeRows(data, 'DELETE FROM sums; DELETE FROM projections');
    const { proof } = await makeBackup({ data, file, passphrase: PASSPHRASE, clock, signal });
    expect(proof.differing).toEqual([]);
  });
});

describe('a place where no backup may go is refused before anything is written', () => {
  it.each([
    ['a folder that is not there', 'typo/two.zip', /没有文件夹 .*typo[\s\S]*There is no folder .*typo/],
    ['below a file', 'one.zip/two.zip', /没有文件夹 .*one\.zip/],
    ['within the data folder', 'data/two.zip', /数据文件夹 .* 之内[\s\S]*within the data folder/],
    ['within the data folder by another name', 'link/two.zip', /within the data folder/],
    ['a folder itself', 'data', /是文件夹[\s\S]*is a folder/],
  ])('%s', async (_, name, said) => {
    const { place, data } = await restoredFolder();
    await symlink(join(data, 'objects'), join(place, 'link'));
    const asked = makeBackup({ data, file: join(place, name), passphrase: undefined, clock, signal });
    await expect(asked).rejects.toThrow(said);
    expect(await readdir(place)).toEqual(['data', 'link', 'one.zip']);
    expect(await readdir(data)).toEqual(['keys', 'nuanzhang.db', 'objects']);
  });
});

describe('a restore says which file or folder is wrong', () => {
  it.each([
    ['a folder in place of a backup', 'folder', 'again', /folder 是文件夹[\s\S]*folder is a folder/],
    ['no backup of that name', 'typo.zip', 'again', /没有文件 .*typo\.zip/],
    [
      'a data folder in a folder that is not there',
      'one.zip',
      'typo/again',
      /没有文件夹 .*typo[\s\S]*no folder .*typo/,
    ],
    ['a damaged backup', 'cut.zip', 'again', /备份 .*cut\.zip 已损坏[\s\S]*The backup .*cut\.zip is damaged/],
    ['no backup', 'other.zip', 'again', /other\.zip 不是暖账的备份/],
  ])('%s', async (_, name, data, said) => {
    const place = await freshFolder();
    await mkdir(join(place, 'folder'));
    await writeFile(join(place, 'one.zip'), keyless);
    await writeFile(join(place, 'cut.zip'), keyless.subarray(0, -100));
    await writeFile(join(place, 'other.zip'), await zipped(new Map([['photo.jpg', PDF]])));
    const options = { data: join(place, data), file: join(place, name), passphrase: undefined, withoutKeys: true };
    await expect(restoreBackup(options)).rejects.toThrow(said);
    expect(await readdir(place)).toEqual(['cut.zip', 'folder', 'one.zip', 'other.zip']);
  });

  it('rows of a backup that are not what its log gives: it comes back, and is not said to be sound', async () => {
    const place = await freshFolder();
    const file = join(place, 'one.zip');
    await writeFile(file, await forged(altered('DELETE FROM documents')));
    const { code, out } = await command('restore', join(place, 'again'), [file, '--without-keys']).ended;
    expect(out).toMatch(/与日志不符的行:documents[\s\S]*npm run rebuild -- --from-log before a start/);
    expect(code).toBe(1);
    expect(await readdir(join(place, 'again'))).toEqual(['nuanzhang.db', 'objects']);
  });
});

/** What restoring those bytes says; nothing may be left of it. */
async function refusalOf(bytes: Uint8Array, passphrase?: string): Promise<string> {
  const place = await freshFolder();
  const file = join(place, 'one.zip');
  await writeFile(file, bytes);
  const said = await restoreBackup({
    data: join(place, 'data'),
    file,
    passphrase,
    withoutKeys: passphrase === undefined,
  }).then(
    () => '',
    (error: unknown) => String(error),
  );
  expect(await readdir(place)).toEqual(['one.zip']);
  return said;
}

/** Numbers below `below`, the same ones for a seed (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

describe('an archive in which anything was changed is refused', () => {
  it.each([1, 2, 3, 4])('bytes flipped at random (seed %i)', async (seed) => {
    const random = seeded(seed);
    for (let drill = 0; drill < 25; drill += 1) {
      const bytes = Buffer.from(keyless);
      const at = random(bytes.length);
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 + random(255)), at);
      expect(await refusalOf(bytes), `byte ${at}`).toMatch(/备份 \S+ 已损坏|不是暖账的备份/);
    }
  });

  it('cut at random', async () => {
    const random = seeded(5);
    for (let drill = 0; drill < 25; drill += 1) {
      const length = random(keyless.length);
      expect(await refusalOf(keyless.subarray(0, length)), `cut at ${length}`).toMatch(
        /备份 \S+ 已损坏|不是暖账的备份/,
      );
    }
    expect(await refusalOf(Buffer.concat([keyless, Buffer.from('more')]))).toMatch(/备份 \S+ 已损坏/);
  });

  it.each([
    ['of no archive', Buffer.from('a year of photographs')],
    ['of nothing', Buffer.alloc(0)],
  ])('a file %s', async (_, bytes) => {
    expect(await refusalOf(bytes)).toMatch(/备份 \S+ 已损坏[\s\S]*damaged/);
  });

  it('a zip of something else', async () => {
    expect(await refusalOf(await zipped(new Map([['photo.jpg', PDF]])))).toMatch(
      /不是暖账的备份[\s\S]*no backup of Nuanzhang/,
    );
  });
});

describe('the keys of a backup', () => {
  it('are not opened by another passphrase, which is told', async () => {
    const said = await refusalOf(whole, 'another passphrase');
    expect(said).toMatch(/原来的口令.*--without-keys.*npm run new-key/);
    expect(said).toMatch(/the one it was made with.*--without-keys.*npm run new-key/);
  });

  it('are not opened with a list of files that was changed', async () => {
    const files = await filesIn(whole);
    files.set(MEMBERS.manifest, writeManifest({ ...manifestIn(files), madeAt: 0 }));
    expect(await refusalOf(await zipped(files), PASSPHRASE)).toMatch(/清单、密钥被改动过/);
  });

  it('are asked for', async () => {
    const place = await freshFolder();
    await writeFile(join(place, 'one.zip'), whole);
    await writeFile(join(place, 'bare.zip'), keyless);
    const options = { data: join(place, 'data'), passphrase: undefined, withoutKeys: false };
    await expect(restoreBackup({ ...options, file: join(place, 'one.zip') })).rejects.toThrow(/NUANZHANG_PASSPHRASE/);
    await expect(restoreBackup({ ...options, file: join(place, 'bare.zip') })).rejects.toThrow(/--without-keys/);
  });

  it('stand nowhere outside of what is encrypted', async () => {
    const data = join(folder, 'data');
    for (const name of await readdir(folderOfKeys(data))) {
      const secret = await readFile(join(folderOfKeys(data), name));
      const [line = secret] = name.endsWith('.pem') ? [Buffer.from(secret.toString().split('\n')[1] ?? '')] : [secret];
      for (const text of [line, Buffer.from(secret.toString('base64')), Buffer.from(secret.toString('hex'))]) {
        expect(Buffer.from(whole).includes(text), name).toBe(false);
        expect(Buffer.from(keyless).includes(text), name).toBe(false);
      }
    }
  });
});

function manifestIn(files: ReadonlyMap<string, Uint8Array>): Manifest {
  const manifest = readManifest(files.get(MEMBERS.manifest) ?? Buffer.alloc(0));
  if (manifest === undefined) throw new Error('it has no list of files');
  return manifest;
}

async function zipped(files: ReadonlyMap<string, Uint8Array>, compressed = false): Promise<Uint8Array> {
  return collected(writeZip(membersOf(files), { compressed }));
}

async function* membersOf(files: ReadonlyMap<string, Uint8Array>): AsyncGenerator<ZipFile> {
  for (const [path, bytes] of files) {
    yield {
      path,
      chunks: async function* () {
        yield bytes;
      },
    };
  }
}

async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

/** An archive whose list fits what was changed in it, as somebody would make it who knows how they are made. */
async function forged(change: (files: Map<string, Uint8Array>) => unknown): Promise<Uint8Array> {
  const files = await filesIn(keyless);
  const { madeAt, schema, log } = manifestIn(files);
  files.delete(MEMBERS.manifest);
  await change(files);
  return collected(archiveOf(membersOf(files), { madeAt, schema, log }, undefined));
}

/** The database of the archive after a statement. */
function altered(sql: string) {
  return async (files: Map<string, Uint8Array>) => {
    const path = join(folder, 'forged.db');
    await writeFile(path, files.get(MEMBERS.database) ?? Buffer.alloc(0));
    const database = new DatabaseSync(path);
    database.exec('PRAGMA journal_mode = DELETE');
    database.exec(sql);
    database.close();
    files.set(MEMBERS.database, await readFile(path));
    await rm(path);
  };
}

describe('an archive that was forged to fit its list is refused', () => {
  const tile = (files: Map<string, Uint8Array>) => [...files.keys()].find((path) => path.includes('tile/0/')) ?? '';

  it.each([
    [
      'an entry of the database',
      /凭证号 \d+ 与数据库不符/,
      altered("UPDATE entries SET canonical = replace(canonical, '4000', '4001')"),
    ],
    ['an entry of the database that is gone', /凭证号 1 与数据库不符/, altered('DELETE FROM entries')],
    ['the head of the database', /校验点与清单不符/, altered('DELETE FROM head')],
    ['the version of the database', /数据库版本/, altered('PRAGMA user_version = 4711')],
    [
      'a page of the database',
      /数据库/,
      (files: Map<string, Uint8Array>) => files.get(MEMBERS.database)?.fill(0xff, 4_096, 8_192),
    ],
    ['a tile', /tile/, (files: Map<string, Uint8Array>) => files.get(tile(files))?.fill(0, 0, 1)],
    ['a tile that is gone', /tile/, (files: Map<string, Uint8Array>) => files.delete(tile(files))],
    [
      'the checkpoint',
      /校验点/,
      (files: Map<string, Uint8Array>) => files.get('objects/log/checkpoint')?.subarray(-10, -5).fill(0x41),
    ],
    [
      'a paper',
      /hash of its name/,
      (files: Map<string, Uint8Array>) => files.set(`objects/evidence/${PAPER.sha256}`, PNG),
    ],
    [
      'the database that is gone',
      /备份 \S+ 已损坏/,
      (files: Map<string, Uint8Array>) => files.delete(MEMBERS.database),
    ],
  ])('%s', async (_, said, change) => {
    expect(await refusalOf(await forged(change))).toMatch(said);
  });

  it.each(['../outside', 'objects/../../outside', 'keys/log-signing.pem', 'server.lock', 'objects/log-staged/1'])(
    'a file %s, which no data folder gets out of an archive',
    async (path) => {
      const files = await filesIn(keyless);
      const { members, ...about } = manifestIn(files);
      const listed = [...members, { path, bytes: PDF.length, sha256: PAPER.sha256 }];
      files.set(MEMBERS.manifest, Buffer.from(JSON.stringify({ ...about, members: listed })));
      files.set(path.replaceAll('..', 'xx'), PDF);
      // The writer of archives refuses such a name: it is put in place of one as long.
      const bytes = Buffer.from(await zipped(files));
      const name = Buffer.from(path.replaceAll('..', 'xx'));
      for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) bytes.write(path, at);
      expect(await refusalOf(bytes)).toMatch(/备份 \S+ 已损坏/);
      expect(existsSync(join(tmpdir(), 'outside'))).toBe(false);
    },
  );

  it('one that grows as it is unpacked', async () => {
    const files = await filesIn(keyless);
    const { members, ...about } = manifestIn(files);
    const bomb = new Uint8Array(64 * 1024 * 1024);
    const path = 'objects/evidence/bomb';
    const listed = [...members, { path, bytes: bomb.length, sha256: sha256Of(bomb) }];
    files.set(MEMBERS.manifest, writeManifest({ ...about, members: listed }));
    files.set(path, bomb);
    const bytes = await zipped(files, true);
    expect(bytes.length).toBeLessThan(1024 * 1024);
    expect(await refusalOf(bytes)).toMatch(/it holds more than \d+ bytes/);
  });
});

it.each(['a file', 'a folder with a file', 'a ledger'])(
  '%s where the data folder would be is not touched',
  async (what) => {
    const place = await freshFolder();
    const data = join(place, 'data');
    await writeFile(join(place, 'one.zip'), keyless);
    if (what === 'a file') await writeFile(data, 'mine');
    else {
      await mkdir(data);
      await writeFile(join(data, what === 'a ledger' ? 'nuanzhang.db' : 'mine'), 'mine');
    }
    const options = { data, file: join(place, 'one.zip'), passphrase: undefined, withoutKeys: true };
    await expect(restoreBackup(options)).rejects.toThrow(/不是空文件夹[\s\S]*no empty folder/);
    expect(await readdir(place)).toEqual(['data', 'one.zip']);
  },
);

it('an empty folder becomes the data folder', async () => {
  const place = await freshFolder();
  await mkdir(join(place, 'data'));
  await writeFile(join(place, 'one.zip'), keyless);
  await restoreBackup({
    data: join(place, 'data'),
    file: join(place, 'one.zip'),
    passphrase: undefined,
    withoutKeys: true,
  });
  expect(await readdir(join(place, 'data'))).toEqual(['nuanzhang.db', 'objects']);
});
