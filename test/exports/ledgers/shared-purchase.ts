import { accept } from '../../../shared/commands/accept.ts';
import { appropriate } from '../../../shared/commands/appropriate.ts';
import { order } from '../../../shared/commands/order.ts';
import { receiveInKind } from '../../../shared/commands/receive-in-kind.ts';
import type { Terms } from '../../../shared/domain/facts.ts';
import { BUYER, KEEPER, type TestOffice, TREASURER, yuan } from '../../commands/office.ts';
import { orderLine } from '../../commands/world.ts';
import { on, openWinter } from '../../reports/winter.ts';

/** A purchase over two funding lines, with 100.00 each, and a gift. */

export const DAY = '2020-12-28';

/** 100 masks for 100.00, 60 of one line and 40 of the other, and 10 rice for 10.00 of the other: number 12 of the log. */
export async function ordered(terms: Terms = {}): Promise<TestOffice> {
  const office = await openWinter();
  const money = { amount: yuan('100.00'), source: '上级拨付' };
  await on(office, '2020-12-01', TREASURER, appropriate, money, { on: 'line' });
  await on(office, '2020-12-01', TREASURER, appropriate, money, { on: 'line-2' });
  const funding = [
    { fundingLine: office.id('line'), quantity: 60n },
    { fundingLine: office.id('line-2'), quantity: 40n },
  ];
  const lines = [
    { item: office.id('masks'), quantity: 100n, amount: yuan('100.00'), funding },
    orderLine(office, 'rice', 10n, '10.00', 'line-2'),
  ];
  await on(office, DAY, BUYER, order, { supplier: office.id('supplier'), lines, ...terms }, { as: 'order' });
  return office;
}

/** All of it arrives but ten masks of the other line, which are damaged: number 13. */
export async function bought(terms: Terms = {}): Promise<TestOffice> {
  const office = await ordered(terms);
  const lines = [
    { line: 1, good: 60n, fundingLine: office.id('line') },
    { line: 1, good: 30n, damaged: 10n, reason: '受潮', fundingLine: office.id('line-2') },
    { line: 2, good: 10n },
  ];
  const body = { warehouse: office.id('warehouse'), lines };
  await on(office, DAY, KEEPER, accept, body, { on: 'order', as: 'bought' });
  return office;
}

/** 50 masks beside them, worth 5.00: number 14. */
export async function boughtAndGiven(): Promise<TestOffice> {
  const office = await bought();
  const gift = {
    kind: 'donation',
    giver: '爱心企业',
    fundingLine: office.id('line-2'),
    warehouse: office.id('warehouse'),
    lines: [{ item: office.id('masks'), quantity: 50n, value: yuan('5.00') }],
  } as const;
  await on(office, DAY, KEEPER, receiveInKind, gift, { as: 'gift' });
  return office;
}
