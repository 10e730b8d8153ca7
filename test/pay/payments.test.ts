import { describe, expect, test } from 'vitest';
import { parse } from '../../shared/schemas/body.ts';
import { payBody } from '../../shared/schemas/purchase.ts';
import { ofChoice, ofText, type Typed } from '../../web/form/cells.ts';
import type { Outcome } from '../../web/form/outcome.ts';
import { type Fate, forgiven, isToSend, reopened, settledBy, withFate } from '../../web/pay/fates.ts';
import type { Owed } from '../../web/pay/owed.ts';
import {
  emptyPayments,
  type FieldName,
  type PayDraft,
  type Payment,
  paidAhead,
  paymentOf,
  placedIn,
  refusedAt,
  sumOf,
  toSend,
  withChosen,
} from '../../web/pay/pay-form.ts';

const TODAY = '2026-11-28';
const id = (last: number) => `01769c58-4800-7000-8000-${String(last).padStart(12, '0')}`;
const MONEY = { fundingLine: id(11), called: '专项资金一' };
const OTHER_MONEY = { fundingLine: id(12), called: '专项资金二' };
const FOOD: Owed = {
  purchase: id(1),
  number: 'CG-000001',
  supplier: '示例供应商',
  shares: [
    { ...MONEY, payable: '300.00', due: '200.00' },
    { ...OTHER_MONEY, payable: '50.00', due: '0.00' },
  ],
};
const AHEAD: Owed = {
  ...FOOD,
  purchase: id(2),
  number: 'CG-000002',
  shares: [{ ...MONEY, payable: '40.00', due: '0.00' }],
};

/** Keys that are made one after another. */
function keys() {
  let last = 100;
  return () => {
    last += 1;
    return id(last);
  };
}

const chosen = (...owed: readonly Owed[]) => withChosen(emptyPayments(TODAY, 'zh'), owed, keys());
const typedInto = (draft: PayDraft, row: number, column: 'amount' | 'reference', text: string): PayDraft => ({
  ...draft,
  rows: draft.rows.map((one) => (one.key === row ? { ...one, cells: { ...one.cells, [column]: ofText(text) } } : one)),
});
const withFields = (draft: PayDraft, fields: Partial<Record<FieldName, Typed>>): PayDraft => ({
  ...draft,
  fields: { ...draft.fields, ...fields },
});
const withFateOf = (draft: PayDraft, at: number, fate: Fate): PayDraft => ({
  ...draft,
  payments: [...withFate(draft.payments, nth(draft, at).key, fate)],
});

function nth({ payments }: PayDraft, at: number): Payment {
  const payment = payments[at];
  if (payment === undefined) throw new Error(`there is no payment ${at}`);
  return payment;
}

const APPROVED = {
  document: ofText('审批单 1'),
  decidedOn: ofText('20261127'),
  approver: ofText('审批人(示例)'),
} as const;

describe('purchases that were chosen', () => {
  test('are paid what came and is not paid, and where nothing came all that may be', () => {
    const draft = chosen(FOOD, AHEAD);
    expect(draft.rows.map(({ cells }) => cells.amount?.text)).toEqual(['200.00', '', '40.00']);
    expect(draft.payments.map((one) => sumOf(draft, one))).toEqual([20_000n, 4_000n]);
    expect(new Set(draft.payments.map(({ key }) => key)).size).toBe(2);
  });

  test('keep what was typed for them when others are chosen, and those leave of which the outcome is known', () => {
    const typed = typedInto(chosen(FOOD, AHEAD), 1, 'amount', '7');
    const again = withChosen(typed, [FOOD], keys());
    expect(again.payments).toEqual([nth(typed, 0)]);
    expect(again.rows.map(({ cells }) => cells.amount?.text)).toEqual(['7', '']);
    expect(withChosen(withFateOf(typed, 1, { as: 'lost' }), [FOOD], keys()).payments).toHaveLength(2);
    const booked = withChosen(withFateOf(typed, 0, { as: 'booked' }), [FOOD], () => id(200));
    expect(booked.payments).toMatchObject([{ key: id(200), fate: { as: 'waiting' } }]);
  });
});

