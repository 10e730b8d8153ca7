import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../../shared/storage/folder/sync-folder.ts';
import { CannotStart } from '../cannot-start.ts';
import { codeOf } from '../error-code.ts';
import { folderOfKeys } from '../integrity/key-files.ts';
import { unpack } from './archive.ts';
import { Damage } from './damage.ts';
import { draftTail, sweepDrafts } from './drafts.ts';
import { assertFolder, isAbsent, makeFolder, unlessUnusable, writeNew } from './durable-files.ts';
import type { KeyFile } from './locked-keys.ts';
import type { Manifest } from './manifest.ts';
import { type Proof, prove } from './proof.ts';
import { one } from './sources.ts';

export interface RestoreOptions {
  /** The data folder, absolute: an empty one, or none. */
  readonly data: string;
  readonly file: string;
  readonly passphrase: string | undefined;
  /** Whether a backup whose keys were left out may be restored: without them nothing goes on. */
  readonly withoutKeys: boolean;
}

export interface Restored {
  readonly manifest: Manifest;
  readonly proof: Proof;
  readonly hasKeys: boolean;
}

/**
 * Makes a data folder out of a backup. Everything is written beside it, looked at and synced; one renaming makes it the
 * data folder. So what a kill leaves is no data folder, and whatever fails leaves nothing; what a kill left beside, the next removes.
 */
export async function restoreBackup({ data, file, passphrase, withoutKeys }: RestoreOptions): Promise<Restored> {
  await assertFolder(dirname(data));
  await assertEmpty(data);
  await sweepDrafts(dirname(data));
  const draft = `${data}.restoring-${draftTail()}`;
  try {
    await mkdir(draft, { mode: 0o700 });
    const unpacking = { passphrase, folder: draft, keeps: () => true, isDurable: true };
    const { manifest, keys } = await unpack(file, unpacking);
    assertKeys(manifest, keys, passphrase, withoutKeys);
    const proof = await prove(draft, manifest, keys);
    if (keys !== undefined) await writeKeys(draft, keys);
    await syncFolders(draft);
    await becomes(draft, data);
    return { manifest, proof, hasKeys: keys !== undefined };
  } catch (error) {
    throw error instanceof Damage ? damaged(file, error) : unlessUnusable(error, dirname(data));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function assertEmpty(data: string): Promise<void> {
  const names = await readdir(data).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw isAbsent(error) ? notEmpty(data) : unlessUnusable(error, data);
  });
  if (names.length > 0) throw notEmpty(data);
}

function notEmpty(data: string): CannotStart {
  return new CannotStart(
    `${data} 不是空文件夹,恢复不覆盖任何账本。请用 NUANZHANG_DATA 指定一个空的或不存在的文件夹。`,
    `${data} is no empty folder, and a restore replaces no ledger: name an empty one, or none, in NUANZHANG_DATA.`,
    2,
  );
}

function damaged(file: string, { zh, en }: Damage): CannotStart {
  return new CannotStart(
    `备份 ${file} 已损坏或被改动(${zh}),没有恢复任何内容。请用另一份备份。`,
    `The backup ${file} is damaged or was changed (${en}); nothing was restored. Use another one.`,
  );
}

function assertKeys(
  { keys: locked }: Manifest,
  keys: readonly KeyFile[] | undefined,
  passphrase: string | undefined,
  withoutKeys: boolean,
): void {
  if (keys !== undefined || withoutKeys) return;
  if (locked !== null && passphrase === undefined) {
    throw new CannotStart(
      '请在 NUANZHANG_PASSPHRASE 中给出做这份备份时的口令;口令确已遗失时,加 --without-keys 恢复不含密钥的部分。',
      'Give the passphrase that this backup was made with in NUANZHANG_PASSPHRASE; where it is forgotten for good, restore everything but the keys with --without-keys.',
      2,
    );
  }
  throw new CannotStart(
    '这份备份不含密钥。请加 --without-keys 恢复:另存有 keys 文件夹的,启动前将它放回数据文件夹;没有的,恢复后对每个密钥运行 npm run new-key -- <文件>,以前登记的姓名和电话则再也无法读出。',
    'This backup was made without its keys. Restore with --without-keys: put the keys folder back into the data folder before a start where it is kept elsewhere; else run npm run new-key -- <file> for each key after it, and names and phones recorded so far are never read again.',
    2,
  );
}

async function writeKeys(folder: string, keys: readonly KeyFile[]): Promise<void> {
  const place = folderOfKeys(folder);
  await makeFolder(place);
  for (const { name, bytes } of keys) await writeNew(join(place, name), one(bytes), true);
}

async function syncFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await syncFolders(join(folder, entry.name));
  }
  await syncFolder(folder);
}

/** Fails where something has come into the folder meanwhile. */
async function becomes(draft: string, data: string): Promise<void> {
  try {
    await rmdir(data).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
    await rename(draft, data);
  } catch (error) {
    if (codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST') throw notEmpty(data);
    if (codeOf(error) !== 'EBUSY') throw error;
    throw new CannotStart(
      `${data} 正被使用或是挂载点,无法替换。请用 NUANZHANG_DATA 指定其中或别处的一个新文件夹。`,
      `${data} is in use or a mount point, and cannot be replaced: name a new folder, within it or elsewhere, in NUANZHANG_DATA.`,
    );
  }
  await syncFolder(dirname(data));
}
