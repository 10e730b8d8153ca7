import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTracker } from '../../functions/composition/tracker.ts';
import { type Filters, listOf } from '../../functions/documents/list.ts';
import { listInvoices } from '../../functions/documents/list-invoices.ts';
import { correct } from '../../shared/commands/correct.ts';
import { order } from '../../shared/commands/order.ts';
import { recordInvoice } from '../../shared/commands/record-invoice.ts';
import { registerItem, registerSupplier, registerTariff } from '../../shared/commands/registry.ts';
import { parseSum } from '../../shared/domain/amount.ts';
import { listQueries } from '../../shared/schemas/lists.ts';
import { actions, FREIGHT, type Known, perform } from '../commands/actions.ts';
import { BUYER, TODAY, TREASURER, YESTERDAY, yuan } from '../commands/office.ts';
import { buy, openOffice, orderLine, orderOf, REASON, send } from '../commands/world.ts';
import { type Sealing, sealingOver } from '../log/sealing.ts';

/** What is shown of a row, as far as it is sorted by it. */
interface Row {
  readonly id: string;
  readonly effectiveOn: string;
  readonly value?: string;
  readonly amount?: string;
  readonly invoice?: { readonly amount: string };
  readonly lines?: readonly { readonly ordered?: { readonly value: string } }[];
}

type Kind =
  | 'purchase'
  | 'invoice'
  | 'receipt'
  | 'disbursement'
  | 'benefit'
  | 'stockMove'
  | 'consignment'
  | 'adjustment';
const BY_AMOUNT: readonly Kind[] = ['purchase', 'invoice', 'receipt', 'disbursement', 'benefit'];
const BY_DATE: readonly Kind[] = [...BY_AMOUNT, 'stockMove', 'consignment', 'adjustment'];

function amountShown(kind: Kind, { value, amount, invoice, lines = [] }: Row): bigint {
  const shown = {
    purchase: lines.map(({ ordered }) => ordered?.value),
    invoice: [invoice?.amount],
    receipt: [value],
  };
  const texts = kind in shown ? shown[kind as keyof typeof shown] : [amount];
  return texts.reduce((sum, text) => sum + (parseSum(text ?? '') ?? 0n), 0n);
}

async function start(): Promise<Known & { readonly sealing: Sealing }> {
  const office = await openOffice();
  const tariff = { code: 'XE', name: '小额补助', basis: '办法', cap: yuan('5.00'), per: 'year' } as const;
  await office.post(TREASURER, registerTariff, tariff, { as: 'small-tariff' });
  await office.post(TREASURER, registerItem, FREIGHT, { as: 'freight' });
  await buy(office, 'order', [['masks', 13n, '10.01']]);
  await send(office, 'sent', ['masks', 7n]);
  await office.post(BUYER, order, orderOf(office, orderLine(office, 'suits', 7n, '5.00', 'line-2')), { as: 'open' });
  const invoice = { number: '12345678', date: TODAY, amount: 500n };
  const invoiced = { ...orderOf(office, orderLine(office, 'masks', 1n, '5.00')), invoice };
  await office.post(BUYER, order, invoiced, { as: 'invoiced' });
  const red = { kind: 'red', supplier: office.id('supplier'), corrects: office.id('invoiced') } as const;
  await office.post(BUYER, recordInvoice, { ...red, number: '87654321', date: TODAY, amount: 200n }, { as: 'red' });
  const names = ['order', 'order-in', 'sent', 'open', 'invoiced', 'red'];
  const entries = await Promise.all(names.map((name) => office.entry(name)));
  return { office, entries, sealing: sealingOver(office.ledger) };
}

function trackerOf({ office, sealing }: Awaited<ReturnType<typeof start>>) {
  const { journal, objects, projection } = sealing;
  return createTracker({ ...office, journal, objects, projection });
}

type Tracker = ReturnType<typeof trackerOf>;

/** All rows of a list, page by page; no page but the only one is empty. */
async function listed(tracker: Tracker, kind: Kind, asked: Partial<Filters>, limit: number): Promise<Row[]> {
  const { read } = kind === 'invoice' ? listInvoices() : listOf(kind);
  const rows: Row[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = listQueries[kind].parse({ ...asked, limit: String(limit), ...(cursor && { cursor }) });
    const page = await read(tracker, query, AS_AUDITOR);
    if (!('items' in page)) throw new Error(JSON.stringify(page));
    const { items, next } = page as { readonly items: readonly Row[]; readonly next?: string };
    rows.push(...items);
    if (next === undefined) return rows;
    expect(items.length).toBeGreaterThan(0);
    cursor = next;
  }
}

const AS_AUDITOR = {
  caller: { subject: 'auditor', roles: ['auditor'], units: [] },
  role: 'auditor',
  units: undefined,
  target: undefined,
  path: {},
  key: undefined,
  isDryRun: false,
  input: {},
} as unknown as Parameters<ReturnType<typeof listInvoices>['read']>[2];

