import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import * as z from 'zod';
import { rebuildTable } from '../../local/rebuilding/rebuild-table.ts';
import { appropriate } from '../../shared/commands/appropriate.ts';
import { disburse } from '../../shared/commands/disburse.ts';
import { pay } from '../../shared/commands/pay.ts';
import { payBenefit } from '../../shared/commands/pay-benefit.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import { registerThreshold } from '../../shared/commands/thresholds.ts';
import { PAID_SPENDINGS } from '../../shared/domain/threshold.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { Sequencer } from '../../shared/log/sealing/sequencer.ts';
import { verifierOf, writeVerifierKey } from '../../shared/log/tree/note.ts';
import { allRows } from '../../shared/storage/dynamodb/all-rows.ts';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { createDynamoHeadStore } from '../../shared/storage/dynamodb/head-store.ts';
import { createDynamoLedger, tableOf } from '../../shared/storage/dynamodb/ledger.ts';
import { createDynamoProjection } from '../../shared/storage/dynamodb/projection.ts';
import type { Attributes } from '../../shared/storage/dynamodb/rows.ts';
import { createS3Client } from '../../shared/storage/s3/client.ts';
import { createS3ObjectStore } from '../../shared/storage/s3/object-store.ts';
import { ADMIN, OTHER_TREASURER, TestOffice, TODAY, TREASURER, yuan } from '../commands/office.ts';
import { APPROVAL, appropriation, buy, openOffice, reversal, send, sign } from '../commands/world.ts';
import { TEST_CIPHER } from '../contract/cipher.ts';
import { startS3 } from '../contract/s3.ts';
import { describeOnEngine, startTestEngine, type TestEngine } from '../engine.ts';
import { commanded } from '../local/commanded.ts';
import { counted, ORIGIN, TEST_SIGNER } from '../log/sealing.ts';

let engine: TestEngine;
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  engine = await startTestEngine();
  client = createDocumentClient({ endpoint: engine.endpoint });
});

afterAll(async () => {
  client.destroy();
  await engine.stop();
});

const pause = () => new Promise<void>((wake) => setImmediate(wake));

/** Its journal knows of no log, so that identities are looked at elsewhere. */
class SealedOffice extends TestOffice {
  override async balances(): Promise<void> {}
}

/** A ledger in a table with its log in a bucket, as in AWS. */
async function openAws() {
  const { endpoint, stop } = await startS3('objects');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  const bucket = createS3Client({ endpoint, region: 'cn-north-1' });
  const scratch = await mkdtemp(join(tmpdir(), 'nuanzhang-'));
  onTestFinished(async () => {
    bucket.destroy();
    stop();
    await rm(scratch, { recursive: true });
  });
  const table = {
    client,
    tableName: await engine.freshTable(),
    random: Math.random,
    sleep: pause,
    cipher: TEST_CIPHER,
  };
  const ledger = createDynamoLedger(table);
  const objects = createS3ObjectStore({ client: bucket, bucket: 'objects' });
  const nonce = counted();
  const office = new SealedOffice(ledger);
  const sequencer = () =>
    new Sequencer({ ledger, objects, head: createDynamoHeadStore(table), signer: TEST_SIGNER, origin: ORIGIN, nonce });
  const unplaced = join(scratch, 'unplaced.jsonl');
  const rebuilt = async () =>
    rebuildTable({
      table,
      objects,
      keys: { cipher: TEST_CIPHER, personKey: await office.personKey() },
      scratch: join(scratch, 'expected.db'),
      unplaced,
      nonce: 'rebuilt',
    });
  const variables = {
    AWS_REGION: 'cn-north-1',
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
  };
  const vkey = writeVerifierKey(verifierOf(ORIGIN, await TEST_SIGNER.publicKey()));
  const command = (tableName: string, bucketName: string, ...more: readonly string[]) => {
    const named = ['--table', tableName, '--bucket', bucketName, '--vkey', vkey, ...more];
    return commanded('rebuild', scratch, ['--from-log', ...named], variables);
  };
  return { table, office, objects, sequencer, rebuilt, unplaced, command };
}

type Aws = Awaited<ReturnType<typeof openAws>>;
type Rows = ReadonlyMap<string, Attributes>;

