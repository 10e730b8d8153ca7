import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { checkpointOf } from '../../shared/exports/files/produced.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { verifyPack } from '../../verify/verify-pack.ts';
import { KEY, packOf, UnpackedPack } from '../verify/packs.ts';
import { type Api, AUDITOR, id, openApiOver, PRIVACY_OFFICER, registerAll, TODAY, TREASURER } from './api.ts';

const NAME = '被慰问人甲';
const REFERENCE = '110113199001051234';
const REASON = { reason: '本人依法查询' };

let api: Api;
let benefit: string;
let places: Awaited<ReturnType<typeof registerAll>>;

beforeEach(async () => {
  api = openApiOver();
  places = await registerAll(api);
  const tariff = await api.write(TREASURER, '/api/tariffs', {
    code: 'T1',
    name: '慰问',
    basis: '办法',
    cap: '500.00',
    per: 'year',
  });
  benefit = await api.write(TREASURER, '/api/benefits', {
    fundingLine: places.fundingLine,
    tariff,
    person: { name: NAME, reference: REFERENCE },
    amount: '100.00',
    effectiveOn: TODAY,
    method: '银行转账',
  });
});

const disclose = (target: string, body: object, key?: string, as = PRIVACY_OFFICER) =>
  api.post(`/api/entries/${target}/disclosures`, { as, body, ...(key === undefined ? {} : { key }) });
const erase = (target: string, key?: string) =>
  api.post(`/api/entries/${target}/erasure`, {
    as: PRIVACY_OFFICER,
    body: REASON,
    ...(key === undefined ? {} : { key }),
  });

describe('personal data', () => {
  test('is shown masked, and stands in no entry', async () => {
    for (const as of [AUDITOR, TREASURER]) {
      const { text, json } = await api.get(`/api/benefits/${benefit}`, { as });
      expect(json).toMatchObject({ benefit: { person: { name: '被***甲', reference: '**************1234' } } });
      expect(text).not.toContain(NAME);
      expect(text).not.toContain(REFERENCE);
    }
    const { text } = await api.get(`/api/entries/${benefit}`, { as: AUDITOR });
    expect(text).toContain('blinded');
    expect(text).not.toContain(NAME);
  });

  test('is committed to: value and salt give what stands in the entry', async () => {
    const found = await api.tracker.ledger.read([
      { row: 'personal', id: benefit },
      { row: 'entry', id: benefit },
    ]);
    const { salt, value } = z.object({ salt: z.string(), value: z.string() }).parse(found.personal(benefit)?.name);
    const commitment = createHash('sha256').update(Buffer.from(salt, 'base64')).update(value).digest('base64');
    expect(found.entry(benefit)?.entry.blinded?.name).toBe(commitment);
  });

  test('leaves no trace in what a request is recognised by, without the key', async () => {
    const stored = (await api.tracker.ledger.read([{ row: 'entry', id: benefit }])).entry(benefit);
    const other = openApiOver();
    expect(stored?.requestHash).toMatch(/^[\w+/]{43}=$/);
    const [key, theirs] = await Promise.all([api.tracker.personKey(), other.tracker.personKey()]);
    expect(theirs.equals(key)).toBe(true);
    // The hash without the key is what anybody could make of a guessed name.
    expect(stored?.requestHash).not.toBe(
      createHash('sha256').update(`treasurer\nPOST /api/benefits `).digest('base64'),
    );
  });
});

describe('unmasking', () => {
  test.each(['admin', 'treasurer', 'buyer', 'keeper', 'coordinator', 'auditor'] as const)(
    'is not for a %s',
    async (role) => {
      const before = await api.entries();
      const { status, text } = await disclose(benefit, REASON, undefined, { subject: 'somebody', roles: [role] });
      expect(status).toBe(403);
      expect(text).not.toContain(NAME);
      expect(await api.entries()).toBe(before);
    },
  );

  test('shows what is asked for, and is an entry with its reason that shows nothing', async () => {
    const { status, json } = await disclose(benefit, { ...REASON, fields: ['name'] }, id(0xd1));
    expect([status, json]).toMatchObject([201, { disclosed: { name: NAME } }]);
    const entry = await api.get(`/api/entries/${id(0xd1)}`, { as: AUDITOR });
    expect(entry.json).toMatchObject({
      entry: { kind: 'disclosure', refs: { entry: benefit }, facts: { fields: ['name'], ...REASON } },
    });
    expect(entry.text).not.toContain(NAME);
    const again = await disclose(benefit, { ...REASON, fields: ['name'] }, id(0xd1));
    expect([again.status, again.json]).toMatchObject([200, { disclosed: { name: NAME } }]);
  });

  test('shows everything where nothing is named', async () => {
    expect((await disclose(benefit, REASON)).json).toMatchObject({ disclosed: { name: NAME, reference: REFERENCE } });
  });

  test.each([
    ['without a reason', {}, 422, { errors: [{ pointer: '/reason', code: 'required' }] }],
    [
      'of what the entry does not have',
      { ...REASON, fields: ['name', 'phone'] },
      422,
      { errors: [{ pointer: '/fields/1', code: 'unknown-field-of-entry' }] },
    ],
  ])('is refused %s', async (_what, body, status, problem) => {
    const before = await api.entries();
    expect(await disclose(benefit, body)).toMatchObject({ status, json: problem });
    expect(await api.entries()).toBe(before);
  });

  test('is refused of an entry about nobody, and of one that is not there', async () => {
    const { unit, item } = places;
    expect((await disclose(unit, REASON)).json).toMatchObject({ disclosed: { phone: '13812341234' } });
    expect((await disclose(item, REASON)).json).toMatchObject({ type: '/problems/no-personal-data', status: 409 });
    expect((await disclose(id(0xdead), REASON)).json).toMatchObject({ type: '/problems/not-found', status: 404 });
  });
});

