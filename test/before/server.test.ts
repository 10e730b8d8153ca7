import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { carryOver } from '../../local/carry-over.ts';
import { type Machine, startMachine } from '../../local/compose.ts';
import { findEngine } from '../../local/engine.ts';
import { readEnvironment } from '../../local/environment.ts';
import { lockFolder } from '../../local/lock.ts';
import type { Person } from '../../local/person.ts';
import { filesIn } from '../../shared/exports/files/zip.ts';
import { exportAnswer } from '../../shared/schemas/export.ts';
import { verifyPack } from '../../verify/verify-pack.ts';
import { sha256Of } from '../evidence/files.ts';
import { BEFORE, type Before } from './before.ts';
import { AUDITOR, COORDINATOR, DEPUTY, KEEPER, TREASURER } from './people.ts';

const DAY = '2020-12-29';
const exported = z.object({ export: exportAnswer });
const named = z.object({ id: z.string() });
const lotsTold = z.object({
  lots: z.array(
    z.looseObject({ lot: z.string(), item: named, warehouse: named, fundingLine: named, quantity: z.int() }),
  ),
});
const unitsTold = z.object({ items: z.array(z.looseObject({ id: z.string() })) });
const told: string[] = [];

/** Today's machine over a copy of the data folder made before, with its engine or carried over out of it. */
async function openBefore(folder: string, { data: files, size }: Before, isCarriedOver: boolean): Promise<Machine> {
  const data = join(folder, 'data');
  await writeAll(data, files);
  const variables = { NUANZHANG_DATA: data, NUANZHANG_UNION: '示例区总工会', NUANZHANG_RATE: 'off' };
  const environment = { ...readEnvironment(variables), port: 0 };
  if (isCarriedOver) {
    const lock = await lockFolder(data);
    expect(await carryOver(environment, lock)).toMatchObject({ entries: size });
    lock.release();
  }
  return startMachine(environment, (line) => void told.push(line));
}

async function writeAll(folder: string, files: Iterable<readonly [path: string, bytes: Uint8Array]>): Promise<void> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes, { mode: 0o600 });
  }
}

