import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { available, cash, committed, delivered, source, transit } from '../../shared/domain/account.ts';
import type { ConsignmentBook, Fed, FedState, Part, PurchaseBook, Share } from '../../shared/domain/books.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { encodeEntry } from '../../shared/schemas/entry.ts';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { createDynamoLedger } from '../../shared/storage/dynamodb/ledger.ts';
import * as rows from '../../shared/storage/dynamodb/rows.ts';
import type { Append, Change } from '../../shared/storage/ports/ledger.ts';
import { describeOnEngine, startTestEngine, type TestEngine } from '../engine.ts';
import { TEST_CIPHER } from './cipher.ts';
import { countUnits } from './consumed-units.ts';
import { append, CONSIGNMENT, funds, HASH, id, LINE, lot, NOW, openLine, PURCHASE, SUPPLIER } from './fixtures.ts';
import { itemSize, transactionUnits } from './item-size.ts';

const SUBJECT = '5b0f6c1e-3a92-4d77-9a0e-2f4c8d1b7e63';
const TRILLION = 1_000_000_000_000n;

const upTo = <T>(count: number, each: (ordinal: number) => T) => Array.from({ length: count }, (_, at) => each(at + 1));

const storing = (entry: Entry): Append => ({ entry, canonical: encodeEntry(entry), requestHash: HASH, changes: [] });
const sizeOf = (entry: Entry) => itemSize(rows.entryRow(storing(entry)));

/** All good: the transfers say what arrived, lines that did are not listed. */
function confirmation(lines: number): Entry<'confirmation'> {
  return {
    id: id(1),
    kind: 'confirmation',
    effectiveOn: '2020-12-29',
    recordedAt: NOW,
    actor: { subject: SUBJECT, role: 'coordinator' },
    refs: { consignment: CONSIGNMENT },
    facts: { lines: [] },
    transfers: upTo(lines, (part) => ({
      from: transit(part),
      to: delivered(part),
      quantity: 12_400n,
      value: 63_405_600n,
    })),
    coverage: { people: 122_546n, households: 20_582n },
    evidence: [],
    blinded: { signatory: HASH },
  };
}

function order(lines: number): Entry<'order'> {
  return {
    id: id(2),
    kind: 'order',
    effectiveOn: '2020-12-28',
    recordedAt: NOW,
    actor: { subject: SUBJECT, role: 'buyer' },
    refs: { fundingLines: [LINE], supplier: SUPPLIER },
    facts: {
      lines: upTo(lines, (line) => ({ item: id(0x100 + line), unitPrice: '123.45' })),
      emergency: {
        basis: '《政府采购法》第八十五条;区防控办〔2020〕46号:疫情防控物资紧急采购',
        from: '2020-12-26',
        to: '2021-03-31',
      },
      invoice: { code: '011002000311', number: '25538641', date: '2020-12-28', amount: 63_405_600n },
    },
    transfers: upTo(lines, (line) => ({
      from: available(1),
      to: committed(line, 1),
      quantity: 12_400n,
      value: 63_405_600n,
    })),
    evidence: [],
  };
}

/** Something came to every account of a state on a day. */
function each(state: FedState, places: number, day: string): Fed {
  return Object.fromEntries(upTo(places, (place) => [`${state}/${place}`, day]));
}

const full = { quantity: TRILLION, value: TRILLION };
const nothing = { quantity: 0n, value: 0n };

function purchase(shares: number): PurchaseBook {
  return {
    shares: upTo(
      shares,
      (line): Share => ({ line: Math.min(line, 20), fundingLine: 1, committed: full, accepted: full }),
    ),
    paid: [TRILLION],
    laterInvoices: 2,
    days: { openedOn: '2020-12-20', fed: { ...each('committed', shares, '2020-12-28'), 'supplier/1': '2020-12-29' } },
  };
}

/** After its confirmation nothing is in transit; before it nothing is held or delivered. */
function consignment(parts: number): ConsignmentBook {
  return {
    parts: upTo(parts, (): Part => ({ transit: nothing, held: full, delivered: full })),
    confirmation: id(3),
    confirmedBy: SUBJECT,
    coverage: { people: 122_546n, households: 20_582n, sites: 1_000n },
    days: {
      openedOn: '2020-12-20',
      fed: { ...each('unit', parts, '2020-12-28'), ...each('held', parts, '2020-12-28') },
    },
  };
}