const named = z.looseObject({ pk: z.string(), sk: z.string() });
const LEFT = /^(projection|sums|registered|listed|place)(#|$)/;

/** Every row of the table but for the projection, by its key. */
async function rowsOf({ table }: Aws): Promise<Map<string, Attributes>> {
  const rows = new Map<string, Attributes>();
  for await (const page of allRows(tableOf(table))) {
    for (const row of page) {
      const { pk, sk } = named.parse(row);
      if (!LEFT.test(pk)) rows.set(`${pk} ${sk}`, row);
    }
  }
  return new Map([...rows].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function put({ table: { tableName } }: Aws, Item: Attributes) {
  return client.send(new PutCommand({ TableName: tableName, Item: { ...Item } }));
}

function remove({ table: { tableName } }: Aws, row: Attributes) {
  const { pk, sk } = named.parse(row);
  return client.send(new DeleteCommand({ TableName: tableName, Key: { pk, sk } }));
}

function benefitOf(office: TestOffice, reference: string) {
  const person = { name: '张三', reference };
  const [tariff, fundingLine] = [office.id('tariff'), office.id('line')];
  return { tariff, fundingLine, person, amount: yuan('100.00'), method: '现金', effectiveOn: TODAY };
}

/** Days of work, of which the last is not sealed; and the rows as they stood halfway. */
async function worked(aws: Aws) {
  const { office, sequencer } = aws;
  await openOffice(office);
  for (const spending of PAID_SPENDINGS) {
    await office.post(ADMIN, registerThreshold, { spending, approvalAbove: yuan('900.00'), cashAbove: yuan('500.00') });
  }
  await office.post(TREASURER, payBenefit, benefitOf(office, '1'), { as: 'benefit' });
  await buy(office, 'order', [['masks', 13n, '10.01']]);
  const paying = { effectiveOn: TODAY, method: '现金', approval: APPROVAL };
  const shares = [{ fundingLine: office.id('line'), amount: yuan('10.00') }];
  await office.post(TREASURER, pay, { ...paying, shares }, { on: 'order' });
  const money = { fundingLine: office.id('line'), unit: office.id('town'), amount: yuan('50.00'), purpose: '慰问' };
  await office.post(TREASURER, disburse, { ...paying, ...money });
  await sequencer().round();
  const halfway = await rowsOf(aws);
  await send(office, 'sent', ['masks', 7n]);
  await sign(office, 'sent', { line: 1, good: 4n, damaged: 2n, refused: 1n });
  await office.post(OTHER_TREASURER, reverse, reversal(), { on: 'benefit' });
  await sequencer().round();
  await office.post(TREASURER, appropriate, appropriation('7.00'), { on: 'line', as: 'late' });
  await office.post(TREASURER, payBenefit, benefitOf(office, '2'), { as: 'late-benefit' });
  return halfway;
}

/**
 * The head and every second row that changed are as they were halfway; what is not sealed is there but for its outbox.
 * Gives the rows that are no more as they were.
 */
async function mixed(aws: Aws, halfway: Rows, whole: Rows) {
  const unsealed = ['late', 'late-benefit'].map((name) => aws.office.id(name));
  const changed = [...whole].filter(([key, row]) => !isDeepStrictEqual(row, halfway.get(key)));
  const mayGo = changed.filter(([key]) => key.startsWith('outbox') || !unsealed.some((id) => key.includes(id)));
  const gone = mayGo.filter(([key], at) => key.startsWith('log') || at % 2 === 0);
  for (const [key, row] of gone) {
    const before = halfway.get(key);
    await (before === undefined ? remove(aws, row) : put(aws, before));
  }
  for (const [key, row] of halfway) if (!whole.has(key) && key.startsWith('lot')) await put(aws, row);
  return gone;
}

describeOnEngine('a restored table is made again from the log of its bucket, a stand-in for S3', () => {
  it('and nothing is written where nothing differs', async () => {
    const aws = await openAws();
    await worked(aws);
    const rows = await rowsOf(aws);
    expect(await aws.rebuilt()).toMatchObject({ isSame: true, mended: 0 });
    expect(await rowsOf(aws)).toEqual(rows);
  });

  it('where balances are right and what is borne on which day is not', async () => {
    const aws = await openAws();
    await worked(aws);
    const rows = await rowsOf(aws);
    const of = (kind: string, id = '') =>
      [...rows].find(([key]) => key.startsWith(`${kind}#`) && key.includes(id))?.[1];
    const [line, lot] = [of('fundingLine', aws.office.id('line')), of('lot')];
    if (line === undefined || lot === undefined) throw new Error('there is a funding line, and a lot in stock');
    const { l: stretches } = z.object({ l: z.record(z.string(), z.bigint()) }).parse(line);
    const [first, last] = Object.keys(stretches)
      .filter((name) => name.startsWith('a'))
      .sort();
    if (first === undefined || last === undefined || first === last) throw new Error('money came on two days');
    await put(aws, { ...line, l: { ...stretches, [first]: stretches[last] } });
    await put(aws, { ...lot, l: String(lot.l).replace('2020', '2019') });
    expect(await aws.rebuilt()).toMatchObject({ isSame: false, mended: 2 });
    expect(await rowsOf(aws)).toEqual(rows);
  });

  it('whatever instant each of its rows is from, and is sealed on from the published checkpoint', async () => {
    const aws = await openAws();
    const halfway = await worked(aws);
    const whole = await rowsOf(aws);
    const gone = await mixed(aws, halfway, whole);
    await expect(aws.sequencer().round()).rejects.toThrow(/beyond the head/);

    const done = await aws.rebuilt();
    expect(done.mended).toBeGreaterThan(5);
    expect(done.beside.lined.first).toEqual([aws.office.id('late'), aws.office.id('late-benefit')]);
    const lost = gone.filter(([key]) => key.startsWith('personal'));
    expect(done.beside.lostPersons.first).toEqual(lost.map(([, row]) => row.sk));
    expect(done.beside.unknownRequests.total).toBe(gone.filter(([key]) => key.startsWith('entry')).length);
    const kept = [...whole].filter(([key]) => !lost.some(([one]) => one === key) && !key.startsWith('log'));
    const rows = [...(await rowsOf(aws))].filter(([key]) => !key.startsWith('log'));
    expect(rows.map(withoutHash)).toEqual(kept.map(withoutHash));
    expect(await aws.rebuilt()).toMatchObject({ isSame: true, mended: 0 });

    await aws.office.post(TREASURER, appropriate, appropriation('1.00'), { on: 'line', as: 'anew' });
    const sealed = await aws.sequencer().round();
    expect(sealed).toMatchObject({ sealed: 3, waiting: 0 });
    const { position } = await createDynamoProjection(aws.table).current();
    expect(position.size).toBe(sealed.size - 3);
    expect((await new LogFiles(aws.objects).checkpoint())?.size).toBe(sealed.size);
  });

  it('by the command, a second run of which finds that nothing differs; a wrong name is told', async () => {
    const aws = await openAws();
    const halfway = await worked(aws);
    await mixed(aws, halfway, await rowsOf(aws));
    const { tableName } = aws.table;
    const done = await aws.command(tableName, 'objects');
    expect(done).toMatchObject({ code: 0, said: '' });
    expect(done.printed).toMatch(/head: 不同 \/ other: 1[\s\S]*[1-9]\d* rows were mended/);
    expect((await aws.sequencer().round()).waiting).toBe(0);

    const [again, noTable, noBucket, halfOfTheKeys] = await Promise.all([
      aws.command(tableName, 'objects'),
      aws.command('nowhere', 'objects'),
      aws.command(tableName, 'nowhere'),
      aws.command(tableName, 'objects', '--persons', 'alias/persons'),
    ]);
    expect(again).toMatchObject({ code: 0, said: '' });
    expect(again.printed).toMatch(
      /数据库各行与日志一致[\s\S]*Every row[\s\S]* is as the log gives it[\s\S]*\n0 rows were mended/,
    );
    expect(noTable.code).toBe(1);
    expect(noTable.said).toMatch(
      /^表 nowhere 无法读写\(ResourceNotFound[\s\S]*\nThe table nowhere cannot be read.*--table.*\n$/,
    );
    expect([halfOfTheKeys.code, halfOfTheKeys.said]).toEqual([2, expect.stringContaining('NUANZHANG_PERSON_KEY')]);
    expect(noBucket.code).toBe(2);
    expect(noBucket.said).toMatch(/^没有桶 nowhere.*\nThere is no bucket nowhere.*--bucket.*\n$/);
  }, 60_000);

  it('and an entry whose order is lost with nothing sealed of it is written beside', async () => {
    const aws = await openAws();
    await worked(aws);
    await buy(aws.office, 'lost', [['masks', 1n, '1.00']]);
    const accepted = (await rowsOf(aws)).get(rowOf('entry', aws.office.id('lost-in')));
    for (const [key, row] of await rowsOf(aws))
      if (key === rowOf('entry', aws.office.id('lost'))) await remove(aws, row);
    const done = await aws.rebuilt();
    expect(done.beside.unplaced.map(({ entry }) => entry.id)).toEqual([aws.office.id('lost-in')]);
    expect(await readFile(aws.unplaced, 'utf8')).toBe(`${String(accepted?.j)}\n`);
    expect((await aws.sequencer().round()).waiting).toBe(0);
  });
});

function rowOf(kind: string, id: string): string {
  return `${kind}#${id.slice(-1)} ${id}`;
}

/** The hash of a request is lost with the row of its entry. */
function withoutHash([key, { h: _hash, ...row }]: readonly [string, Attributes]): object {
  return { key, ...row };
}