/** What each list is narrowed to, beside all of it. */
function filtersOf(kind: Kind, { office }: Known): readonly Partial<Filters>[] {
  const always = [{}, { from: TODAY }, { to: YESTERDAY }];
  const [fundingLine, item] = [office.id('line'), office.id('masks')];
  switch (kind) {
    case 'purchase':
      return [
        ...always,
        ...(['open', 'closed'] as const).map((status) => ({ status })),
        ...(['to-accept', 'to-pay', 'without-invoice'] as const).map((waiting) => ({ waiting })),
        { fundingLine, item },
        { supplier: office.id('supplier'), status: 'closed', from: YESTERDAY },
      ];
    case 'invoice':
      return [...always, { kind: 'red' }, { status: 'withdrawn' }, { supplier: office.id('supplier') }];
    case 'consignment':
      return [
        ...always,
        ...(['in-transit', 'confirmed', 'withdrawn'] as const).map((status) => ({ status })),
        { held: 'true' },
        { unit: office.id('town') },
      ];
    case 'disbursement':
      return [...always, { fundingLine }, { status: 'taken-back' }];
    case 'benefit':
      return [...always, { fundingLine }, { status: 'reversed' }];
    case 'adjustment':
      return [...always, ...(['counted', 'posted', 'withdrawn'] as const).map((status) => ({ status }))];
    default:
      return [...always, { warehouse: office.id('warehouse') }];
  }
}

/** Whether a row shows what it is filtered by; what it names is told deeper in it. */
function isShown(row: Row, { from = '', to = '9', status, kind, ...named }: Partial<Filters>): boolean {
  const shown = (name: string) => Reflect.get(row, name);
  const isTold = (asked: unknown, name: string) => asked === undefined || shown(name) === asked;
  const text = JSON.stringify(row);
  return (
    from <= row.effectiveOn &&
    row.effectiveOn <= to &&
    isTold(status, 'status') &&
    isTold(kind, 'kind') &&
    Object.values(named).every((id) => text.includes(String(id)))
  );
}

/** Falling; of equals the order stays, which is newest first. */
function falling<T>(rows: readonly T[], by: (row: T) => bigint | string): T[] {
  return rows.toSorted((a, b) => (by(a) === by(b) ? 0 : by(a) > by(b) ? -1 : 1));
}

const ids = (rows: readonly Row[]) => rows.map(({ id }) => id);

async function expectInOrder(tracker: Tracker, known: Known, limit: number): Promise<void> {
  for (const kind of BY_DATE) {
    const everything = await listed(tracker, kind, {}, 200);
    for (const filters of filtersOf(kind, known)) {
      const newest = await listed(tracker, kind, filters, 200);
      const told = `${kind} ${JSON.stringify(filters)}`;
      if (!('waiting' in filters || 'held' in filters || Object.keys(filters).length === 0)) {
        expect(ids(newest), told).toEqual(ids(everything.filter((row) => isShown(row, filters))));
      }
      const byDate = await listed(tracker, kind, { ...filters, sort: 'date' }, limit);
      expect(ids(byDate), `${told} by date`).toEqual(ids(falling(newest, ({ effectiveOn }) => effectiveOn)));
      if (!BY_AMOUNT.includes(kind)) continue;
      const byAmount = await listed(tracker, kind, { ...filters, sort: 'amount' }, limit);
      expect(ids(byAmount), `${told} by amount`).toEqual(ids(falling(newest, (row) => amountShown(kind, row))));
    }
  }
}

const SIZE = { maxLength: 60, size: 'max' } as const;

describe('a list that is sorted', () => {
  it('has on its pages all rows in the order of what they show, after any commands, however far they are sealed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(actions(), SIZE),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 7 }),
        async (sequence, pieces, limit) => {
          const known = await start();
          const tracker = trackerOf(known);
          for (const [at, action] of sequence.entries()) {
            await perform(known, action);
            if (at % pieces === 0) await known.sealing.sealAll();
            if (at % pieces === 0) await listed(tracker, 'purchase', { sort: 'amount' }, 200);
          }
          await expectInOrder(tracker, known, limit);
          await known.sealing.sealAll();
          await expectInOrder(tracker, known, limit);
        },
      ),
      { numRuns: 12, interruptAfterTimeLimit: 8_000 },
    );
  }, 120_000);

  it('goes through more rows than may be sorted one by one, and a correction not sealed yet is in it', async () => {
    const known = await start();
    const { office, sealing } = known;
    const tracker = trackerOf(known);
    for (let at = 0; at < 2_050; at += 1) {
      const line = orderLine(office, 'masks', 1n, `1.${String(at % 100).padStart(2, '0')}`);
      const answer = await office.ask(BUYER, order, orderOf(office, line), { as: `many-${at}` });
      expect(answer).toMatchObject({ recorded: 'now' });
      if (at === 2_000) await sealing.sealAll();
    }
    const newest = await listed(tracker, 'purchase', {}, 200);
    expect(newest.length).toBeGreaterThan(2_050);
    const byAmount = await listed(tracker, 'purchase', { sort: 'amount' }, 200);
    expect(ids(byAmount)).toEqual(ids(falling(newest, (row) => amountShown('purchase', row))));
    const another = { name: '另一供货商(示例)' };
    expect(await office.ask(TREASURER, registerSupplier, another, { as: 'other' })).toMatchObject({ recorded: 'now' });
    const [supplier, other] = [office.id('supplier'), office.id('other')];
    const corrected = ['many-3', 'many-2049', 'many-1000'];
    for (const on of corrected) {
      const changes = [{ field: 'supplier', was: supplier, is: other } as const];
      expect(await office.ask(BUYER, correct, { changes, ...REASON }, { on })).toMatchObject({ recorded: 'now' });
    }
    const ofOther = await listed(tracker, 'purchase', { supplier: other, sort: 'amount' }, 2);
    expect(ids(ofOther)).toEqual(['many-2049', 'many-3', 'many-1000'].map((name) => office.id(name)));
  }, 120_000);
});
