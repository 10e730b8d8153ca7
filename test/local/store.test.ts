import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { carryOver } from '../../local/carry-over.ts';
import { readEnvironment } from '../../local/environment.ts';
import { openStore } from '../../local/store.ts';
import { TEST_CIPHER } from '../contract/cipher.ts';
import { freshFolder } from './folder.ts';

const LOCK = { admit: () => undefined, release: () => undefined };

function opening(data: string, variables: Readonly<Record<string, string>> = {}) {
  return openStore(readEnvironment({ ...variables, NUANZHANG_DATA: data }), TEST_CIPHER);
}

describe('the store of a data folder', () => {
  test('is a database in the process, which another start finds again', async () => {
    const data = await freshFolder();
    await mkdir(data, { recursive: true });
    const store = await opening(data);
    await store.head.replace(undefined, Buffer.from('a head'));
    await store.stop();
    expect(existsSync(join(data, 'nuanzhang.db'))).toBe(true);
    expect(existsSync(join(data, 'ledger.db'))).toBe(false);
    const again = await opening(data);
    expect(Buffer.from((await again.head.read()) ?? []).toString()).toBe('a head');
    await again.stop();
  });

  test('leaves no journal beside the database once it is stopped', async () => {
    const data = await freshFolder();
    await mkdir(data, { recursive: true });
    const store = await opening(data);
    await store.head.replace(undefined, Buffer.from('a head'));
    await store.stop();
    expect(existsSync(join(data, 'nuanzhang.db-wal'))).toBe(false);
  });

  test('is not begun anew beside that of an engine', async () => {
    const data = await freshFolder();
    await mkdir(data, { recursive: true });
    await writeFile(join(data, 'ledger.db'), '');
    await expect(opening(data, { NUANZHANG_STORE: 'sqlite' })).rejects.toThrow(/NUANZHANG_DATA/);
    expect(existsSync(join(data, 'nuanzhang.db'))).toBe(false);
  });

  test('is not begun anew with an engine beside a database that is there', async () => {
    const data = await freshFolder();
    await mkdir(data, { recursive: true });
    await (await opening(data)).stop();
    for (const variables of [{ NUANZHANG_STORE: 'dynamodb' }, { DYNAMODB_ENDPOINT: 'http://127.0.0.1:1' }]) {
      await expect(opening(data, variables)).rejects.toThrow(/NUANZHANG_DATA/);
    }
    expect(existsSync(join(data, 'ledger.db'))).toBe(false);
  });

  test('is carried over only out of an engine that has it', async () => {
    const data = await freshFolder();
    await mkdir(data, { recursive: true });
    await expect(carryOver(readEnvironment({ NUANZHANG_DATA: data }), LOCK)).rejects.toThrow(/nothing to carry over/);
    expect(existsSync(join(data, 'ledger.db'))).toBe(false);
  });

  test.each([
    ['is no database', Buffer.from('what is this? '.repeat(100))],
    ['was cut to a piece of its first page', Buffer.from('SQLite format 3\0')],
  ])('that %s is not opened, and its path is told in both languages', async (_how, bytes) => {
    const data = await freshFolder();
    await mkdir(data, { recursive: true });
    await writeFile(join(data, 'nuanzhang.db'), bytes);
    const said = await opening(data).then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(said).toContain('不是暖账的数据库');
    expect(said).toContain(`The database ${join(data, 'nuanzhang.db')} is no database of Nuanzhang`);
  });
});