const purchaseSize = (shares: number) =>
  itemSize(rows.documentRow({ kind: 'purchase', id: PURCHASE, state: purchase(shares) }, id(4)));
const consignmentSize = (parts: number) =>
  itemSize(rows.documentRow({ kind: 'consignment', id: CONSIGNMENT, state: consignment(parts) }, id(4)));

const GIVEN = { inKind: true, directed: { to: { purpose: '慰'.repeat(100) }, receipt: id(5) } };

describe('the size of a row', () => {
  it.each([
    ['a confirmation of 1 line, all good', 1_024, sizeOf(confirmation(1))],
    ['a confirmation of 5 lines, all good', 1_024, sizeOf(confirmation(5))],
    ['a confirmation of 20 lines, all good', 2_048, sizeOf(confirmation(20))],
    ['an emergency order of 5 lines with its invoice', 2_048, sizeOf(order(5))],
    ['an emergency order of 20 lines with its invoice', 4_096, sizeOf(order(20))],
    ['a purchase of 20 shares of a trillion', 1_024, purchaseSize(20)],
    ['a purchase of 40 shares of a trillion', 2_048, purchaseSize(40)],
    ['a consignment of 20 parts of a trillion', 1_024, consignmentSize(20)],
    ['a consignment of 40 parts of a trillion', 2_048, consignmentSize(40)],
    ['a lot of a trillion', 1_024, itemSize(rows.lotRow(lot(99, TRILLION, TRILLION), id(4)))],
    [
      'a lot given for a purpose of 100 characters',
      1_024,
      itemSize(rows.lotRow(lot(99, TRILLION, TRILLION, GIVEN), id(4))),
    ],
  ])('keeps %s within %i bytes', (_, most, size) => {
    expect(size).toBeLessThanOrEqual(most);
  });
});

describeOnEngine('what an append costs', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await startTestEngine();
  });

  afterAll(async () => {
    await engine.stop();
  });

  const setUp = async () => {
    const client = createDocumentClient({ endpoint: engine.endpoint });
    const units = countUnits(client);
    const tableName = await engine.freshTable();
    const ledger = createDynamoLedger({
      client,
      tableName,
      cipher: TEST_CIPHER,
      random: () => 0.5,
      sleep: async () => {},
    });
    return { client, units, ledger };
  };

  it.each([
    ['a line to an emergency order', order(1)],
    ['20 lines to an emergency order', order(20)],
    ['5 lines to a confirmation', confirmation(5)],
    ['20 lines to a confirmation', confirmation(20)],
    ['money to a line', { ...confirmation(1), transfers: [{ from: source(1), to: cash(1), ...full }] }],
  ])('is two units for every kilobyte begun of every row, with %s', async (_, entry) => {
    const { client, units, ledger } = await setUp();
    await ledger.append(append(9, [openLine()]));
    units.take();
    const state = purchase(20);
    const changes: Change[] = [
      { change: 'open', document: { kind: 'purchase', id: entry.id, state } },
      funds(5n, 7n),
      { change: 'claim', claim: 'invoice/SUPPLIER/25538641' },
      { change: 'lot', lot: lot(1, 40n), expected: undefined },
    ];
    const personal = { signatory: { salt: HASH, value: '签收人' } };
    const one: Append = { ...storing(entry), changes, personal };
    expect(await ledger.append(one)).toEqual({ outcome: 'appended' });
    const written = [
      rows.entryRow(one),
      rows.outboxRow(one),
      rows.personalRow(entry.id, await TEST_CIPHER.encrypt(entry.id, personal)),
      rows.documentRow({ kind: 'purchase', id: entry.id, state }, entry.id),
      rows.fundingLineRow(LINE, 'FY2020-防疫', '疫情防控专项资金'),
      rows.claimRow('invoice/SUPPLIER/25538641', entry.id),
      rows.lotRow(lot(1, 40n), entry.id),
    ];
    const expected = written.reduce((sum, row) => sum + transactionUnits(itemSize(row)), 0);
    expect(units.take().write).toBe(expected);
    client.destroy();
  });
});
