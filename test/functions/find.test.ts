import { beforeAll, describe, expect, it, test } from 'vitest';
import * as z from 'zod';
import { writeSlipCode } from '../../shared/domain/slip-code.ts';
import { leafHash } from '../../shared/log/tree/tree.ts';
import { JPEG } from '../evidence/files.ts';
import {
  ADMIN,
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  id,
  KEEPER,
  openApiOver,
  type Person,
  PRIVACY_OFFICER,
  type Registered,
  registerAll,
  TODAY,
  TREASURER,
  uploaded,
} from './api.ts';

const answer = z.object({
  found: z.array(z.strictObject({ by: z.string(), kind: z.string(), id: z.string(), number: z.string().nullish() })),
});

let api: Api;
let known: Registered;
let made: Readonly<
  Record<'purchase' | 'acceptance' | 'payment' | 'correction' | 'consignment' | 'another' | 'disbursement', string>
>;

beforeAll(async () => {
  api = openApiOver();
  known = await registerAll(api);
  const { supplier, item, fundingLine, warehouse, unit } = known;
  const another = await api.write(TREASURER, '/api/units', { code: 'SY-02', name: '南法信镇' });
  const purchase = await api.write(BUYER, '/api/purchases', {
    supplier,
    effectiveOn: TODAY,
    lines: [{ item, quantity: 20, amount: '100.00', fundingLine }],
    procurement: { method: 'direct', contract: 'HT-2020-018' },
    invoice: { code: '011002000111', number: '62345678', date: TODAY, amount: '100.00' },
  });
  const evidence = [await uploaded(api, TREASURER, '回单.jpg', JPEG)];
  const acceptance = await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, {
    warehouse,
    effectiveOn: TODAY,
    lines: [{ line: 1, good: 20, batch: { number: 'B2020-11' } }],
  });
  const payment = await api.write(TREASURER, `/api/purchases/${purchase}/payments`, {
    effectiveOn: TODAY,
    method: '银行转账',
    approval: { document: '会议纪要〔2020〕9号', decidedOn: TODAY, approver: '常委会' },
    bankReference: 'ICBC 7788-01',
    shares: [{ fundingLine, amount: '100.00' }],
    evidence,
  });
  const correction = await api.write(TREASURER, `/api/entries/${payment}/corrections`, {
    changes: [{ field: 'bankReference', was: 'ICBC 7788-01', is: 'ICBC-7788-02' }],
    reason: '录错',
  });
  const sent = (to: string) =>
    api.write(KEEPER, '/api/consignments', { unit: to, warehouse, effectiveOn: TODAY, lines: [{ item, quantity: 1 }] });
  const consignment = await sent(unit);
  const money = { fundingLine, unit, amount: '1.00', effectiveOn: TODAY, purpose: '慰问', method: '银行转账' };
  const disbursement = await api.write(TREASURER, '/api/disbursements', money);
  const elsewhere = await sent(another);
  // What has a voucher number is sealed.
  await api.get('/api/log/checkpoint');
  made = { purchase, acceptance, payment, correction, consignment, another: elsewhere, disbursement };
});

async function found(number: string, as: Person = AUDITOR) {
  const { status, json, text } = await api.get(`/api/find?number=${encodeURIComponent(number)}`, { as });
  expect(status, text).toBe(200);
  return answer.parse(json).found;
}

const idsIn = (rows: Awaited<ReturnType<typeof found>>) => rows.map(({ kind, id: one }) => [kind, one]);

describe('lists of documents', () => {
  const listed = async (path: string, q: string, as: Person = AUDITOR) => {
    const { json } = await api.get(`${path}?q=${encodeURIComponent(q)}`, { as });
    return z
      .object({ items: z.array(z.object({ id: z.string() })) })
      .parse(json)
      .items.map(({ id: one }) => one);
  };

  it.each(['CG-8', '000010', '62345678', 'HT-2020-018', '合同编号：ht-2020-018', 'b2020-11', 'ICBC-7788-02'])(
    'find a purchase by any number of it, and by nothing else: %s',
    async (q) => {
      expect(await listed('/api/purchases', q)).toEqual([made.purchase]);
      expect(await listed('/api/disbursements', q)).toEqual([]);
    },
  );

  test('find an invoice and a consignment, of one’s own units alone', async () => {
    expect(await listed('/api/invoices', '62345678')).toEqual([made.purchase]);
    expect(await listed('/api/consignments', 'FF-12', COORDINATOR)).toEqual([made.consignment]);
    const other: Person = { ...COORDINATOR, units: ['SY-02'] };
    expect(await listed('/api/consignments', 'FF-12', other)).toEqual([]);
  });

  test('leave out what the other filters do not ask for', async () => {
    const answer = await api.get('/api/purchases?q=CG-8&to=2019-12-31', { as: AUDITOR });
    expect(answer.json).toMatchObject({ items: [] });
  });
});

