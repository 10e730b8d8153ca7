import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { expect, it, onTestFinished } from 'vitest';
import { type Machine, startMachine } from '../../local/compose.ts';
import { readEnvironment } from '../../local/environment.ts';
import type { Person } from '../../local/person.ts';
import { rebuildFolder } from '../../local/rebuilding/rebuild-folder.ts';
import { openConnection } from '../../shared/storage/sqlite/connection.ts';
import { BEFORE, unpacked } from './before.ts';
import { approval, BUYER, DAY, PRIVACY, reason, TREASURER } from './people.ts';

/**
 * A ledger from before names had a normal form, with one thing under two names, made again from its log: who had a name
 * first has it, what came later stays as it is, and nothing more goes through.
 */

const before = BEFORE.find(({ commit }) => commit === '0bd0d00');
if (before === undefined) throw new Error('there is a ledger from before');
const { documents } = before.life;
const REBUILT = Date.parse('2026-01-02T03:04:05Z');

const rebuilt = (data: string) => rebuildFolder({ data, now: REBUILT, nonce: 'rebuilt' });

function machineOver(data: string): Promise<Machine> {
  const variables = { NUANZHANG_DATA: data, NUANZHANG_UNION: '示例区总工会', NUANZHANG_RATE: 'off' };
  return startMachine({ ...readEnvironment(variables), port: 0 }, () => undefined);
}

async function answered({ origin, signIn }: Machine, person: Person, path: string, body: object, key = uuidv7()) {
  const response = await fetch(origin + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      authorization: `Bearer ${await signIn?.(person)}`,
    },
    body: JSON.stringify(body),
  });
  return response.json();
}

function rowsOf(data: string, sql: string): unknown[] {
  const connection = openConnection(join(data, 'nuanzhang.db'));
  try {
    return connection.all(sql).map((row) => ({ ...row }));
  } finally {
    connection.close();
  }
}

const paying = (reference: string) => ({
  fundingLine: documents.laterLine,
  tariff: documents.cap,
  person: { name: '受助人', reference },
  amount: '0.01',
  effectiveOn: DAY,
  method: '现金',
  approval,
});

it('has each name with who had it first, and counts what was let through', async () => {
  const data = await unpacked(before);
  await rebuilt(data);
  const rows = (sql: string) => rowsOf(data, sql);
  expect(rows("SELECT * FROM claims WHERE claim LIKE 'code/item/P%'")).toEqual([
    { claim: 'code/item/P-X', entry: documents.upper },
  ]);
  expect(rows("SELECT counter, stands FROM counters WHERE counter LIKE 'name/supplier/示例%'")).toEqual([
    { counter: 'name/supplier/示例(集团)有限公司', stands: 2_000_000n },
  ]);
  const counters = `SELECT DISTINCT stands FROM counters JOIN documents ON counter = json_extract(state, '$.counter')
    WHERE id IN ('${documents.capped}', '${documents.again}')`;
  expect(rows(counters)).toEqual([{ stands: 200_000n }]);
  expect((await rebuilt(data)).isSame).toBe(true);
});

it('goes on: what is one is refused under any name, and what was two is told apart by amending it', async () => {
  const data = await unpacked(before);
  await rebuilt(data);
  const machine = await machineOver(data);
  onTestFinished(() => machine.stop());
  const ask = (person: Person, path: string, body: object) => answered(machine, person, path, body);
  expect(await ask(TREASURER, '/api/items', { code: 'P-x', name: '手套', baseMeasure: '双' })).toMatchObject({
    type: '/problems/duplicate-code',
    holder: documents.upper,
  });
  const third = { name: '示例［集团］有限公司', uscc: '81440000MCL468545M' };
  const taken = { type: '/problems/duplicate-name', holder: documents.wide };
  expect(await ask(BUYER, '/api/suppliers', third)).toMatchObject(taken);
  for (const reference of ['11010519491231002X', '１１０１０５１９４９１２３１００２ｘ']) {
    const paid = { type: '/problems/cap-exceeded', paid: '2000.00' };
    expect(await ask(TREASURER, '/api/benefits', paying(reference))).toMatchObject(paid);
  }
  const coded = (uscc: string) => ({ uscc, reason });
  const wide = await ask(BUYER, `/api/suppliers/${documents.wide}/amendments`, coded('91350100M000100Y43'));
  expect(wide).toMatchObject({ supplier: { uscc: '91350100M000100Y43' } });
  expect(await ask(BUYER, '/api/suppliers', third)).toMatchObject({ type: '/problems/duplicate-name' });
  await ask(BUYER, `/api/suppliers/${documents.narrow}/amendments`, coded('81440000MCL4680130'));
  expect(await ask(BUYER, '/api/suppliers', third)).toMatchObject({ supplier: third });
});

it('counts on under what was typed where the person was erased', async () => {
  const data = await unpacked(before);
  const machine = await machineOver(data);
  const key = uuidv7();
  await answered(machine, PRIVACY, `/api/entries/${documents.again}/erasure`, { reason }, key);
  const proof = `${machine.origin}/api/entries/${key}/proof`;
  await expect.poll(async () => (await fetch(proof)).status, { timeout: 20_000, interval: 20 }).toBe(200);
  await machine.stop();
  await rebuilt(data);
  const again = await machineOver(data);
  onTestFinished(() => again.stop());
  expect(await answered(again, TREASURER, '/api/benefits', paying('11010519491231002x'))).toMatchObject({
    type: '/problems/cap-exceeded',
    paid: '2000.00',
  });
});
