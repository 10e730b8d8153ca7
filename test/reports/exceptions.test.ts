import { describe, expect, it } from 'vitest';
import { stock, transit } from '../../shared/domain/account.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Evidence } from '../../shared/domain/evidence.ts';
import { exceptions } from '../../shared/reports/exceptions.ts';
import { Register } from '../../shared/reports/register.ts';
import {
  at,
  ENTRIES,
  id,
  LINE_A,
  LINE_B,
  MASK,
  MASKS_BOUGHT,
  postingsOf,
  registration,
  T0,
  TOWN,
  transfer,
  WAREHOUSE,
} from './entries.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const photo: Evidence = { sha256: 'a'.repeat(64), name: '验收照片.jpg', bytes: 12, mediaType: 'image/jpeg' };

function report(entries: readonly Entry[], now: number) {
  const postings = postingsOf(entries);
  return exceptions(postings, new Register(postings), now);
}

function attachment(number: number, entry: string): Entry {
  const draft = { kind: 'attachment', effectiveOn: '2021-01-10', refs: { entry }, facts: {}, transfers: [] } as const;
  return at(number, draft, { evidence: [photo] });
}

describe('exceptions', () => {
  it('lists separations that were waived, also where the entry was reversed since', () => {
    const entries = ENTRIES.map((entry) =>
      entry.kind === 'acceptance' || entry.id === id(27)
        ? { ...entry, exception: { reason: '疫情期间一人值守' } }
        : entry,
    );
    const { waivedSeparations, overPlan } = report(entries, T0);
    expect(waivedSeparations.map(({ entry, reason, reversed }) => [entry, reason, reversed])).toEqual([
      [id(13), '疫情期间一人值守', false],
      [id(27), '疫情期间一人值守', true],
    ]);
    expect(overPlan).toEqual([]);
  });

  it('lists dispatches over their plan with how far each line had come', () => {
    const plan = at(
      30,
      registration('plan', {
        number: 'FA-1',
        decidedOn: '2021-01-09',
        title: '第一批',
        lines: [{ unit: TOWN, item: MASK, quantity: 10n }],
      }),
    );
    const { waivedSeparations, overPlan } = report(
      [...ENTRIES, plan, planned(31, 8n), planned(32, 5n, '追加需求'), planned(33, 1n)],
      T0,
    );
    expect(overPlan).toMatchObject([
      {
        entry: id(32),
        reason: '追加需求',
        plan: id(30),
        unit: { code: 'U1' },
        lines: [{ planned: 10, dispatched: 13 }],
      },
    ]);
    expect(waivedSeparations).toEqual([]);
  });

  it('misses the evidence of emergency purchases and payments until it is there', () => {
    const missing = (entries: readonly Entry[]) =>
      report(entries, T0)
        .latePapers.filter((paper) => paper.missing === 'evidence')
        .map(({ entry }) => entry);
    expect(missing(ENTRIES)).toEqual([id(12), id(14)]);
    expect(missing([...ENTRIES, attachment(30, id(12))])).toEqual([id(14)]);
  });

  it('misses an invoice from the thirty-first day after the order', () => {
    const missing = (entries: readonly Entry[], now: number) =>
      report(entries, now)
        .latePapers.filter((paper) => paper.missing === 'invoice')
        .map(({ entry, days }) => [entry, days]);
    const ordered = Date.parse('2020-12-03T00:00:00+08:00');
    expect(missing(ENTRIES, ordered + 30 * DAY)).toEqual([]);
    expect(missing(ENTRIES, ordered + 31 * DAY)).toEqual([[id(12), 31]]);
    const invoice = at(30, {
      kind: 'invoice',
      effectiveOn: '2021-01-10',
      refs: { purchase: id(12) },
      facts: { invoice: { number: '12345678', date: '2021-01-09', amount: 40_000n } },
      transfers: [],
    });
    expect(missing([...ENTRIES, invoice], ordered + 60 * DAY)).toEqual([]);
  });

  it('lists consignments of which something is on its way for more than 48 hours', () => {
    const sent = T0 + 18_000;
    expect(report(ENTRIES, sent + 48 * HOUR).unconfirmed).toEqual([]);
    expect(report(ENTRIES, sent + 49 * HOUR).unconfirmed).toMatchObject([
      { entry: id(18), unit: { code: 'U2' }, hours: 49 },
    ]);
  });

  it('lists lines with something available of which nothing was used for thirty days', () => {
    const idle = (day: string) =>
      report(ENTRIES, Date.parse(`${day}T12:00:00+08:00`)).idleAppropriations.map((row) => [
        row.fundingLine.id,
        row.available,
        row.idleSince,
        row.days,
      ]);
    expect(idle('2021-01-11')).toEqual([]);
    expect(idle('2021-01-12')).toEqual([[LINE_A, '540.00', '2020-12-13', 30]]);
    expect(idle('2021-02-06')).toEqual([
      [LINE_A, '540.00', '2020-12-13', 55],
      [LINE_B, '250.00', '2021-01-07', 30],
    ]);
  });
});

function planned(number: number, quantity: bigint, reason?: string): Entry {
  return at(
    number,
    {
      kind: 'dispatch',
      effectiveOn: '2021-01-09',
      refs: { unit: TOWN, warehouse: WAREHOUSE, plan: id(30) },
      facts: { lines: [{ item: MASK, quantity }], parts: [1] },
      transfers: [transfer(stock(MASKS_BOUGHT), transit(1), quantity * 300n, quantity)],
    },
    reason === undefined ? {} : { exception: { reason } },
  );
}
