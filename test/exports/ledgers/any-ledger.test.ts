import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { giveBack } from '../../../shared/commands/give-back.ts';
import { registerTariff } from '../../../shared/commands/registry.ts';
import { type Fen, formatYuan } from '../../../shared/domain/amount.ts';
import { isKind } from '../../../shared/domain/entry.ts';
import { type Id, lotId } from '../../../shared/domain/id.ts';
import type { Movement } from '../../../shared/domain/posting.ts';
import { documentNumber, type Sealed, voucherNumber } from '../../../shared/domain/voucher.ts';
import { coverageIn } from '../../../shared/reports/headline.ts';
import { type Goods, holdingsOf } from '../../../shared/reports/holdings.ts';
import { during } from '../../../shared/reports/period.ts';
import { Register } from '../../../shared/reports/register.ts';
import type { Selection } from '../../../shared/reports/selection.ts';
import { statement } from '../../../shared/reports/statement.ts';
import { stockCard } from '../../../shared/reports/stock-card.ts';
import { actions, bornOf, type Known, perform } from '../../commands/actions.ts';
import { TODAY, TREASURER, yuan } from '../../commands/office.ts';
import { buy, openOffice, plan, REASON, send, sign } from '../../commands/world.ts';
import { columnsOf, type Read, read, sealedOf, totalsOf } from './reading.ts';

/** An office short of everything, with a little of everything under way. */
async function start(): Promise<Known> {
  const office = await openOffice();
  await office.post(TREASURER, giveBack, { amount: yuan('9970.00'), effectiveOn: TODAY, ...REASON }, { on: 'line' });
  const tariff = { code: 'XE', name: '小额补助', basis: '办法', cap: yuan('5.00'), per: 'year' } as const;
  await office.post(TREASURER, registerTariff, tariff, { as: 'small-tariff' });
  await plan(office, ['town', 'masks', 6n], ['village', 'suits', 4n]);
  await buy(office, 'order', [['masks', 13n, '10.01']]);
  await send(office, 'sent', ['masks', 7n]);
  await sign(office, 'sent', { line: 1, good: 4n, damaged: 2n, refused: 1n });
  const names = ['order', 'order-in', 'sent', 'sent-signed'];
  return { office, entries: await Promise.all(names.map((name) => office.entry(name))) };
}

/**
 * The log of a story that went on for days: entries take effect in the order in which they were recorded, but for money
 * and gifts, which all took effect on the first day.
 */
async function sealedIn({ office }: Known): Promise<Sealed[]> {
  const { items } = await office.ledger.entries({ limit: 1_000 });
  const entries = items.map(({ entry }) => entry).sort((a, b) => a.recordedAt - b.recordedAt);
  return sealedOf(
    entries.map((entry, at) => {
      const day =
        isKind(entry, 'appropriation') || isKind(entry, 'receipt') ? 1 : 1 + Math.floor((at * 5) / entries.length);
      return { ...entry, effectiveOn: `2020-03-0${day}` };
    }),
  );
}

const PERIODS = [
  {},
  { to: '2020-03-03' },
  { from: '2020-03-04' },
  { from: '2020-03-03', to: '2020-03-04' },
  { from: '2020-03-09' },
];
const SELECTIONS = ['line', 'line-2', undefined].flatMap((line) => PERIODS.map((period) => ({ line, period })));

/** What a column adds up to, whether or not the ledger says so. */
function sumOf(ledger: Read, title: string): bigint {
  return columnsOf(ledger, title).reduce((sum, [value]) => sum + (typeof value === 'bigint' ? value : 0n), 0n);
}

function both(bought: Goods, inKind: Goods, state: keyof Goods): { readonly quantity: bigint; readonly value: Fen } {
  return {
    quantity: bought[state].quantity + inKind[state].quantity,
    value: bought[state].value + inKind[state].value,
  };
}

function money(value: unknown): string {
  return typeof value === 'bigint' ? formatYuan(value) : '';
}

async function seesTheStatement(sealed: readonly Sealed[], fundingLine: Id, selection: Selection): Promise<void> {
  const said = statement(sealed, new Register(sealed), { ...selection, fundingLine, chain: 'cash', limit: 1_000 });
  const ledger = await read('fund-usage', sealed, { ...selection, fundingLine });
  const rows = columnsOf(ledger, '日期', '收入(元)', '支出(元)', '结余(元)');
  const [opening] = selection.from === undefined ? [] : rows.splice(0, 1);
  expect(opening === undefined ? '0.00' : money(opening[3])).toBe(said?.opening);
  const moving = rows.filter(([, income]) => income !== null);
  expect(moving.map(([date, ...figures]) => [date, ...figures.map(money)])).toEqual(
    said?.rows.map(({ date, income, expense, balance }) => [date, income, expense, balance]),
  );
  expect(totalsOf(ledger, '收入(元)', '支出(元)', '结余(元)').map(money)).toEqual([
    said?.income,
    said?.expense,
    said?.closing,
  ]);
}

async function seesTheCard(sealed: readonly Sealed[], item: Id, selection: Selection): Promise<void> {
  const said = stockCard(sealed, new Register(sealed), { ...selection, item, limit: 1_000 });
  const ledger = await read('stock-card', sealed, { ...selection, item });
  const rows = columnsOf(ledger, '日期', '收入数量', '收入金额', '发出数量', '发出金额', '结存数量', '结存金额');
  if (selection.from !== undefined) rows.shift();
  // A correction has a row and moves nothing.
  const moving = rows.filter(([, into]) => into !== null);
  expect(moving.map(([date, ...figures]) => [date, ...figures.map(String)])).toEqual(
    said?.rows.map((row) => [
      row.date,
      ...[row.in, row.out, row.balance].flatMap(({ quantity, value }) => [`${quantity}`, `${yuanToFen(value)}`]),
    ]),
  );
  expect(totalsOf(ledger, '结存数量', '结存金额')).toEqual([
    BigInt(said?.closing.quantity ?? 0),
    yuanToFen(said?.closing.value ?? '0.00'),
  ]);
}

