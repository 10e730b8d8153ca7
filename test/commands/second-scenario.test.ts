import { beforeAll, describe, expect, it } from 'vitest';
import { accept } from '../../shared/commands/accept.ts';
import { appropriate } from '../../shared/commands/appropriate.ts';
import { confirm } from '../../shared/commands/confirm.ts';
import { count } from '../../shared/commands/count.ts';
import { countersign } from '../../shared/commands/countersign.ts';
import { disburse } from '../../shared/commands/disburse.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { giveBack } from '../../shared/commands/give-back.ts';
import { order } from '../../shared/commands/order.ts';
import { pay } from '../../shared/commands/pay.ts';
import { payBenefit } from '../../shared/commands/pay-benefit.ts';
import { receiveInKind } from '../../shared/commands/receive-in-kind.ts';
import {
  openFundingLine,
  registerItem,
  registerSupplier,
  registerTariff,
  registerUnit,
  registerWarehouse,
} from '../../shared/commands/registry.ts';
import { resolve } from '../../shared/commands/resolve.ts';
import { returnFromUnit } from '../../shared/commands/return-from-unit.ts';
import { returnToSupplier } from '../../shared/commands/return-to-supplier.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import type { Confirm, PayBenefit } from '../../shared/domain/command.ts';
import type { Sealed } from '../../shared/domain/voucher.ts';
import { readBeside } from '../../shared/reports/comparison.ts';
import { Cube } from '../../shared/reports/cube.ts';
import { exceptions } from '../../shared/reports/exceptions.ts';
import { fundingLine } from '../../shared/reports/funding-line.ts';
import { headline } from '../../shared/reports/headline.ts';
import { identities } from '../../shared/reports/identities.ts';
import { Register } from '../../shared/reports/register.ts';
import { statement } from '../../shared/reports/statement.ts';
import { unitStatement } from '../../shared/reports/unit-statement.ts';
import { usage } from '../../shared/reports/usage.ts';
import { BUYER, KEEPER, type Person, TestOffice, TREASURER, yuan } from './office.ts';
import { APPROVAL, REASON } from './world.ts';

/**
 * 200,000 N95 masks and 2,300 protective suits for members on the front line, 350,000.00 to six units, and benefits
 * under a tariff with a cap of 40,000.00. When the reports are taken something is on order, in stock, in transit, held,
 * lost and given back, and goods in kind are about. Every expected number was added up by hand.
 */
const office = new TestOffice();
const id = (name: string) => office.id(name);

const UNITS = ['unit-1', 'unit-2', 'unit-3', 'unit-4', 'unit-5', 'unit-6'] as const;
const COORDINATOR: Person = { subject: 'coordinator-1', roles: ['coordinator'], units: ['DW'] };

async function register(): Promise<void> {
  const basis = ['厅字〔2020〕3号'];
  await office.post(TREASURER, openFundingLine, { code: 'YX', name: '一线防护专项', basis }, { as: 'front' });
  await office.post(TREASURER, openFundingLine, { code: 'ZC', name: '职工慰问专项', basis }, { as: 'care' });
  await office.post(TREASURER, registerUnit, { code: 'DW', name: '接收单位' }, { as: 'units' });
  for (const [at, unit] of UNITS.entries()) {
    const body = { code: `DW-${at + 1}`, name: `接收单位${at + 1}`, parent: id('units') };
    await office.post(TREASURER, registerUnit, body, { as: unit });
  }
  const masks = {
    code: 'N95',
    name: 'N95口罩',
    grade: 'GB 19083-2010',
    baseMeasure: '只',
    packs: [{ measure: '箱', of: 1_000n }],
  };
  await office.post(TREASURER, registerItem, masks, { as: 'masks' });
  await office.post(
    TREASURER,
    registerItem,
    { code: 'FH', name: '防护服', baseMeasure: '件', packs: [] },
    { as: 'suits' },
  );
  await office.post(
    TREASURER,
    registerItem,
    { code: 'ST', name: '手套', baseMeasure: '双', packs: [] },
    { as: 'gloves' },
  );
  await office.post(BUYER, registerSupplier, { name: '供货商' }, { as: 'supplier' });
  await office.post(TREASURER, registerWarehouse, { code: 'CK', name: '总库' }, { as: 'warehouse' });
  const tariff = { code: 'GR', name: '一线职工救助', basis: '救助办法', cap: yuan('40000.00'), per: 'once' } as const;
  await office.post(TREASURER, registerTariff, tariff, { as: 'tariff' });
}