describe('a payment', () => {
  const draft = withFields(typedInto(chosen(FOOD, AHEAD), 2, 'amount', '1,0.5'), APPROVED);

  test('is sent with its own shares and number, and with what is typed once for all', () => {
    const whole = withFields(typedInto(typedInto(draft, 2, 'amount', '10.5'), 1, 'reference', '７７'), {
      bankReference: ofText('99'),
      method: ofText('汇票'),
    });
    const { body, unreadable } = paymentOf(whole, nth(whole, 0));
    expect(unreadable).toEqual([]);
    expect(body).toEqual({
      shares: [
        { fundingLine: MONEY.fundingLine, amount: '200.00' },
        { fundingLine: OTHER_MONEY.fundingLine, amount: '10.50' },
      ],
      effectiveOn: TODAY,
      method: '汇票',
      bankReference: '77',
      approval: { document: '审批单 1', decidedOn: '2026-11-27', approver: '审批人(示例)' },
    });
    expect(parse(payBody, body, TODAY)).not.toHaveProperty('faults');
    expect(paymentOf(whole, nth(whole, 1)).body).toMatchObject({ bankReference: '99', shares: [{ amount: '40.00' }] });
  });

  test('is paid as it was chosen, by the word that the ledger knows in either language', () => {
    const cash = withFields(draft, { method: ofChoice({ id: '现金', name: 'cash' }) });
    expect(paymentOf(cash, nth(cash, 1)).body).toMatchObject({ method: '现金' });
  });

  test('of which no amount is typed is not sent', () => {
    const left = typedInto(chosen(FOOD, AHEAD), 3, 'amount', ' ');
    expect(toSend(left)).toEqual([nth(left, 0)]);
  });

  test('has what is wrong with it in its own rows, and what is wrong with all of them once', () => {
    const [first, second] = [nth(draft, 0), nth(draft, 1)];
    const { unreadable } = paymentOf(draft, first);
    expect(unreadable).toEqual([{ at: '/shares/1/amount', flaw: 'thousands' }]);
    const at = (payment: Payment, pointer: string) => placedIn(draft, payment, { at: pointer, told: '' }).at;
    expect(at(first, '/shares/1/amount')).toBe('/rows/2/amount');
    expect(at(second, '/shares/0/amount')).toBe('/rows/3/amount');
    expect(at(second, '/shares')).toBe('/rows/3/amount');
    expect(at(second, '/approval/approver')).toBe('/approval/approver');
    expect(at(second, '/bankReference')).toBe('/bankReference');
    const own = typedInto(draft, 3, 'reference', '8');
    expect(placedIn(own, nth(own, 1), { at: '/bankReference', told: '' }).at).toBe('/rows/3/reference');
  });

  test('that a rule refuses is refused at the field that the rule is about', () => {
    const empty = typedInto(draft, 1, 'amount', '');
    const at = (type: string, fundingLine?: string) =>
      refusedAt(empty, nth(empty, 0), { type, members: { fundingLine } });
    expect(at('/problems/above-payable', OTHER_MONEY.fundingLine)).toBe('/shares/0/amount');
    expect(at('/problems/above-payable', MONEY.fundingLine)).toBeUndefined();
    expect(at('/problems/cash-above-threshold')).toBe('/exception/reason');
    expect(at('/problems/approval-needed')).toBe('/approval/document');
    expect(at('/problems/closed')).toBeUndefined();
  });

  test('is made ahead as far as it is above what came', () => {
    expect(paidAhead(chosen(FOOD, AHEAD))).toBe(4_000n);
    expect(paidAhead(typedInto(chosen(FOOD), 1, 'amount', '250'))).toBe(5_000n);
  });
});

describe('what became of payments', () => {
  const refused: Fate = { as: 'refused', title: '超过应付金额', detail: '', wrong: [] };
  const of = (as: 'waiting' | 'sending' | 'booked' | 'lost') => ({ key: as, fate: { as } });

  test('on its way is not known any more once the page is loaded anew', () => {
    expect(reopened([of('sending'), of('booked'), of('waiting')]).map(({ fate }) => fate.as)).toEqual([
      'lost',
      'booked',
      'waiting',
    ]);
  });

  test('booked is never sent again, and lost is', () => {
    const others = [
      { key: 'refused', fate: refused },
      { key: 'before', fate: { as: 'sent-before' as const } },
    ];
    const all = [of('waiting'), of('booked'), of('lost'), ...others];
    expect(all.filter(isToSend).map(({ key }) => key)).toEqual(['waiting', 'lost', 'refused']);
  });

  test('refused waits again once it is changed, and nothing else does', () => {
    const all = [{ key: 'a', fate: refused }, of('booked')];
    expect(forgiven(all, 'a').map(({ fate }) => fate.as)).toEqual(['waiting', 'booked']);
    expect(forgiven(all, 'booked')).toEqual(all);
  });

  const waiting: Fate = { as: 'waiting' };
  const lost: Fate = { as: 'lost' };
  test.each<[string, Outcome, Fate, Fate, boolean]>([
    ['booked', { as: 'none' }, waiting, { as: 'booked' }, false],
    [
      'refused by a rule',
      { as: 'refused', title: '标题', detail: '说明' },
      waiting,
      { as: 'refused', title: '标题', detail: '说明', wrong: [] },
      false,
    ],
    [
      'refused in its fields',
      { as: 'wrong', wrong: [{ at: '/method', told: '必填' }] },
      waiting,
      { as: 'refused', title: '', detail: '', wrong: [{ at: '/method', told: '必填' }] },
      false,
    ],
    ['sent before', { as: 'sent-before' }, waiting, { as: 'sent-before' }, false],
    ['lost, and none is sent after it', { as: 'lost' }, waiting, lost, true],
    ['not gone out, and waits as before', { as: 'offline' }, waiting, waiting, true],
    ['not gone out again after it was lost', { as: 'signed-out' }, lost, lost, true],
    ['put off by a busy server', { as: 'busy', detail: '', seconds: 3 }, waiting, waiting, true],
  ])('is %s', (_, outcome, before, fate, isStopped) => {
    const settled = settledBy(outcome, before);
    expect(settled.fate).toEqual(fate);
    expect(settled.stops !== undefined).toBe(isStopped);
  });
});
