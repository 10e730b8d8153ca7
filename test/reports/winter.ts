import { accept } from '../../shared/commands/accept.ts';
import { appropriate } from '../../shared/commands/appropriate.ts';
import type { AnyCommand } from '../../shared/commands/command.ts';
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
import { returnToSupplier } from '../../shared/commands/return-to-supplier.ts';
import { reverse } from '../../shared/commands/reverse.ts';
import { takeBack } from '../../shared/commands/take-back.ts';
import type { Effective } from '../../shared/domain/command.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { allWithUndone } from '../../shared/domain/undone.ts';
import type { Sealed } from '../../shared/domain/voucher.ts';
import { asTheyStand } from '../../shared/reports/as-they-stand.ts';
import { Register } from '../../shared/reports/register.ts';
import {
  BUYER,
  type Circumstances,
  KEEPER,
  OTHER_KEEPER,
  OTHER_TREASURER,
  type Person,
  TestOffice,
  TREASURER,
  yuan,
} from '../commands/office.ts';
import { APPROVAL, orderLine } from '../commands/world.ts';

/** A winter of relief through the commands, in which goods and money come into every state. Each step is of its own day. */

/** Of the town, which the village is below. */
export const SIGNING: Person = { subject: 'coordinator-1', roles: ['coordinator'], units: ['U1'] };
export const BANK = '转账';

/** Nine in the morning of a day in Shanghai. */
export function morningOf(day: string): number {
  return Date.parse(`${day}T09:00:00+08:00`);
}

/** Records something on the day on which it takes effect. */
export function on<B extends Effective>(
  office: TestOffice,
  day: string,
  person: Person,
  command: AnyCommand<B>,
  body: Omit<B, 'effectiveOn'>,
  circumstances: Circumstances = {},
): Promise<Entry> {
  office.now = Math.max(office.now, morningOf(day));
  return office.post(person, command, { ...body, effectiveOn: day } as B, circumstances);
}

/** The entries are numbered from 1 on as they are recorded: nine things registered here. */
export async function openWinter(): Promise<TestOffice> {
  const office = new TestOffice();
  office.now = morningOf('2020-12-01');
  const post = office.post.bind(office);
  await post(TREASURER, openFundingLine, { code: 'A', name: '防疫专项', basis: ['厅字〔2020〕3号'] }, { as: 'line' });
  await post(TREASURER, openFundingLine, { code: 'B', name: '送温暖', basis: [] }, { as: 'line-2' });
  await post(TREASURER, registerUnit, { code: 'U1', name: '甲镇' }, { as: 'town' });
  await post(TREASURER, registerUnit, { code: 'U2', name: '乙村', parent: office.id('town') }, { as: 'village' });
  await post(TREASURER, registerItem, { code: 'W1', name: '口罩', baseMeasure: '个', packs: [] }, { as: 'masks' });
  await post(TREASURER, registerItem, { code: 'W2', name: '大米', baseMeasure: '袋', packs: [] }, { as: 'rice' });
  await post(BUYER, registerSupplier, { name: '示例供应商' }, { as: 'supplier' });
  await post(TREASURER, registerWarehouse, { code: 'CK', name: '总库' }, { as: 'warehouse' });
  const tariff = { code: 'T1', name: '困难慰问', basis: '办法', cap: yuan('1000.00'), per: 'year' } as const;
  await post(TREASURER, registerTariff, tariff, { as: 'tariff' });
  return office;
}

/**
 * Numbers 10 to 28. Of 1,000.00 and 500.00, masks at 3.00 and rice at 10.00 are bought and masks given at 0.80; the town
 * gets masks and money, the village rice that stays on its way and money by mistake.
 */
export async function winter(): Promise<TestOffice> {
  const office = await openWinter();
  await december(office);
  await january(office);
  return office;
}