async function fund(): Promise<void> {
  const money = (amount: string) => ({ amount: yuan(amount), effectiveOn: '2020-02-10', source: '上级工会' });
  await office.post(TREASURER, appropriate, money('1800000.00'), { on: 'front', as: 'front-money' });
  await office.post(TREASURER, appropriate, money('600000.00'), { on: 'care', as: 'care-money' });
}

/** 200 boxes of masks for 970,000.01, and 2,300 suits for 427,800.00, of which 300 on the second line. */
async function purchase(): Promise<void> {
  const masks = {
    item: id('masks'),
    quantity: 200n,
    measure: '箱',
    amount: yuan('970000.01'),
    fundingLine: id('front'),
  };
  const funding = [
    { fundingLine: id('front'), quantity: 2_000n },
    { fundingLine: id('care'), quantity: 300n },
  ];
  const suits = { item: id('suits'), quantity: 2_300n, amount: yuan('427800.00'), funding };
  const emergency = { basis: '财办库〔2020〕23号', from: '2020-01-26' };
  const body = { supplier: id('supplier'), effectiveOn: '2020-02-11', emergency };
  await office.post(BUYER, order, { ...body, lines: [masks] }, { as: 'masks-order' });
  await office.post(BUYER, order, { ...body, lines: [suits] }, { as: 'suits-order' });
  const into = { warehouse: id('warehouse'), effectiveOn: '2020-02-14' };
  const masksIn = { line: 1, good: 195_000n, damaged: 2_000n, short: 3_000n, reason: '运输破损' };
  await office.post(KEEPER, accept, { ...into, lines: [masksIn] }, { on: 'masks-order', as: 'masks-in' });
  const suitsIn = { line: 1, good: 2_300n, amount: yuan('425499.99') };
  await office.post(KEEPER, accept, { ...into, lines: [suitsIn] }, { on: 'suits-order', as: 'suits-in' });
  const back = { lines: [{ lot: office.lot('masks-in'), quantity: 400n }], effectiveOn: '2020-02-15', ...REASON };
  await office.post(KEEPER, returnToSupplier, back, { on: 'masks-order', as: 'masks-back' });
  const paying = { effectiveOn: '2020-02-20', method: '银行转账', approval: APPROVAL };
  const forMasks = [{ fundingLine: id('front'), amount: yuan('900000.00') }];
  const forSuits = [
    { fundingLine: id('front'), amount: yuan('369999.99') },
    { fundingLine: id('care'), amount: yuan('55500.00') },
  ];
  await office.post(TREASURER, pay, { ...paying, shares: forMasks }, { on: 'masks-order', as: 'masks-paid' });
  await office.post(TREASURER, pay, { ...paying, shares: forSuits }, { on: 'suits-order', as: 'suits-paid' });
}

async function receiveGift(): Promise<void> {
  const body = {
    kind: 'donation',
    giver: '捐赠单位',
    fundingLine: id('front'),
    warehouse: id('warehouse'),
    effectiveOn: '2020-02-16',
    lines: [{ item: id('gloves'), quantity: 10_000n, value: yuan('12000.00') }],
  } as const;
  await office.post(KEEPER, receiveInKind, body, { as: 'gloves-in' });
}

async function send(name: string, unit: string, ...lines: (readonly [item: string, quantity: bigint, line: string])[]) {
  const body = {
    unit: id(unit),
    warehouse: id('warehouse'),
    effectiveOn: '2020-02-21',
    lines: lines.map(([item, quantity, line]) => ({ item: id(item), quantity, fundingLine: id(line) })),
  };
  await office.post(KEEPER, dispatch, body, { as: name });
}

