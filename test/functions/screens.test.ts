import { beforeAll, expect, test } from 'vitest';
import {
  ADMIN,
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  KEEPER,
  openApiOver,
  type Person,
  registerAll,
  TODAY,
  TREASURER,
} from './api.ts';

/** What somebody works with in front of them: who, what is asked for, and what of it they read there. */
interface Screen {
  readonly who: Person;
  /** With `{name}` of what was made in the place of its id. */
  readonly asks: readonly string[];
  readonly reads: readonly string[];
}

/** More would be felt on a phone, and a page that waits for many waits for the slowest. */
const MOST_ASKS = 3;

const SCREENS: Readonly<Record<string, Screen>> = {
  'before signing in': { who: COORDINATOR, asks: ['/configuration', '/me'], reads: ['"logOrigin"', '"operations"'] },
  'home of a treasurer': {
    who: TREASURER,
    asks: ['/work', '/reports/headline', '/reports/usage?by=fundingLine,item,unit'],
    reads: [
      '"to-pay":{"count":1',
      '"held":{"count":1',
      '"sentences"',
      '高丽营镇',
      'N95口罩',
      '"entries":"/api/entries?',
    ],
  },
  'home of an auditor': {
    who: AUDITOR,
    asks: ['/work', '/reports/identities', '/reports/exceptions'],
    reads: ['"holds":true', '"counts"'],
  },
  'home of a buyer': {
    who: BUYER,
    asks: ['/work', '/entries?limit=10', '/reports/exceptions'],
    reads: ['"without-invoice":{"count":1', '供应商甲', '"number":"0000'],
  },
  'purchases: the list': { who: BUYER, asks: ['/purchases?sort=amount'], reads: ['供应商甲', 'N95口罩', 'CG-0000'] },
  'purchases: entering one': {
    who: BUYER,
    asks: ['/funding-lines?q=yq', '/suppliers?q=gys', '/items?q=n95'],
    reads: ['"available":"800.00"', '供应商甲', 'N95口罩', '"measure":"箱"'],
  },
  acceptance: {
    who: KEEPER,
    asks: ['/purchases?waiting=to-accept', '/purchases/{purchase}'],
    reads: ['"status":"open"', '供应商甲', 'N95口罩', '"short":5'],
  },
  'dispatch and the matrix': {
    who: KEEPER,
    asks: ['/stock', '/allocation-plans/{plan}/progress', '/work?kind=to-dispatch'],
    reads: ['"reserved":10', '"left":10', '高丽营镇'],
  },
  confirmation: {
    who: COORDINATOR,
    asks: ['/consignments?status=in-transit'],
    reads: ['N95口罩', '高丽营镇', '总工会仓库', 'FF-0000'],
  },
  'what is held': { who: TREASURER, asks: ['/consignments?held=true'], reads: ['N95口罩', '"held":{"quantity":2'] },
  payments: {
    who: TREASURER,
    asks: ['/purchases?waiting=to-pay', '/reports/matching'],
    reads: ['供应商甲', '"payable":"200.00"'],
  },
  'a funding line': {
    who: AUDITOR,
    asks: ['/funding-lines/{fundingLine}', '/funding-lines/{fundingLine}/statement'],
    reads: ['疫情防控专项资金', '"entries":"/api/entries?'],
  },
  'stock and a stock card': {
    who: KEEPER,
    asks: ['/stock', '/items/{item}/stock-card', '/work?kind=expiring&within=30'],
    reads: ['"counterparty":{', '供应商甲', '高丽营镇', '总工会仓库', '"expiresOn":"2021-01-10"'],
  },
  'the way of a lot': {
    who: KEEPER,
    asks: ['/lots/{acceptance}.1'],
    reads: ['供应商甲', '高丽营镇', 'CG-0000', 'FF-0000'],
  },
  'the card of a unit': {
    who: COORDINATOR,
    asks: ['/units/{unit}/card', '/units/{unit}/statement'],
    reads: ['N95口罩', 'FF-0000'],
  },
  'units, found and imported': { who: TREASURER, asks: ['/units?q=gly', '/imports'], reads: ['高丽营镇'] },
  'entries, down to the papers': {
    who: TREASURER,
    asks: ['/entries?document={purchase}', '/entries/{acceptance}', '/entries/{acceptance}/trail'],
    reads: ['"number":"0000', '供应商甲', '总工会仓库', 'FF-0000'],
  },
  'a number from a paper': {
    who: KEEPER,
    asks: ['/find?number=ff-{consignmentNumber}'],
    reads: ['"document-number"', '{consignment}'],
  },
  exports: { who: TREASURER, asks: ['/exports'], reads: ['"items":[]'] },
  verifying: {
    who: AUDITOR,
    asks: ['/entries/{consignment}/proof', '/log/checkpoint', '/log/vkey'],
    reads: ['c2sp.org/tlog-proof', 'log.example'],
  },
  'a confirmation that was decided on': {
    who: COORDINATOR,
    asks: ['/consignments/{consignment}'],
    reads: ['"held"', 'N95口罩'],
  },
  members: { who: ADMIN, asks: ['/members'], reads: ['"subject":"someone"'] },
  'months and persons': { who: AUDITOR, asks: ['/periods', '/reports/personal-data'], reads: ['"2020-11"'] },
};

