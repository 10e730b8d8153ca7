import { uuidv7 } from 'uuidv7';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { type Machine, startMachine } from '../../local/compose.ts';
import { readEnvironment } from '../../local/environment.ts';
import type { Person } from '../../local/person.ts';
import { openConnection } from '../../shared/storage/sqlite/connection.ts';
import { testOnEngine } from '../engine.ts';
import { freshFolder } from './folder.ts';

/** A machine over the folder; it is stopped when the test has ended, if it was not before. */
async function start(data: string, store: 'sqlite' | 'dynamodb'): Promise<Machine> {
  const variables = { NUANZHANG_DATA: data, NUANZHANG_STORE: store, NUANZHANG_RATE: 'off' };
  const machine = await startMachine({ ...readEnvironment(variables), port: 0 }, () => undefined);
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= machine.stop();
    return stopped;
  };
  onTestFinished(stop);
  return { ...machine, stop };
}

const TREASURER: Person = { subject: 'treasurer', name: '财务', roles: ['treasurer'], units: [] };
const told = z.looseObject({
  import: z.looseObject({ status: z.string(), received: z.int(), recorded: z.int(), refused: z.int() }),
});
const page = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })), next: z.string().exactOptional() });

async function clientOf({ origin, signIn }: Machine) {
  const token = await signIn?.(TREASURER);
  return async (path: string, body?: object, key = uuidv7()): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key };
    const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${origin}/api${path}`, { headers, ...sent });
    expect(response.status).toBeLessThan(300);
    return response.json();
  };
}

async function resumed(store: 'sqlite' | 'dynamodb'): Promise<void> {
  const data = await freshFolder();
  const job = uuidv7();
  const rows = Array.from({ length: 600 }, (_, at) => ({
    key: uuidv7(),
    body: { code: `DR-${at}`, name: `导入单位${at}`, phone: '13812341234' },
  }));
  const first = await start(data, store);
  const ask = await clientOf(first);
  await ask('/imports', { kind: 'units', rows: rows.length }, job);
  await ask(`/imports/${job}/rows`, { rows: rows.slice(0, 400) });
  const recorded = async (one: typeof ask) => told.parse(await one(`/imports/${job}`)).import.recorded;
  await expect.poll(() => recorded(ask), { timeout: 20_000, interval: 5 }).toBeGreaterThan(0);
  await first.stop();

  const again = await clientOf(await start(data, store));
  expect(await recorded(again)).toBeLessThanOrEqual(400);
  // What was sent before the break is sent once more, as whoever does not know how far it came.
  await again(`/imports/${job}/rows`, { rows: rows.slice(200) });
  await expect.poll(() => recorded(again), { timeout: 25_000, interval: 20 }).toBe(rows.length);
  expect(told.parse(await again(`/imports/${job}`)).import).toMatchObject({ status: 'done', refused: 0 });
  const ids: string[] = [];
  for (let query: string | undefined = ''; query !== undefined; ) {
    const { items, next } = page.parse(await again(`/units?limit=200${query}`));
    ids.push(...items.map(({ id }) => id));
    query = next && `&cursor=${next}`;
  }
  expect(ids.toSorted()).toEqual(rows.map(({ key }) => key).toSorted());
}

test('an import goes on after a restart where it was, in the database in the process', () => resumed('sqlite'));
testOnEngine('an import goes on after a restart where it was, on an engine', () => resumed('dynamodb'), 60_000);

test('a database of before imports were there gets their tables and starts; one that lost one of them does not', async () => {
  const data = await freshFolder();
  const made = await start(data, 'sqlite');
  await (await clientOf(made))('/units', { code: 'U1', name: '单位' });
  await made.stop();
  const drop = (...names: readonly string[]) => {
    const connection = openConnection(`${data}/nuanzhang.db`);
    for (const name of names) connection.run(`DROP TABLE ${name}`);
    connection.get('PRAGMA wal_checkpoint(TRUNCATE)');
    connection.close();
  };
  drop('imports', 'import_rows');
  const machine = await start(data, 'sqlite');
  const ask = await clientOf(machine);
  expect(page.parse(await ask('/imports')).items).toEqual([]);
  expect(page.parse(await ask('/units')).items).toHaveLength(1);
  await machine.stop();
  drop('import_rows');
  await expect(start(data, 'sqlite')).rejects.toThrow('import_rows');
});