async function distribute(): Promise<void> {
  await send('sent-1', 'unit-1', ['masks', 60_000n, 'front'], ['suits', 800n, 'front']);
  await send('sent-2', 'unit-2', ['masks', 50_000n, 'front'], ['suits', 600n, 'front']);
  await send('sent-3', 'unit-3', ['masks', 30_000n, 'front'], ['suits', 300n, 'care']);
  await send('sent-4', 'unit-4', ['masks', 20_000n, 'front'], ['suits', 300n, 'front']);
  await send('sent-6', 'unit-6', ['gloves', 6_000n, 'front']);
  const sign = (name: string, body: Pick<Confirm, 'lines' | 'people' | 'sites'>) =>
    office.post<Confirm>(
      COORDINATOR,
      confirm,
      { effectiveOn: '2020-02-22', signatory: '签收人', ...body },
      { on: name },
    );
  const mixed = { line: 1, good: 59_000n, damaged: 600n, short: 300n, refused: 100n };
  await sign('sent-1', { lines: [mixed, { line: 2, good: 800n }], people: 12_000n, sites: 4n });
  await sign('sent-2', {
    lines: [
      { line: 1, good: 50_000n },
      { line: 2, good: 600n },
    ],
    people: 9_500n,
    sites: 3n,
  });
  await sign('sent-3', {
    lines: [
      { line: 1, good: 30_000n },
      { line: 2, good: 290n, damaged: 10n },
    ],
    people: 6_000n,
  });
  await sign('sent-6', { lines: [{ line: 1, good: 5_900n, short: 100n }], people: 2_950n });
}

async function settle(): Promise<void> {
  const deciding = { effectiveOn: '2020-02-25', ...REASON, approval: APPROVAL };
  const first = [{ line: 1, toUnit: 200n, toStock: 100n, toLoss: 300n }];
  await office.post(TREASURER, resolve, { ...deciding, lines: first }, { on: 'sent-1' });
  await office.post(TREASURER, resolve, { ...deciding, lines: [{ line: 2, toLoss: 4n }] }, { on: 'sent-3' });
  const back = { lines: [{ line: 1, quantity: 1_000n }], effectiveOn: '2020-02-26', ...REASON };
  await office.post(KEEPER, returnFromUnit, back, { on: 'sent-2' });
  const lines = [
    { lot: office.lot('masks-in'), book: 35_800n, counted: 35_650n },
    { lot: office.lot('suits-in'), book: 300n, counted: 302n },
  ];
  const counted = { warehouse: id('warehouse'), effectiveOn: '2020-02-28', lines, ...REASON };
  await office.post(KEEPER, count, counted, { as: 'count' });
  await office.post(TREASURER, countersign, {}, { on: 'count' });
}

/** 350,000.00 to the six units. */
const MONEY = [
  ['80000.00', 3_500n],
  ['70000.00', 3_000n],
  ['60000.00', 2_500n],
  ['55000.00', 2_200n],
  ['45000.00', 1_800n],
  ['40000.00', 1_500n],
] as const;

const benefit = (reference: string, amount: string): PayBenefit => ({
  fundingLine: id('care'),
  tariff: id('tariff'),
  person: { name: '职工', reference },
  amount: yuan(amount),
  effectiveOn: '2020-03-01',
  method: '银行卡',
});

