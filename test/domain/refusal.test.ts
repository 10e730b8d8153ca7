import { describe, expect, expectTypeOf, it } from 'vitest';
import { REFUSALS } from '../../functions/problems/refusal-problems.ts';
import {
  foremost,
  invalid,
  isRefusal,
  PRECEDENCE,
  type Refusal,
  type RefusalName,
} from '../../shared/domain/refusal.ts';

const ID = '01768c2e-6b00-7000-8000-000000000001';
const OTHER = '01768c2e-6b00-7000-8000-000000000002';
const LOT = `${ID}.1`;
const HASH = 'a'.repeat(64);

/** One of each, the one that is told before all others first. */
const IN_ORDER: readonly Refusal[] = [
  { refusal: 'not-found', kind: 'unit', id: ID },
  { refusal: 'not-your-unit', unit: ID },
  { refusal: 'not-your-kind', kind: 'order', roles: ['buyer'] },
  { refusal: 'consignment-withdrawn', consignment: ID },
  { refusal: 'invalid', errors: [{ pointer: '/unit', code: 'unknown-reference' }] },
  { refusal: 'evidence-differs', sha256: HASH, what: 'mediaType', declared: 'image/png' },
  { refusal: 'not-uploaded', sha256: HASH, name: '签收单.jpg' },
  { refusal: 'not-an-invoice', sha256: HASH, why: 'other-root' },
  { refusal: 'closed', kind: 'unit', id: ID },
  { refusal: 'funding-line-closed', fundingLine: ID },
  { refusal: 'warehouse-closed', warehouse: ID },
  { refusal: 'already-closed', kind: 'unit', id: ID },
  { refusal: 'already-open', kind: 'unit', id: ID },
  { refusal: 'no-personal-data', entry: ID, kind: 'order' },
  { refusal: 'already-erased', entry: ID, by: OTHER },
  { refusal: 'period-not-over', month: '2020-12', from: '2021-01-01' },
  { refusal: 'period-already-closed', month: '2020-11', closedThrough: '2020-12', by: ID },
  { refusal: 'period-closed', month: '2020-11', closedThrough: '2020-12', from: '2020-12-01', by: ID },
  { refusal: 'not-reversible', kind: 'closure' },
  { refusal: 'already-reversed', entry: ID, by: OTHER },
  { refusal: 'correct-the-original', correction: ID, original: OTHER },
  { refusal: 'reverse-instead', field: 'amount' },
  { refusal: 'not-correctable', kind: 'order', field: 'giver', fields: ['note'] },
  { refusal: 'too-many-corrections', entry: ID, most: 50 },
  { refusal: 'supplier-bound', purchase: ID },
  { refusal: 'was-differs', field: 'people', stands: '600' },
  { refusal: 'not-recorded-by-you', entry: ID },
  { refusal: 'something-followed', entries: [OTHER] },
  { refusal: 'withdrawal-over', until: 0 },
  { refusal: 'already-confirmed', consignment: ID, by: OTHER },
  { refusal: 'not-confirmed', consignment: ID },
  { refusal: 'already-countersigned', adjustment: ID, status: 'posted' },
  { refusal: 'not-sealed', entry: ID },
  { refusal: 'export-ended', export: ID, state: 'done' },
  { refusal: 'too-many-exports', whose: 'all', most: 100 },
  { refusal: 'too-many-imports', most: 10 },
  { refusal: 'duplicate-code', code: 'A', kind: 'item', holder: ID },
  { refusal: 'threshold-set', spending: 'payment', threshold: ID },
  { refusal: 'duplicate-name', name: '供应商', holder: ID },
  { refusal: 'invoice-already-booked', number: '12345678', entry: ID },
  { refusal: 'invoice-withdrawn', invoice: ID },
  { refusal: 'same-person', step: 'order' },
  { refusal: 'own-roles' },
  { refusal: 'own-approval' },
  { refusal: 'still-in-use', uses: [{ what: 'cash', value: 1n }] },
  { refusal: 'nothing-left', purchase: ID },
  { refusal: 'above-order', line: 1, asked: 2n, open: 1n },
  { refusal: 'above-lot', lot: LOT, asked: 2n, has: 1n },
  { refusal: 'above-payable', fundingLine: ID, asked: 2n, payable: 1n },
  { refusal: 'above-refundable', fundingLine: ID, asked: 2n, refundable: 1n },
  { refusal: 'above-invoice', asked: 2n, left: 1n },
  { refusal: 'above-blue-invoice', invoice: ID, asked: 2n, left: 1n },
  { refusal: 'above-held', line: 1, asked: 2n, held: 1n },
  { refusal: 'above-delivered', line: 1, asked: 2n, delivered: 1n },
  { refusal: 'above-disbursed', asked: 2n, disbursed: 1n },
  { refusal: 'above-coverage', what: 'people', asked: 2n, stands: 1n },
  { refusal: 'coverage-left', what: 'people', asked: 1n, stands: 2n },
  { refusal: 'coverage-of-nothing', what: 'people', by: 1n },
  { refusal: 'quantities-do-not-add-up', lines: [{ line: 1, sent: 2n, counted: 1n }] },
  { refusal: 'funding-line-not-named', line: 1, fundingLines: [ID, OTHER] },
  { refusal: 'insufficient-stock', line: 1, item: ID, available: 1n, shortfall: 1n, unusable: 0n },
  { refusal: 'too-many-lots', lots: 41, most: 40 },
  { refusal: 'above-plan', line: 1, planned: 1n, dispatched: 2n },
  { refusal: 'above-planned-amount', planned: 1n, disbursed: 2n },
  { refusal: 'stock-changed', lots: [{ lot: LOT, book: 2n, now: 1n }] },
  { refusal: 'cap-exceeded', cap: 2n, paid: 1n, period: '2020' },
  { refusal: 'approval-needed', spending: 'payment', amount: 1n, threshold: 1n, together: 2n },
  { refusal: 'cash-above-threshold', spending: 'benefit', amount: 2n, threshold: 1n, together: 2n },
  { refusal: 'insufficient-funds', fundingLine: ID, available: 1n, shortfall: 1n },
  { refusal: 'insufficient-cash', fundingLine: ID, cash: 1n, shortfall: 1n },
  {
    refusal: 'stands-in-the-way',
    account: 'available/1',
    has: { quantity: 0n, value: 1n },
    needs: { quantity: 0n, value: 2n },
    entries: [OTHER],
  },
  { refusal: 'entry-too-large', bytes: 60_001, most: 60_000 },
];