let api: Api;
const made: Record<string, string> = {};

/** A day's work: something ordered of which a part came, was sent on, and arrived damaged in part; more is under way. */
beforeAll(async () => {
  api = openApiOver();
  const known = await registerAll(api);
  const { fundingLine, item, supplier, unit, warehouse } = known;
  const on = { effectiveOn: TODAY };
  const plan = await api.write(TREASURER, '/api/allocation-plans', {
    number: '〔2020〕1号',
    decidedOn: TODAY,
    title: '口罩分配',
    lines: [{ unit, item, quantity: 40 }],
  });
  const lines = [{ item, quantity: 100, amount: '200.00', fundingLine }];
  const purchase = await api.write(BUYER, '/api/purchases', { supplier, ...on, lines });
  const batch = { expiresOn: '2021-01-10' };
  const accepted = { warehouse, ...on, lines: [{ line: 1, good: 95, short: 5, reason: '少到', batch }] };
  const acceptance = await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, accepted);
  const send = (quantity: number) =>
    api.write(KEEPER, '/api/consignments', { unit, warehouse, plan, ...on, lines: [{ item, quantity }] });
  const consignment = await send(20);
  await api.write(COORDINATOR, `/api/consignments/${consignment}/confirmation`, {
    ...on,
    lines: [{ line: 1, good: 18, damaged: 2, reason: '受潮' }],
    signatory: '签收人',
    people: 18,
  });
  await send(10);
  await api.write(ADMIN, '/api/members', { subject: 'someone', roles: ['keeper'] });
  await api.write(TREASURER, '/api/periods/2020-11/closure', {});
  const { json } = await api.get(`/api/consignments/${consignment}`, { as: AUDITOR });
  const number = /"number":"FF-0*(\d+)"/.exec(JSON.stringify(json))?.[1] ?? '';
  Object.assign(made, known, { plan, purchase, acceptance, consignment, consignmentNumber: number });
});

const filled = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => made[name] ?? whole);

test.each(Object.entries(SCREENS))('%s is drawn by three calls at the most', async (_, { who, asks, reads }) => {
  expect(asks.length).toBeLessThanOrEqual(MOST_ASKS);
  const answers = [];
  for (const path of asks) {
    const { status, text } = await api.get(`/api${filled(path)}`, { as: who });
    expect([path, status, text]).toEqual([path, 200, text]);
    answers.push(text);
  }
  const drawn = answers.join('\n');
  for (const text of reads) expect(drawn).toContain(filled(text));
});