async function payOut(): Promise<void> {
  for (const [at, [amount, people]] of MONEY.entries()) {
    const body = {
      fundingLine: id('care'),
      unit: id(UNITS[at] ?? ''),
      amount: yuan(amount),
      effectiveOn: '2020-02-27',
      purpose: '慰问一线职工',
      method: '银行转账',
      people,
      sites: 1n,
    };
    await office.post(TREASURER, disburse, body, { as: `money-${at + 1}` });
  }
  await office.post(TREASURER, payBenefit, benefit('HY-001', '25000.00'), { as: 'benefit-1' });
  await office.post(TREASURER, payBenefit, benefit('HY-001', '15000.00'), { as: 'benefit-2' });
  await office.post(TREASURER, payBenefit, benefit('HY-002', '40000.00'), { as: 'benefit-3' });
  await office.post(
    TREASURER,
    reverse,
    { reason: '金额有误', effectiveOn: '2020-03-02', exception: { reason: '仅有一名财务' } },
    { on: 'benefit-3', as: 'undone' },
  );
  await office.post(TREASURER, payBenefit, benefit('HY-002', '30000.00'), { as: 'benefit-4' });
  const rest = { amount: yuan('20000.00'), effectiveOn: '2020-03-02', reason: '结余缴回' };
  await office.post(TREASURER, giveBack, rest, { on: 'front', as: 'given-back' });
}

let postings: readonly Sealed[];
let names: Register;

beforeAll(async () => {
  await register();
  await fund();
  await purchase();
  await receiveGift();
  await distribute();
  await settle();
  await payOut();
  const whole = await office.journal.whole();
  postings = whole.postings.map((posting, index) => ({ ...posting, index }));
  names = new Register(postings);
});

