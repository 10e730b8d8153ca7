import { open } from 'node:fs/promises';

/** Whether a folder can be synced: Windows has no such call, and writes names into the journal of its file system itself. */
const HAS_FOLDER_SYNC = process.platform !== 'win32';

/** Makes the names in a folder durable. Throws where there is no such folder. */
export async function syncFolder(path: string): Promise<void> {
  if (!HAS_FOLDER_SYNC) return;
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}