describe('what is on paper', () => {
  it.each(['FF-000012', 'ff-12', ' ＦＦ－０００012', 'FF12', 'ff 000012'])('is a consignment: %s', async (typed) => {
    expect(await found(typed)).toEqual([
      { by: 'document-number', kind: 'consignment', id: made.consignment, number: 'FF-000012' },
    ]);
  });

  it.each(['000012', '12', '凭证 000012', '凭证字第12号', 'voucher 000012'])('is a voucher: %s', async (typed) => {
    expect(await found(typed)).toEqual([
      { by: 'voucher', kind: 'entry', id: made.consignment, number: '000012' },
      { by: 'voucher', kind: 'consignment', id: made.consignment, number: 'FF-000012' },
    ]);
  });

  test('is the step of a voucher, and the document that it is a step of', async () => {
    const steps = [
      ['entry', made.payment],
      ['purchase', made.purchase],
    ];
    expect(idsIn(await found('10'))).toEqual(steps);
    expect(idsIn(await found('10', KEEPER))).toEqual(steps);
  });

  test('has the letters of what was opened there, and no others', async () => {
    expect(await found('CG-000012')).toEqual([]);
    expect(await found('FF-000010')).toEqual([]);
    expect(await found('XX-000012')).toEqual([]);
    expect(idsIn(await found('FP-8'))).toEqual([
      ['invoice', made.purchase],
      ['purchase', made.purchase],
    ]);
  });

  it.each(['62345678', '011002000111 62345678', '０１１00200011162345678'])(
    'is an invoice, with the purchase that it is for: %s',
    async (typed) => {
      expect(await found(typed)).toEqual([
        { by: 'invoice', kind: 'invoice', id: made.purchase, number: 'FP-000008' },
        { by: 'invoice', kind: 'purchase', id: made.purchase, number: 'CG-000008' },
      ]);
    },
  );

  it.each(['icbc7788-01', 'ICBC-7788-02'])(
    'is a payment, by what its bank said before and after: %s',
    async (typed) => {
      expect(idsIn(await found(typed))).toEqual([
        ['purchase', made.purchase],
        ['entry', made.payment],
      ]);
    },
  );

  test('is a contract, a batch, a code', async () => {
    expect(await found('ht-2020-018')).toMatchObject([{ by: 'contract', kind: 'purchase', id: made.purchase }]);
    expect(await found('b2020-11')).toMatchObject([
      { by: 'batch', kind: 'purchase', id: made.purchase },
      { by: 'batch', kind: 'entry', id: made.acceptance },
    ]);
    expect(await found('n95')).toEqual([{ by: 'code', kind: 'item', id: known.item }]);
    expect(await found('81440000mcl468545m')).toEqual([{ by: 'code', kind: 'supplier', id: known.supplier }]);
  });

  test('is what the code of a slip says, and nothing where its hash is that of another entry', async () => {
    const stored = (await api.tracker.ledger.read([{ row: 'entry', id: made.consignment }])).entry(made.consignment);
    const leaf = Buffer.from(leafHash(Buffer.from(stored?.canonical ?? ''))).toString('base64url');
    const code = writeSlipCode({ address: 'https://log.example/api/log', entry: made.consignment, leaf });
    for (const typed of [code, code.replace('/api/log', '/slip'), code.split('#')[1] ?? '']) {
      expect(idsIn(await found(typed))).toEqual([
        ['entry', made.consignment],
        ['consignment', made.consignment],
      ]);
    }
    expect(await found(code.replace(made.consignment, made.another))).toEqual([]);
    expect(idsIn(await found(`https://tracker.example/consignments/${made.consignment}`))).toEqual([
      ['entry', made.consignment],
      ['consignment', made.consignment],
    ]);
    expect(await found('https://tracker.example/consignments/12')).toEqual([]);
  });

  test('is nothing where nothing has the number', async () => {
    for (const typed of ['0', '000000', '0000012', '999999', 'FF-999999', 'nothing', id(0xdead), '！']) {
      expect(await found(typed)).toEqual([]);
    }
    const { status, json } = await api.get('/api/find', { as: AUDITOR });
    expect([status, json]).toMatchObject([422, { errors: [{ pointer: '/number', code: 'required' }] }]);
  });

  test('is found before it is sealed, by what others gave it', async () => {
    const late = openApiOver();
    const { supplier } = await registerAll(late);
    const { found: rows } = answer.parse((await late.get('/api/find?number=81440000MCL468545M', { as: BUYER })).json);
    expect(rows).toEqual([{ by: 'code', kind: 'supplier', id: supplier }]);
  });
});

describe('a coordinator', () => {
  test('finds what belongs to the own units, by its number, its voucher and its slip', async () => {
    expect(idsIn(await found('FF-12', COORDINATOR))).toEqual([['consignment', made.consignment]]);
    expect(idsIn(await found('12', COORDINATOR))).toEqual([['consignment', made.consignment]]);
    expect(idsIn(await found('BF-13', COORDINATOR))).toEqual([['disbursement', made.disbursement]]);
    expect(idsIn(await found('SY-01', COORDINATOR))).toEqual([['unit', known.unit]]);
    expect(idsIn(await found('n95', COORDINATOR))).toEqual([['item', known.item]]);
  });

  test('is told of nothing else, and not that it is there', async () => {
    const others = ['FF-14', '14', made.another, 'SY-02', '62345678', 'HT-2020-018', 'ICBC7788-01', 'B2020-11', '8'];
    for (const typed of others) {
      expect(idsIn(await found(typed))).not.toEqual([]);
      expect(await found(typed, COORDINATOR)).toEqual([]);
    }
  });
});

describe('whoever reads no books', () => {
  test('finds what is registered, where they may read that', async () => {
    expect(await found('FF-12', ADMIN)).toEqual([]);
    expect(idsIn(await found('n95', ADMIN))).toEqual([['item', known.item]]);
    expect((await api.get('/api/find?number=n95', { as: PRIVACY_OFFICER })).status).toBe(403);
  });
});