describe('masks and suits for the front line, with goods in every state', () => {
  it('takes three members of the union and a coordinator, and waives nothing but that one reverses an own entry', () => {
    const people = new Set(postings.map(({ entry }) => entry.actor.subject));
    expect(people).toEqual(new Set([TREASURER, BUYER, KEEPER, COORDINATOR].map(({ subject }) => subject)));
    const { waivedSeparations } = exceptions(postings, names, office.now);
    expect(waivedSeparations.map(({ entry }) => entry)).toEqual([id('undone')]);
  });

  it('keeps the three identities to the fen, and the books are what the entries say', async () => {
    const { budget, cash, goods, inKind, holds, settled, differing } = identities(
      names,
      await readBeside(office.journal, office.ledger),
    );
    expect({ holds, settled, differing }).toEqual({ holds: true, settled: true, differing: [] });
    expect(budget).toEqual([
      {
        fundingLine: { id: id('front'), code: 'YX', name: '一线防护专项' },
        appropriated: '1800000.00',
        givenBack: '20000.00',
        available: '440000.00',
        committed: '26190.01',
        stock: '228402.50',
        transit: '152500.00',
        held: '1455.00',
        delivered: '929269.99',
        disbursed: '0.00',
        benefits: '0.00',
        loss: '2182.50',
        difference: '0.00',
      },
      {
        fundingLine: { id: id('care'), code: 'ZC', name: '职工慰问专项' },
        appropriated: '600000.00',
        givenBack: '0.00',
        available: '124500.00',
        committed: '0.00',
        stock: '0.00',
        transit: '0.00',
        held: '1110.00',
        delivered: '53650.00',
        disbursed: '350000.00',
        benefits: '70000.00',
        loss: '740.00',
        difference: '0.00',
      },
    ]);
    expect(cash).toMatchObject([
      {
        appropriated: '1800000.00',
        givenBack: '20000.00',
        cash: '510000.01',
        paid: '1269999.99',
        disbursed: '0.00',
        benefits: '0.00',
        difference: '0.00',
      },
      {
        appropriated: '600000.00',
        givenBack: '0.00',
        cash: '124500.00',
        paid: '55500.00',
        disbursed: '350000.00',
        benefits: '70000.00',
        difference: '0.00',
      },
    ]);
    expect(goods.map(({ item, ...quantities }) => ({ item: item.name, ...quantities }))).toEqual([
      {
        item: '防护服',
        received: 2_300,
        found: 2,
        stock: 302,
        transit: 300,
        held: 6,
        delivered: 1_690,
        lost: 4,
        difference: 0,
      },
      {
        item: 'N95口罩',
        received: 194_600,
        found: 0,
        stock: 35_650,
        transit: 20_000,
        held: 300,
        delivered: 138_200,
        lost: 450,
        difference: 0,
      },
      {
        item: '手套',
        received: 10_000,
        found: 0,
        stock: 4_000,
        transit: 0,
        held: 100,
        delivered: 5_900,
        lost: 0,
        difference: 0,
      },
    ]);
    expect(inKind[0]).toMatchObject({
      received: '12000.00',
      stock: '4800.00',
      transit: '0.00',
      held: '120.00',
      delivered: '7080.00',
      loss: '0.00',
      difference: '0.00',
    });
  });

  it('tells in its headline what was invested, and whom it reached', () => {
    expect(headline(Cube.of(postings), {})).toMatchObject({
      invested: '1789309.99',
      goodsDelivered: '982919.99',
      disbursed: '350000.00',
      benefits: '70000.00',
      inKind: '12000.00',
      inKindDelivered: '7080.00',
      people: 44_950,
      households: 0,
      sites: 13,
      units: 6,
      sentences: {
        zh: '累计投入178万余元，接收捐赠和调拨物资折价1万余元，慰问服务覆盖4万余人次、13处。',
        en: 'Invested in all: over 1.78 million yuan. Goods received in kind: over 10,000 yuan. Relief reached people over 40,000 times and 13 sites.',
      },
    });
  });

  it('tells the same of one funding line', () => {
    expect(headline(Cube.of(postings), { fundingLine: id('care') })).toMatchObject({
      invested: '475500.00',
      goodsDelivered: '53650.00',
      disbursed: '350000.00',
      inKind: '0.00',
      people: 20_500,
      units: 6,
    });
    expect(fundingLine(postings, names, id('front'))).toMatchObject({
      invested: '1313809.99',
      budget: { available: '440000.00', loss: '2182.50' },
      cash: { cash: '510000.01' },
    });
  });

  it('tells the use by unit, whose sums are those of the ledger', () => {
    const report = usage(Cube.of(postings), names, { by: ['unit'], limit: 100 });
    expect(
      report?.rows.map(({ unit, quantity, value, disbursed }) => [unit?.name, quantity, value, disbursed]),
    ).toEqual([
      ['接收单位1', 60_000, '435119.99', '80000.00'],
      ['接收单位2', 49_600, '348650.00', '70000.00'],
      ['接收单位3', 30_290, '199150.00', '60000.00'],
      ['接收单位4', 0, '0.00', '55000.00'],
      ['接收单位5', 0, '0.00', '45000.00'],
      ['接收单位6', 5_900, '7080.00', '40000.00'],
      [undefined, 0, '0.00', '0.00'],
    ]);
    expect(report?.total).toMatchObject({
      quantity: 145_790,
      value: '989999.99',
      disbursed: '350000.00',
      benefits: '70000.00',
      available: '564500.00',
      bought: {
        received: { quantity: 196_900, value: '1369309.99' },
        found: { quantity: 2, value: '0.00' },
        committed: { quantity: 5_400, value: '26190.01' },
        stock: { quantity: 35_952, value: '228402.50' },
        transit: { quantity: 20_300, value: '152500.00' },
        held: { quantity: 306, value: '2565.00' },
        delivered: { quantity: 139_890, value: '982919.99' },
        loss: { quantity: 454, value: '2922.50' },
      },
    });
  });

  it('tells the use by item and funding line', () => {
    const report = usage(Cube.of(postings), names, { by: ['fundingLine', 'item'], limit: 100 });
    expect(report?.rows.map((row) => [row.fundingLine?.code, row.item?.code, row.quantity, row.value])).toEqual([
      ['YX', 'FH', 1_400, '258999.99'],
      ['YX', 'N95', 138_200, '670270.00'],
      ['YX', 'ST', 5_900, '7080.00'],
      ['YX', undefined, 0, '0.00'],
      ['ZC', 'FH', 290, '53650.00'],
      ['ZC', undefined, 0, '0.00'],
    ]);
  });

  it('states the cash of a funding line row by row, from one date on', () => {
    const report = statement(postings, names, {
      fundingLine: id('care'),
      chain: 'cash',
      from: '2020-02-27',
      limit: 100,
    });
    expect(report).toMatchObject({ opening: '544500.00', income: '0.00', expense: '420000.00', closing: '124500.00' });
    expect(report?.rows.map((row) => [row.date, row.summary, row.income, row.expense, row.balance])).toEqual([
      ['2020-02-27', '拨付：接收单位1，慰问一线职工', '0.00', '80000.00', '464500.00'],
      ['2020-02-27', '拨付：接收单位2，慰问一线职工', '0.00', '70000.00', '394500.00'],
      ['2020-02-27', '拨付：接收单位3，慰问一线职工', '0.00', '60000.00', '334500.00'],
      ['2020-02-27', '拨付：接收单位4，慰问一线职工', '0.00', '55000.00', '279500.00'],
      ['2020-02-27', '拨付：接收单位5，慰问一线职工', '0.00', '45000.00', '234500.00'],
      ['2020-02-27', '拨付：接收单位6，慰问一线职工', '0.00', '40000.00', '194500.00'],
      ['2020-03-01', '发放慰问金：一线职工救助', '0.00', '25000.00', '169500.00'],
      ['2020-03-01', '发放慰问金：一线职工救助', '0.00', '15000.00', '154500.00'],
      ['2020-03-01', '发放慰问金：一线职工救助', '0.00', '40000.00', '114500.00'],
      ['2020-03-01', '发放慰问金：一线职工救助', '0.00', '30000.00', '84500.00'],
      ['2020-03-02', '冲销发放慰问金：金额有误', '0.00', '-40000.00', '124500.00'],
    ]);
  });

  it('states the budget of a funding line row by row', () => {
    const report = statement(postings, names, { fundingLine: id('front'), chain: 'budget', limit: 100 });
    expect(report).toMatchObject({ opening: '0.00', closing: '440000.00' });
    expect(report?.rows.map((row) => [row.date, row.kind, row.income, row.expense, row.balance])).toEqual([
      ['2020-02-10', 'appropriation', '1800000.00', '0.00', '1800000.00'],
      ['2020-02-11', 'order', '0.00', '970000.01', '829999.99'],
      ['2020-02-11', 'order', '0.00', '372000.00', '457999.99'],
      ['2020-02-14', 'acceptance', '2000.01', '0.00', '460000.00'],
      ['2020-03-02', 'give-back', '0.00', '20000.00', '440000.00'],
    ]);
  });

  it('states what a unit has, what is on its way to it, and what is held for it', () => {
    const options = { below: false, prices: true } as const;
    expect(unitStatement(postings, names, { unit: id('unit-3'), ...options })).toMatchObject({
      goods: [
        { item: { code: 'FH' }, delivered: 290, transit: 0, held: 6, value: '53650.00' },
        { item: { code: 'N95' }, delivered: 30_000, transit: 0, held: 0, value: '145500.00' },
      ],
      funding: [
        { fundingLine: { code: 'YX' }, goods: '145500.00', inKind: '0.00', disbursed: '0.00' },
        { fundingLine: { code: 'ZC' }, goods: '53650.00', inKind: '0.00', disbursed: '60000.00' },
      ],
      disbursed: '60000.00',
      coverage: { people: 8_500, households: 0, sites: 1 },
    });
    expect(unitStatement(postings, names, { unit: id('units'), ...options, below: true })).toMatchObject({
      disbursed: '350000.00',
      coverage: { people: 44_950, sites: 13 },
    });
  });

  it('refuses a benefit above the cap of 40,000.00, counted over all payments to a person', async () => {
    const cap = { refusal: 'cap-exceeded', cap: yuan('40000.00'), period: 'once' };
    const refusal = (reference: string, amount: string) =>
      office.refusal(TREASURER, payBenefit, benefit(reference, amount));
    expect(await refusal('HY-001', '0.01')).toEqual({ ...cap, paid: yuan('40000.00') });
    expect(await refusal('HY-002', '10000.01')).toEqual({ ...cap, paid: yuan('30000.00') });
    expect(await refusal('HY-003', '40000.01')).toEqual({ ...cap, paid: 0n });
  });
});
