import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { isOfTheMachine, unlessUnusable } from '../../../local/backup/durable-files.ts';
import { freshFolder } from '../folder.ts';

async function failureOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

function toFill(database: DatabaseSync): void {
  database.exec('CREATE TABLE t (a TEXT); PRAGMA max_page_count = 2');
  database.exec('INSERT INTO t VALUES (hex(randomblob(1000000)))');
}

test('a database without room is a disk without room, and one that may not be written a disk that is read-only', async () => {
  const path = join(await freshFolder(), 'a.db');
  const database = new DatabaseSync(path);
  const full = await failureOf(() => toFill(database));
  database.close();
  expect(unlessUnusable(full, path)).toMatchObject({ message: expect.stringMatching(/空间不足[\s\S]*No room/) });
  const reader = new DatabaseSync(path, { readOnly: true });
  const refused = await failureOf(() => reader.exec('DELETE FROM t'));
  reader.close();
  expect(unlessUnusable(refused, path)).toMatchObject({ message: expect.stringMatching(/只读[\s\S]*read-only/) });
});

test('a database that is damaged says nothing of the machine', async () => {
  const path = join(await freshFolder(), 'a.db');
  await writeFile(path, Buffer.alloc(8_192, 0x41));
  const database = new DatabaseSync(path);
  const error = await failureOf(() => database.prepare('SELECT * FROM t'));
  database.close();
  expect(isOfTheMachine(error)).toBe(false);
  expect(unlessUnusable(error, path)).toBe(error);
});