describe('erasing', () => {
  test('removes value and salt, and documents and lists show that they are gone', async () => {
    expect(await erase(benefit)).toMatchObject({ status: 201, json: { erased: ['name', 'reference'] } });
    const found = await api.tracker.ledger.read([{ row: 'personal', id: benefit }]);
    expect(found.personal(benefit)).toBeUndefined();
    const { json } = await api.get(`/api/benefits/${benefit}`, { as: AUDITOR });
    expect(json).toMatchObject({ erased: true, benefit: { amount: '100.00' } });
    expect(json).not.toMatchObject({ benefit: { person: expect.anything() } });
    expect((await api.get('/api/benefits', { as: AUDITOR })).text).not.toContain('person');
  });

  test('is done once: then it is refused, and so is unmasking, naming what erased it', async () => {
    const by = id(0xe1);
    await erase(benefit, by);
    expect(await erase(benefit, by)).toMatchObject({ status: 200, json: { erased: ['name', 'reference'] } });
    const refused = { status: 409, json: { type: '/problems/already-erased', entry: benefit, by } };
    expect(await erase(benefit)).toMatchObject(refused);
    expect(await disclose(benefit, REASON)).toMatchObject(refused);
  });

  test('comes after what was shown before: a repeat of that shows nothing any more', async () => {
    await disclose(benefit, REASON, id(0xd2));
    await erase(benefit);
    expect(await disclose(benefit, REASON, id(0xd2))).toMatchObject({ status: 200, json: { disclosed: {} } });
  });

  test('is done by one of many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => erase(benefit)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
  });

  test('still counts what was paid against the cap of that person', async () => {
    const tariff = z
      .object({ items: z.array(z.object({ id: z.string() })) })
      .parse((await api.get('/api/tariffs', { as: TREASURER })).json).items[0]?.id;
    await erase(benefit);
    const body = {
      fundingLine: places.fundingLine,
      tariff,
      person: { name: NAME, reference: REFERENCE },
      amount: '450.00',
      effectiveOn: TODAY,
      method: '银行转账',
    };
    expect((await api.post('/api/benefits', { as: TREASURER, body })).json).toMatchObject({
      type: '/problems/cap-exceeded',
    });
  });

  test('leaves identities that hold, and a pack that verifies and names nobody', async () => {
    await disclose(benefit, REASON);
    await erase(benefit);
    expect((await api.get('/api/reports/identities', { as: AUDITOR })).json).toMatchObject({ holds: true });
    const { objects } = api.tracker;
    const files = new LogFiles(objects);
    await api.get('/api/log/checkpoint');
    const zip = await packOf({
      files,
      ...(await checkpointOf(files)),
      verifier: async () => Buffer.from('// the verifier\n'),
      union: '示例工会',
      address: 'https://log.example/api/log',
      objects,
      ledger: api.tracker.ledger,
      folder: '/tmp',
    });
    const pack = await new UnpackedPack().unpack(zip);
    expect((await verifyPack(pack.root, KEY)).size).toBe(await api.entries());
    for (const path of pack.paths()) {
      expect(pack.read(path).includes(NAME), path).toBe(false);
      expect(pack.read(path).includes(REFERENCE), path).toBe(false);
    }
    pack.close();
  });
});

test('the report shows what was shown and what was erased, of what, when, by whom and why', async () => {
  const shown = id(0xd3);
  const erased = id(0xe3);
  await disclose(benefit, { ...REASON, fields: ['name'] }, shown);
  await erase(benefit, erased);
  const of = { entry: benefit, kind: 'benefit', what: '发放慰问金', number: expect.stringMatching(/^\d{6}$/) };
  const row = { actor: { subject: 'officer', role: 'privacy-officer' }, of, recordedAt: expect.any(Number), ...REASON };
  for (const as of [AUDITOR, PRIVACY_OFFICER]) {
    expect((await api.get('/api/reports/personal-data', { as })).json).toMatchObject({
      disclosures: [{ entry: shown, fields: ['name'], ...row }],
      erasures: [{ entry: erased, fields: ['name', 'reference'], ...row }],
      counts: { disclosures: 1, erasures: 1 },
      asOf: { size: expect.any(Number) },
    });
  }
  expect((await api.get('/api/reports/personal-data', { as: TREASURER })).status).toBe(403);
});
