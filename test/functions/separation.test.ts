import { beforeEach, describe, expect, test } from 'vitest';
import {
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  KEEPER,
  openApiOver,
  type Person,
  registerAll,
  SECOND_TREASURER,
  TODAY,
} from './api.ts';

const approval = { document: '会议纪要〔2020〕8号', decidedOn: TODAY, approver: '主席办公会' };
const exception = { reason: '疫情期间仅一人在岗' };

/** One person in a role that somebody else should have. */
const as = (role: Person['roles'][number], { subject }: Person): Person => ({
  subject,
  roles: [role],
  units: role === 'coordinator' ? ['SY-01'] : [],
});

let api: Api;
let places: Awaited<ReturnType<typeof registerAll>>;

beforeEach(async () => {
  api = openApiOver();
  places = await registerAll(api);
});

async function ordered(): Promise<string> {
  const { supplier, item, fundingLine } = places;
  const lines = [{ item, quantity: 10, amount: '100.00', fundingLine }];
  return api.write(BUYER, '/api/purchases', { supplier, effectiveOn: TODAY, lines });
}

/** A purchase of which all was accepted. */
async function accepted(): Promise<string> {
  const purchase = await ordered();
  await acceptanceOf(purchase);
  return purchase;
}

async function acceptanceOf(purchase: string): Promise<string> {
  return api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, acceptance());
}

const acceptance = () => ({ warehouse: places.warehouse, effectiveOn: TODAY, lines: [{ line: 1, good: 10 }] });

const payment = () => ({
  shares: [{ fundingLine: places.fundingLine, amount: '100.00' }],
  effectiveOn: TODAY,
  method: '银行转账',
  approval,
});

async function sent(): Promise<string> {
  await accepted();
  const { unit, warehouse, item } = places;
  const body = { unit, warehouse, effectiveOn: TODAY, lines: [{ item, quantity: 4 }] };
  return api.write(KEEPER, '/api/consignments', body);
}

async function held(): Promise<string> {
  const consignment = await sent();
  const lines = [{ line: 1, good: 3, damaged: 1, reason: '破损' }];
  const body = { effectiveOn: TODAY, signatory: '签收人', lines };
  await api.write(COORDINATOR, `/api/consignments/${consignment}/confirmation`, body);
  return consignment;
}

const resolution = { effectiveOn: TODAY, reason: '报损', approval, lines: [{ line: 1, toLoss: 1 }] };

interface Separation {
  readonly who: Person;
  readonly step: string;
  readonly prepared: () => Promise<string>;
  readonly path: (document: string) => string;
  readonly body: () => object;
}

/** Every separation of the table of commands: who may not do the later step after the earlier one. */
const SEPARATIONS: Readonly<Record<string, Separation>> = {
  'who ordered does not accept': {
    who: as('keeper', BUYER),
    step: 'order',
    prepared: ordered,
    path: (purchase) => `/api/purchases/${purchase}/acceptances`,
    body: acceptance,
  },
  'who paid in advance does not accept': {
    who: as('keeper', SECOND_TREASURER),
    step: 'payment',
    prepared: async () => {
      const purchase = await ordered();
      await api.write(SECOND_TREASURER, `/api/purchases/${purchase}/payments`, payment());
      return purchase;
    },
    path: (purchase) => `/api/purchases/${purchase}/acceptances`,
    body: acceptance,
  },
  'who dispatched does not confirm': {
    who: as('coordinator', KEEPER),
    step: 'dispatch',
    prepared: sent,
    path: (consignment) => `/api/consignments/${consignment}/confirmation`,
    body: () => ({ effectiveOn: TODAY, signatory: '签收人', lines: [{ line: 1, good: 4 }] }),
  },
  'who dispatched does not resolve what is held': {
    who: as('treasurer', KEEPER),
    step: 'dispatch',
    prepared: held,
    path: (consignment) => `/api/consignments/${consignment}/resolutions`,
    body: () => resolution,
  },
  'who confirmed does not resolve what is held': {
    who: as('treasurer', COORDINATOR),
    step: 'confirmation',
    prepared: held,
    path: (consignment) => `/api/consignments/${consignment}/resolutions`,
    body: () => resolution,
  },
  'who ordered does not pay': {
    who: as('treasurer', BUYER),
    step: 'order',
    prepared: accepted,
    path: (purchase) => `/api/purchases/${purchase}/payments`,
    body: payment,
  },
  'who accepted does not pay': {
    who: as('treasurer', KEEPER),
    step: 'acceptance',
    prepared: accepted,
    path: (purchase) => `/api/purchases/${purchase}/payments`,
    body: payment,
  },
  'who recorded does not reverse': {
    who: as('treasurer', BUYER),
    step: 'entry',
    prepared: ordered,
    path: (purchase) => `/api/entries/${purchase}/reversal`,
    body: () => ({ reason: '重复下单', effectiveOn: TODAY }),
  },
  'who counted does not countersign': {
    who: as('treasurer', KEEPER),
    step: 'count',
    prepared: async () => {
      const lot = `${await acceptanceOf(await ordered())}.1`;
      const lines = [{ lot, book: 10, counted: 9 }];
      const body = { warehouse: places.warehouse, effectiveOn: TODAY, reason: '月末盘点', lines };
      return api.write(KEEPER, '/api/stock-adjustments', body);
    },
    path: (adjustment) => `/api/stock-adjustments/${adjustment}/countersignature`,
    body: () => ({}),
  },
};

describe.each(Object.entries(SEPARATIONS))('%s', (_name, { who, step, prepared, path, body }) => {
  test('is refused whatever the role, and nothing is written', async () => {
    const document = await prepared();
    const entries = await api.entries();
    const { status, json } = await api.post(path(document), { as: who, body: body() });
    expect([status, json]).toMatchObject([409, { type: '/problems/same-person', step }]);
    expect(json).toMatchObject({ detail: expect.stringContaining('exception.reason') });
    expect(await api.entries()).toBe(entries);
  });

  test('is flagged where a reason is given, in the entry and among the exceptions', async () => {
    const document = await prepared();
    const { status, json } = await api.post(path(document), { as: who, body: { ...body(), exception } });
    expect([status, json]).toMatchObject([201, { entry: { exception, actor: { subject: who.subject } } }]);
    const listed = async () => (await api.get('/api/reports/exceptions', { as: AUDITOR })).json;
    const waived = { reason: exception.reason, actor: { subject: who.subject } };
    expect(await listed()).toMatchObject({ waivedSeparations: [{ ...waived, reversed: false }] });
    const entry = (await api.get('/api/entries?limit=1', { as: AUDITOR })).json;
    expect(entry).toMatchObject({ items: [{ exception }] });
  });
});

test('a reversed exception stays listed, as reversed', async () => {
  const purchase = await ordered();
  const body = { ...acceptance(), exception };
  const excepted = await api.write(as('keeper', BUYER), `/api/purchases/${purchase}/acceptances`, body);
  await api.write(SECOND_TREASURER, `/api/entries/${excepted}/reversal`, { reason: '重新验收', effectiveOn: TODAY });
  expect((await api.get('/api/reports/exceptions', { as: AUDITOR })).json).toMatchObject({
    waivedSeparations: [{ entry: excepted, reversed: true }],
  });
});
