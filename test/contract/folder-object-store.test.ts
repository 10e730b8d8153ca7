import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createFolderObjectStore } from '../../shared/storage/folder/object-store.ts';

const folders: string[] = [];

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nuanzhang-folder-'));
  folders.push(folder);
  return folder;
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const PROGRAM = join(import.meta.dirname, 'fill-folder.ts');

/** Runs the process that writes too much, in a shell that first takes something away from it. */
function fill(folder: string, before: string, more = ''): unknown {
  const script = `${before} && exec "$0" "$1" "$2" ${more}`;
  const { stdout, stderr } = spawnSync('sh', ['-c', script, process.execPath, PROGRAM, folder], { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** A file system of 64 KB that nobody else sees and that is gone with the process. */
const NAMESPACE = process.getuid?.() === 0 ? ['--mount'] : ['--mount', '--map-root-user'];
const mayMount = spawnSync('unshare', [...NAMESPACE, 'sh', '-c', 'mount -t tmpfs -o size=64k tmpfs /mnt']).status === 0;

const FULL = { put: 'full', write: 'full', replaced: 'full', opened: 'done', kept: 'before', keys: ['kept'] };

describe('a folder', () => {
  it('on which a file may not grow any more keeps what it held, and nothing half', async () => {
    expect(fill(await freshFolder(), 'ulimit -f 64')).toEqual({ ...FULL, left: ['.unfinished~', 'kept'] });
  });

  it.runIf(mayMount)(
    'without room keeps what it held, and nothing half (where a file system may be mounted)',
    async () => {
      const folder = await freshFolder();
      const script = `mount -t tmpfs -o size=64k tmpfs "$2" && exec "$0" "$1" "$2"`;
      const { stdout, stderr } = spawnSync(
        'unshare',
        [...NAMESPACE, 'sh', '-c', script, process.execPath, PROGRAM, folder],
        { encoding: 'utf8' },
      );
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual({ ...FULL, left: ['.unfinished~', 'kept'] });
    },
  );

  it('that may not be written says so, also when it is opened', async () => {
    const folder = await freshFolder();
    await chmod(folder, 0o755);
    const told = fill(folder, 'true', 'read-only');
    expect(told).toMatchObject({ put: 'forbidden', write: 'forbidden', replaced: 'forbidden', opened: 'forbidden' });
    expect((await readdir(folder)).sort()).toEqual(['.unfinished~', 'kept']);
    await chmod(folder, 0o700);
  });

  it('that is a file cannot be opened', async () => {
    const folder = await freshFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(createFolderObjectStore(join(folder, 'file'))).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('holds nothing below a file, and no file where a folder is', async () => {
    const folder = await freshFolder();
    const store = await createFolderObjectStore(folder);
    await store.put('a', Buffer.from('1'));
    await store.put('b/c', Buffer.from('2'));
    await expect(store.put('a/b', Buffer.from('3'))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(store.put('b', Buffer.from('3'))).rejects.toMatchObject({ code: 'forbidden' });
    expect([await store.get('a/b'), await store.stat('a/b'), await store.get('b')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await store.delete('a/b');
    await store.delete('b');
    expect(await store.list('', { limit: 10 })).toEqual(['a', 'b/c']);
    expect(await readdir(join(folder, '.unfinished~'))).toEqual([]);
  });

  it('loses at its start what was left unfinished, and nothing else', async () => {
    const folder = await freshFolder();
    const first = await createFolderObjectStore(folder);
    await first.put('a/b', Buffer.from('1'));
    await writeFile(join(folder, '.unfinished~', 'draft'), 'half');
    expect(await first.list('', { limit: 10 })).toEqual(['a/b']);
    const second = await createFolderObjectStore(folder);
    expect(await readdir(join(folder, '.unfinished~'))).toEqual([]);
    expect(await second.list('', { limit: 10 })).toEqual(['a/b']);
  });

  it('keeps no empty folder of what was deleted, and every other', async () => {
    const folder = await freshFolder();
    const store = await createFolderObjectStore(folder);
    await store.put('log-staged/000000000000001/round-1', Buffer.from('1'));
    await store.put('log-staged/000000000000002/round-2', Buffer.from('2'));
    await store.delete('log-staged/000000000000001/round-1');
    expect(await readdir(join(folder, 'log-staged'))).toEqual(['000000000000002']);
    await store.delete('log-staged/000000000000002/round-2');
    expect(await readdir(folder)).toEqual(['.unfinished~']);
    await mkdir(join(folder, 'own'));
    await store.delete('own/none');
    expect(await store.list('', { limit: 10 })).toEqual([]);
  });

  it('is nobody else’s to read', async () => {
    const folder = await freshFolder();
    const store = await createFolderObjectStore(folder);
    await store.put('evidence/one', Buffer.from('1'));
    expect((await stat(join(folder, 'evidence/one'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'evidence'))).mode & 0o777).toBe(0o700);
  });
});