function yuanToFen(text: string): bigint {
  return BigInt(text.replace('.', ''));
}

async function addsUp(sealed: readonly Sealed[], item: Id, selection: Selection): Promise<void> {
  const { fundingLine } = selection;
  const isMeant = (movement: Movement) =>
    movement.item === item && (fundingLine === undefined || movement.fundingLine === fundingLine);
  const meant = during(sealed, selection);
  const all = holdingsOf(meant, isMeant);
  const received = both(all.bought, all.inKind, 'received');
  const acceptance = await read('acceptance', sealed, { ...selection, item });
  expect([sumOf(acceptance, '实收数量'), sumOf(acceptance, '金额(元)')]).toEqual([received.quantity, received.value]);
  expect(totalsOf(acceptance, '金额(元)')).toEqual([received.value]);

  const carried = holdingsOf(meant, (movement) => isMeant(movement) && movement.consignment !== undefined);
  const of = (state: keyof Goods) => both(carried.bought, carried.inKind, state);
  const away = [of('transit'), of('held'), of('delivered'), of('loss')];
  const distribution = await read('distribution', sealed, { ...selection, item });
  expect(sumOf(distribution, '实发数量')).toBe(away.reduce((sum, { quantity }) => sum + quantity, 0n));
  expect(sumOf(distribution, '折合金额(元)')).toBe(away.reduce((sum, { value }) => sum + value, 0n));
  expect(sumOf(distribution, '实收数量')).toBe(of('delivered').quantity);
  expect(sumOf(distribution, '差异')).toBe(-of('held').quantity - of('loss').quantity);
}

/** 结存数量 after the last line of a dispatch is what the stock card has after that entry. */
async function agreeOnStock(sealed: readonly Sealed[], item: Id): Promise<void> {
  const card = await read('stock-card', sealed, { item });
  const cards = new Map(columnsOf(card, '凭证号', '结存数量').map(([number, left]) => [number, left]));
  const distribution = await read('distribution', sealed, { item });
  const rows = columnsOf(distribution, '出库单号', '结存数量');
  for (const { entry, index } of sealed) {
    if (!isKind(entry, 'dispatch')) continue;
    const lines = entry.facts.lines.filter((line) => line.item === item).length;
    if (lines === 0) continue;
    const own = rows.filter(([number]) => number === documentNumber('consignment', index));
    expect(own[lines - 1]?.[1]).toBe(cards.get(voucherNumber(index)));
  }
}

/** What units got of coverage, whom gifts reached, and how many consignments were held to the end. */
async function tellsWhatCame(known: Known, sealed: readonly Sealed[]): Promise<void> {
  const distribution = await read('distribution', sealed);
  const carrying = sealed.filter(
    ({ entry, movements }) =>
      movements.some(({ consignment }) => consignment !== undefined) ||
      (isKind(entry, 'correction') && entry.refs.consignment !== undefined),
  );
  expect(sumOf(distribution, '覆盖人数')).toBe(coverageIn(carrying, () => true).people);
  const inTransit = new Map<Id, bigint>();
  for (const { consignment, from, to, quantity } of sealed.flatMap(({ movements }) => movements)) {
    const change = (to === 'transit' ? quantity : 0n) - (from === 'transit' ? quantity : 0n);
    if (consignment !== undefined) inTransit.set(consignment, (inTransit.get(consignment) ?? 0n) + change);
  }
  expect(distribution.open).toBeLessThanOrEqual([...inTransit.values()].filter((quantity) => quantity > 0n).length);

  const gifts = new Set(
    sealed.flatMap(({ entry }) =>
      isKind(entry, 'receipt') && entry.facts.kind === 'donation'
        ? entry.facts.lots.map((_, at) => lotId(entry.id, at + 1))
        : [],
    ),
  );
  const { inKind } = holdingsOf(sealed, (movement) => gifts.has(bornOf(known, movement.lot ?? '')));
  const away = holdingsOf(
    sealed,
    (movement) => gifts.has(bornOf(known, movement.lot ?? '')) && movement.consignment !== undefined,
  );
  const donations = await read('donations', sealed);
  expect(sumOf(donations, '数量')).toBe(inKind.received.quantity);
  expect(sumOf(donations, '折价(元)')).toBe(inKind.received.value);
  expect(sumOf(donations, '结存')).toBe(inKind.stock.quantity);
  expect(sumOf(donations, '已发')).toBe(-away.inKind.stock.quantity);
}

describe('the ledgers of any story', () => {
  it('agree with the reports and with the accounts, row by row and in sum', async () => {
    const stories = fc.array(actions(), { maxLength: 60, size: 'max' });
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const known = await start();
        for (const action of story) await perform(known, action);
        const sealed = await sealedIn(known);
        for (const { line, period } of SELECTIONS) {
          const selection = line === undefined ? period : { ...period, fundingLine: known.office.id(line) };
          if (line !== undefined) await seesTheStatement(sealed, known.office.id(line), period);
          for (const item of ['masks', 'suits']) {
            await seesTheCard(sealed, known.office.id(item), selection);
            await addsUp(sealed, known.office.id(item), selection);
          }
        }
        for (const item of ['masks', 'suits']) await agreeOnStock(sealed, known.office.id(item));
        await tellsWhatCame(known, sealed);
      }),
      { numRuns: 60, interruptAfterTimeLimit: 8_000 },
    );
  });
});