function askerAt({ origin, signIn }: Machine) {
  return async (person: Person, path: string, body?: object, key = uuidv7()): Promise<Response> => {
    const sent = { 'content-type': 'application/json', 'idempotency-key': key };
    const authorization = `Bearer ${await signIn?.(person)}`;
    return fetch(origin + path, {
      headers: { authorization, ...(body === undefined ? {} : sent) },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
  };
}

type Ask = ReturnType<typeof askerAt>;

/** What is in a pack of all that is sealed now, by path. */
async function packFrom(ask: Ask): Promise<Map<string, Uint8Array>> {
  const id = uuidv7();
  expect((await ask(AUDITOR, '/api/exports', { kind: 'audit-pack', format: 'zip' }, id)).status).toBe(202);
  const job = async () => exported.parse(await (await ask(AUDITOR, `/api/exports/${id}`)).json()).export;
  await expect.poll(async () => (await job()).status, { timeout: 20_000, interval: 20 }).toBe('done');
  const [file] = (await job()).files;
  return filesIn(await (await fetch(file?.url ?? '')).bytes());
}

/** The hash of each file, so that what differs is named. Ledgers are of another edition, and the verifier is the program's. */
function hashesOf(pack: ReadonlyMap<string, Uint8Array>): Record<string, string> {
  const kept = [...pack].filter(([path]) => /^(entries\.jsonl$|log\/|evidence\/)/.test(path));
  return Object.fromEntries(kept.map(([path, bytes]) => [path, sha256Of(bytes)]));
}

const difference = z.object({ difference: z.union([z.literal('0.00'), z.literal(0)]) });
/** Every identity with a difference of nothing, and the books as stored equal to what the entries say. */
/** Documents told a measure beside the pieces of a line that was given in packs: now pieces are told alone. */
function unmeasured(path: string, answer: unknown): unknown {
  if (!/^\/api\/(purchases|consignments)/.test(path)) return answer;
  return JSON.parse(JSON.stringify(answer), (key, value) => (key === 'measure' ? undefined : value));
}

const identities = z.object({
  budget: z.array(difference).min(1),
  cash: z.array(difference).min(1),
  goods: z.array(difference).min(1),
  holds: z.literal(true),
  settled: z.literal(true),
  differing: z.tuple([]),
});

const [first, last] = BEFORE;
if (first === undefined || last === undefined) throw new Error('two ledgers were made before');
// A database file of the embedded engine is read by no other.
const describeFirst = findEngine(process.env.PATH ?? '') === undefined ? describe.skip : describe;
describeFirst(`made before by ${first.commit} (where the embedded engine is installed)`, () => opens(first, false));
describeFirst(`made before by ${first.commit}, and carried over (where the embedded engine is installed)`, () =>
  opens(first, true),
);
describe(`made before by ${last.commit}`, () => opens(last, false));

function opens(before: Before, isCarriedOver: boolean): void {
  let folder: string;
  let machine: Machine;
  let ask: Ask;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nuanzhang-'));
    machine = await openBefore(folder, before, isCarriedOver);
    ask = askerAt(machine);
  });
  afterAll(async () => {
    expect((await readdir(join(folder, 'data'))).includes('nuanzhang.db')).toBe(
      isCarriedOver || before.store === 'sqlite',
    );
    await machine.stop();
    await rm(folder, { recursive: true });
  });

  it('reads as it read, whatever is asked, but for measures that stood beside pieces', async () => {
    for (const [path, answer] of Object.entries(before.answers)) {
      const response = await ask(AUDITOR, path);
      expect([path, response.status, await response.json()]).toMatchObject([path, 200, unmeasured(path, answer)]);
    }
  });

  it('gives the same log and papers, to the byte', async () => {
    expect(hashesOf(await packFrom(ask))).toEqual(hashesOf(before.packed));
  });

  it('goes on: what was open is paid, confirmed and reversed, sealed behind what was, and verifies', async () => {
    const { purchase, ...share } = before.life.unpaid;
    const approval = { document: '京顺工发〔2020〕47号', decidedOn: DAY, approver: '区总工会办公会议' };
    const paying = { shares: [share], effectiveOn: DAY, method: '银行转账', approval };
    const signed = { effectiveOn: DAY, signatory: '签收人', lines: [{ line: 1, good: 100 }] };
    const reversal = { effectiveOn: DAY, reason: '重复入账' };
    for (const [person, path, body] of [
      [TREASURER, `/api/purchases/${purchase}/payments`, paying],
      [COORDINATOR, `/api/consignments/${before.life.inTransit}/confirmation`, signed],
      [DEPUTY, `/api/entries/${before.life.reversible}/reversal`, reversal],
    ] as const) {
      const key = uuidv7();
      const response = await ask(person, path, body, key);
      expect([path, response.status, await response.text()]).toEqual([path, 201, expect.anything()]);
      const proof = `${machine.origin}/api/entries/${key}/proof`;
      await expect.poll(async () => (await fetch(proof)).status, { timeout: 20_000, interval: 20 }).toBe(200);
    }
    const report = await (await ask(TREASURER, '/api/reports/identities')).json();
    expect(identities.safeParse(report)).toMatchObject({ success: true });

    const pack = await packFrom(ask);
    const [older, now] = [before.packed, pack].map((files) => Buffer.from(files.get('entries.jsonl') ?? ''));
    expect(now?.subarray(0, older?.length)).toEqual(older);
    const unpacked = join(folder, 'pack');
    await writeAll(unpacked, pack);
    expect(await verifyPack(unpacked, before.key)).toMatchObject({ size: before.size + 3 });
    expect(told.filter((line) => !/由较早版本建立|made by an earlier version/.test(line))).toEqual([]);
  });

  it("keeps what was given in a giver's words for whom they name, and sets words that name nobody aside by exception", async () => {
    const { receipt } = before.life.documents;
    const { lots } = lotsTold.parse(await (await ask(AUDITOR, `/api/stock?limit=200`)).json());
    const gift = lots.find(({ lot }) => lot === `${receipt}.1`);
    expect(gift).toMatchObject({ directedTo: { words: '一线职工' } });
    const beside = lots.filter(
      ({ item, warehouse, fundingLine }) =>
        item.id === gift?.item.id && warehouse.id === gift.warehouse.id && fundingLine.id === gift.fundingLine.id,
    );
    const quantity = beside.reduce((sum, lot) => sum + lot.quantity, 0);
    const { items } = unitsTold.parse(await (await ask(AUDITOR, '/api/units')).json());
    const body = {
      unit: items.find(({ status }) => status === 'open')?.id,
      warehouse: gift?.warehouse.id,
      effectiveOn: DAY,
      lines: [{ item: gift?.item.id, quantity, fundingLine: gift?.fundingLine.id }],
    };
    const refused = await ask(KEEPER, '/api/consignments', body);
    expect(await refused.json()).toMatchObject({
      type: '/problems/insufficient-stock',
      directedElsewhere: [{ receipt, to: '一线职工', quantity: gift?.quantity }],
    });
    const exception = { reason: '受赠时口头约定' };
    const sent = await ask(KEEPER, '/api/consignments', { ...body, exception });
    expect([sent.status, await sent.json()]).toMatchObject([
      201,
      { consignment: { redirected: [expect.any(Number)] } },
    ]);
  });
}
