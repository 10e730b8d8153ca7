import { chmod, readdir } from 'node:fs/promises';
import { createFolderObjectStore } from '../../shared/storage/folder/object-store.ts';
import { ObjectStoreError } from '../../shared/storage/ports/object-store.ts';

/**
 * A process of its own that writes more into a folder than it may, where its limits or its rights are lower than those of
 * the tests, and prints what became of it: `node fill-folder.ts <folder> [read-only]`.
 */
const [, , folder = '', how] = process.argv;

async function* large(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < 64; at += 1) yield Buffer.alloc(16 * 1024, at);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => (error instanceof ObjectStoreError ? error.code : String(error)),
  );
}

const store = await createFolderObjectStore(folder);
await store.put('kept', Buffer.from('before'));
if (how === 'read-only') {
  for (const name of await readdir(folder)) if (name !== 'kept') await chmod(`${folder}/${name}`, 0o500);
  await chmod(folder, 0o500);
  // Root may write everywhere, whatever the modes say.
  if (process.getuid?.() === 0) process.setuid?.(65_534);
}
const told = {
  put: await codeOf(store.put('put', Buffer.alloc(256 * 1024))),
  write: await codeOf(store.write('deep/er/written', large())),
  replaced: await codeOf(store.write('kept', large())),
  opened: await codeOf(createFolderObjectStore(folder)),
};
if (process.getuid?.() === 65_534) process.stdout.write(JSON.stringify(told));
else {
  const kept = Buffer.from((await store.get('kept')) ?? []).toString();
  const left = (await readdir(folder, { recursive: true })).sort();
  process.stdout.write(JSON.stringify({ ...told, kept, left, keys: await store.list('', { limit: 10 }) }));
}
