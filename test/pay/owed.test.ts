import { describe, expect, test } from 'vitest';
import { parse } from '../../shared/schemas/body.ts';
import { refundBody } from '../../shared/schemas/purchase.ts';
import { closeBody } from '../../shared/schemas/remarks.ts';
import { ofText } from '../../web/form/cells.ts';
import { closingOf } from '../../web/pay/close-form.ts';
import { bySupplier, type Matched, misfitsOf, overpaid, owedOf } from '../../web/pay/owed.ts';
import { emptyRefund, overpaidOn, refundOf } from '../../web/pay/refund-form.ts';

const TODAY = '2026-11-28';
const id = (last: number) => `01769c58-4800-7000-8000-${String(last).padStart(12, '0')}`;
const named = (last: number) => ({ id: id(last), code: `${last}`, name: `名称 ${last}` });

const BOUGHT: Matched = {
  purchase: id(1),
  number: 'CG-000001',
  effectiveOn: TODAY,
  supplier: named(21),
  ordered: '100.00',
  committed: '0.00',
  accepted: '100.00',
  invoiced: '100.00',
  paid: '100.00',
  refunded: '0.00',
  payable: '0.00',
  due: '0.00',
  funding: [{ fundingLine: named(11), payable: '0.00', due: '0.00' }],
  invoices: [],
  differs: [],
};
const open = (payable: string, due: string) => ({ payable, due, funding: [{ fundingLine: named(11), payable, due }] });

describe('what was ordered, came, was invoiced and paid', () => {
  test.each<[string, Partial<Matched>, object[]]>([
    ['fits', {}, []],
    ['fits while it is owed', { paid: '0.00', ...open('100.00', '100.00') }, []],
    [
      'is still to come, and wants no invoice yet',
      { accepted: '0.00', committed: '100.00', invoiced: '0.00', paid: '0.00', ...open('100.00', '0.00') },
      [{ what: 'to-come', by: '100.00' }],
    ],
    [
      'came less than was ordered',
      { accepted: '90.00', invoiced: '90.00', paid: '90.00' },
      [{ what: 'came-less', by: '10.00' }],
    ],
    ['lacks its invoice', { invoiced: '40.00' }, [{ what: 'invoice-lacks', by: '60.00' }]],
    [
      'lacks the invoice of what was paid ahead',
      { accepted: '0.00', committed: '100.00', invoiced: '0.00', paid: '30.00', ...open('70.00', '0.00') },
      [
        { what: 'to-come', by: '100.00' },
        { what: 'invoice-lacks', by: '30.00' },
      ],
    ],
    [
      'was paid too much once goods went back',
      { accepted: '80.00', ...open('-20.00', '0.00') },
      [
        { what: 'came-less', by: '20.00' },
        { what: 'invoice-above', by: '20.00' },
        { what: 'paid-above', by: '20.00' },
      ],
    ],
  ])('%s', (_, changed, misfits) => {
    expect(misfitsOf({ ...BOUGHT, ...changed })).toEqual(misfits);
  });

  test('what was paid too much on one funding line pays for nothing on another', () => {
    expect(overpaid([{ payable: '-20.00' }, { payable: '50.00' }, { payable: '-0.01' }])).toBe(2_001n);
  });

  test('suppliers to whom most is due come first', () => {
    const other = { ...BOUGHT, supplier: named(22), due: '5.00' };
    const groups = bySupplier([BOUGHT, other, { ...BOUGHT, purchase: id(3) }]);
    expect(groups.map((group) => group.map(({ supplier }) => supplier.name))).toEqual([
      ['名称 22'],
      ['名称 21', '名称 21'],
    ]);
    expect(owedOf(other)).toMatchObject({ supplier: '名称 22', shares: [{ called: '名称 11' }] });
  });
});

describe('a refund', () => {
  const funding = [
    { fundingLine: id(11), committed: '0.00', accepted: '80.00', paid: '100.00', payable: '-20.00' },
    { fundingLine: id(12), committed: '0.00', accepted: '5.00', paid: '0.00', payable: '5.00' },
    { fundingLine: id(13), committed: '0.00', accepted: '0.00', paid: '3.00', payable: '-3.00' },
  ];
  const over = overpaidOn({ funding });
  const words = { above: (most: string) => `最多 ${most}` };

  test('is of all that was paid too much, on the funding lines that paid it', () => {
    const draft = emptyRefund(over, TODAY, 'zh');
    const { body, wrong } = refundOf(draft, over, words);
    expect(wrong).toEqual([]);
    expect(body).toEqual({
      shares: [
        { fundingLine: id(11), amount: '20.00' },
        { fundingLine: id(13), amount: '3.00' },
      ],
      effectiveOn: TODAY,
      method: '银行转账',
    });
    expect(parse(refundBody, body, TODAY)).not.toHaveProperty('faults');
  });

  test('of more than that is told at its line, and a line of nothing is left out', () => {
    const draft = emptyRefund(over, TODAY, 'zh');
    const [first, second] = draft.rows;
    if (first === undefined || second === undefined) throw new Error('two lines were overpaid');
    const rows = [
      { ...first, cells: { amount: ofText('') } },
      { ...second, cells: { amount: ofText('3.01') } },
    ];
    const fields = { ...draft.fields, reason: ofText('退货'), document: ofText('审批单') };
    const { body, wrong } = refundOf({ ...draft, rows, fields }, over, words);
    expect(wrong).toEqual([{ at: '/shares/0/amount', told: '最多 3.00' }]);
    expect(body).toMatchObject({ shares: [{ fundingLine: id(13), amount: '3.01' }], approval: { document: '审批单' } });
  });
});

test('a purchase is closed for a reason, which has to be said', () => {
  expect(parse(closeBody, closingOf({ fields: {} }).body, TODAY)).toMatchObject({ faults: [{ pointer: '/reason' }] });
  const { body } = closingOf({ fields: { reason: ofText(' 不再供货 '), note: ofText('电话') } });
  expect(body).toEqual({ reason: '不再供货', note: '电话' });
});