async function december(office: TestOffice): Promise<void> {
  const [line, second] = [office.id('line'), office.id('line-2')];
  const [masks, rice] = [office.id('masks'), office.id('rice')];
  const warehouse = office.id('warehouse');
  const [town, village] = [office.id('town'), office.id('village')];
  const money = { amount: yuan('1000.00'), source: '上级拨付' };
  await on(office, '2020-12-01', TREASURER, appropriate, money, { on: 'line', as: 'money' });
  const own = { amount: yuan('500.00'), source: '本级经费' };
  await on(office, '2020-12-02', TREASURER, appropriate, own, { on: 'line-2', as: 'money-2' });
  const ordered = {
    supplier: office.id('supplier'),
    lines: [orderLine(office, 'masks', 100n, '300.00'), orderLine(office, 'rice', 10n, '100.00')],
    emergency: { basis: '财办库〔2020〕23号', from: '2020-01-26' },
  };
  await on(office, '2020-12-03', BUYER, order, ordered, { as: 'order' });
  const accepted = [
    { line: 1, good: 80n, short: 20n, reason: '未到货', batch: { number: 'P-7' } },
    { line: 2, good: 10n, batch: { expiresOn: '2021-06-30' } },
  ];
  await on(office, '2020-12-05', KEEPER, accept, { warehouse, lines: accepted }, { on: 'order', as: 'bought' });
  const paid = { shares: [{ fundingLine: line, amount: yuan('150.00') }], method: BANK, approval: APPROVAL };
  await on(office, '2020-12-06', TREASURER, pay, paid, { on: 'order', as: 'payment' });
  const gift = {
    kind: 'donation',
    giver: '爱心企业',
    fundingLine: second,
    warehouse,
    lines: [{ item: masks, quantity: 50n, value: yuan('40.00') }],
  } as const;
  await on(office, '2020-12-07', KEEPER, receiveInKind, gift, { as: 'given' });
  const toTown = [
    { item: masks, quantity: 30n, fundingLine: line },
    { item: masks, quantity: 20n, fundingLine: second },
  ];
  await on(office, '2020-12-08', KEEPER, dispatch, { unit: town, warehouse, lines: toTown }, { as: 'sent' });
  const signed = {
    lines: [
      { line: 1, good: 25n, damaged: 5n, reason: '破损' },
      { line: 2, good: 20n },
    ],
    signatory: '签收人甲',
    people: 10n,
    households: 4n,
  };
  await on(office, '2020-12-09', SIGNING, confirm, signed, { on: 'sent', as: 'signed' });
  const toVillage = [{ item: rice, quantity: 4n }];
  await on(office, '2020-12-10', KEEPER, dispatch, { unit: village, warehouse, lines: toVillage }, { as: 'under-way' });
  const comfort = { amount: yuan('200.00'), purpose: '一线慰问', method: BANK, people: 5n, sites: 2n };
  const forTown = { ...comfort, fundingLine: second, unit: town };
  await on(office, '2020-12-11', TREASURER, disburse, forTown, { as: 'disbursement' });
  const left = { amount: yuan('50.00'), reason: '结余退回' };
  await on(office, '2020-12-12', TREASURER, takeBack, left, { on: 'disbursement', as: 'taken-back' });
  const benefit = {
    fundingLine: line,
    tariff: office.id('tariff'),
    person: { name: '职工甲', reference: 'HY-1' },
    amount: yuan('60.00'),
    method: '银行卡',
  };
  await on(office, '2020-12-13', TREASURER, payBenefit, benefit, { as: 'benefit' });
  const resolved = { lines: [{ line: 1, toStock: 1n, toLoss: 2n }], reason: '破损', approval: APPROVAL };
  await on(office, '2020-12-14', OTHER_TREASURER, resolve, resolved, { on: 'sent', as: 'resolved' });
}

async function january(office: TestOffice): Promise<void> {
  const cleared = { amount: yuan('100.00'), reason: '年终清算' };
  await on(office, '2021-01-04', TREASURER, giveBack, cleared, { on: 'line-2', as: 'given-back' });
  const counted = {
    warehouse: office.id('warehouse'),
    lines: [
      { lot: office.lot('bought'), book: 51n, counted: 48n },
      { lot: office.lot('given'), book: 30n, counted: 32n },
    ],
    reason: '月末盘点',
  };
  await on(office, '2021-01-05', KEEPER, count, counted, { as: 'count' });
  await office.post(OTHER_KEEPER, countersign, {}, { on: 'count', as: 'countersigned' });
  const sentBack = { lines: [{ lot: office.lot('bought'), quantity: 5n }], reason: '质量问题' };
  await on(office, '2021-01-06', KEEPER, returnToSupplier, sentBack, { on: 'order', as: 'returned' });
  const mistaken = {
    fundingLine: office.id('line-2'),
    unit: office.id('village'),
    amount: yuan('30.00'),
    purpose: '值守慰问',
    method: BANK,
    people: 3n,
  };
  await on(office, '2021-01-07', TREASURER, disburse, mistaken, { as: 'mistaken' });
  await on(office, '2021-01-08', OTHER_TREASURER, reverse, { reason: '账号有误' }, { on: 'mistaken', as: 'undone' });
}

/** What reports are made of. */
export interface Told {
  readonly postings: readonly Sealed[];
  readonly register: Register;
}

/** The log of an office as reports read it. */
export async function told({ journal }: TestOffice): Promise<Told> {
  const { postings } = await journal.whole();
  const sealed = postings.map((posting, index) => ({ ...posting, index }));
  const stand = allWithUndone(asTheyStand(sealed));
  return { postings: stand, register: new Register(stand) };
}
