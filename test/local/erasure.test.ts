import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Person } from '../../local/person.ts';
import { clientOf, key, TREASURER } from '../faults/client.ts';
import { freshFolder } from './folder.ts';
import { run } from './program.ts';

/** Enough that rows were moved from page to page, and pages were given up. */
const UNITS = 60;
const OFFICER: Person = { subject: 'demo-privacy-officer', roles: ['privacy-officer'], units: [] };
const stored = z.array(z.object({ personal: z.string() }));

/** Every personal row as it stands in the database of a server that was stopped: encrypted. */
function personalRows(data: string): string[] {
  const database = new DatabaseSync(join(data, 'nuanzhang.db'), { readOnly: true });
  const rows = stored.parse(database.prepare('SELECT personal FROM persons').all());
  database.close();
  return rows.map(({ personal }) => personal);
}

/** How many of the texts stand in any file below a folder. */
async function standing(texts: readonly string[], folder: string): Promise<number> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const files = await Promise.all(names.map(({ parentPath, name }) => readFile(join(parentPath, name))));
  return texts.filter((text) => files.some((bytes) => bytes.includes(text))).length;
}

test('what is erased stands in no file any more, encrypted or not, although the server is killed at once', async () => {
  const data = await freshFolder();
  const first = run(data, { NUANZHANG_DEMO: 'off' });
  const before = await clientOf(await first.origin(), data);
  for (let unit = 1; unit <= UNITS; unit += 1) {
    const body = { code: `U-${unit}`, name: `单位${unit}`, phone: `138${String(unit).padStart(8, '0')}` };
    const answer = await before.post({ key: key(unit), person: TREASURER, path: '/api/units', body });
    expect(answer.status, answer.text).toBe(201);
  }
  await first.stop();
  const rows = personalRows(data);
  expect(rows.length).toBeGreaterThanOrEqual(UNITS);
  expect(await standing(rows, data)).toBe(rows.length);

  const second = run(data, { NUANZHANG_DEMO: 'off' });
  const after = await clientOf(await second.origin(), data);
  for (let unit = 1; unit <= UNITS; unit += 1) {
    const path = `/api/entries/${key(unit)}/erasure`;
    const answer = await after.post({ key: key(1_000 + unit), person: OFFICER, path, body: { reason: '本人要求' } });
    expect(answer.status, answer.text).toBe(201);
  }
  second.child.kill('SIGKILL');
  await once(second.child, 'close');
  expect(await standing(rows, data)).toBe(rows.length - UNITS);
}, 60_000);
