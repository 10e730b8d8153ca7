import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { latestBackups, type MadeBackup, recordBackup } from '../../../local/backup/made-backups.ts';
import { freshFolder } from '../folder.ts';

function made(number: number): MadeBackup {
  const file = `/备份/${'长'.repeat(100)}/${number}.zip`;
  const sha256 = 'a3f1'.repeat(16);
  return { time: 1_583_100_000_000 + number, file, bytes: 100, sha256, size: number, root: '', proven: true };
}

test('the backups made last are told newest first, as many as are asked for, from the end of a long list', async () => {
  const data = await freshFolder();
  expect(await latestBackups(data)).toEqual([]);
  for (let number = 0; number < 200; number += 1) await recordBackup(data, made(number));
  expect((await readFile(join(data, 'backups.jsonl'))).length).toBeGreaterThan(65_536);
  expect(await latestBackups(data, 3)).toEqual([made(199), made(198), made(197)]);
  expect(await latestBackups(data)).toHaveLength(10);
});

test('a line that a crash cut is passed over and spoils no other', async () => {
  const data = await freshFolder();
  await recordBackup(data, made(1));
  await appendFile(join(data, 'backups.jsonl'), JSON.stringify(made(2)).slice(0, 50));
  await recordBackup(data, made(3));
  expect(await latestBackups(data)).toEqual([made(3), made(1)]);
});