describe('the order of precedence', () => {
  it('names every refusal of the union, and nothing else', () => {
    expectTypeOf<(typeof PRECEDENCE)[number]>().toEqualTypeOf<RefusalName>();
    expect([...PRECEDENCE].sort()).toEqual(Object.keys(REFUSALS).sort());
  });

  it('names each once', () => {
    expect(new Set(PRECEDENCE).size).toBe(PRECEDENCE.length);
  });

  it('is the one that callers know', () => {
    expect(IN_ORDER.map(({ refusal }) => refusal)).toEqual(PRECEDENCE);
  });
});

describe('of several refusals', () => {
  it.each(IN_ORDER.map((one, at) => [one.refusal, one, IN_ORDER.slice(at + 1)] as const))(
    '%s is told before every one after it, in whichever order the two are found',
    (_name, one, after) => {
      for (const other of after) {
        expect(foremost([one, other])).toBe(one);
        expect(foremost([other, one])).toBe(one);
      }
    },
  );

  it('the foremost of all is told', () => {
    expect(foremost(IN_ORDER.toReversed())).toBe(IN_ORDER[0]);
  });

  it('of the same name the first found is told', () => {
    const first: Refusal = { refusal: 'above-order', line: 1, asked: 2n, open: 1n };
    const second: Refusal = { refusal: 'above-order', line: 2, asked: 9n, open: 1n };
    expect(foremost([first, second])).toBe(first);
    expect(foremost([second, first])).toBe(second);
  });

  it('none is told where there is none', () => {
    expect(foremost([])).toBeUndefined();
  });
});

it('a refusal is told from a decision', () => {
  expect(isRefusal(invalid([]))).toBe(true);
  expect(isRefusal({ draft: {}, books: {}, funds: new Map() })).toBe(false);
});
