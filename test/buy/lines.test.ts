import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { order } from '../../shared/domain/order.ts';
import { parse } from '../../shared/schemas/body.ts';
import { orderBody } from '../../shared/schemas/purchase.ts';
import { amountOf, derivedLine, takenOf, totalOf } from '../../web/buy/lines.ts';
import { type Column, emptyOrder, type Line, orderOf } from '../../web/buy/order-form.ts';
import { cellOf, ofChoice, ofText, withCell } from '../../web/form/cells.ts';

const SUPPLIER = { id: '01769c58-4800-7000-8000-0000000000a1', name: '示例供应商' };
const MONEY = { id: '01769c58-4800-7000-8000-0000000000b1', code: 'ZJ-1', name: '专项资金一' };
const OTHER_MONEY = { id: '01769c58-4800-7000-8000-0000000000b2', code: 'ZJ-2', name: '专项资金二' };
const MASK = {
  id: '01769c58-4800-7000-8000-0000000000c1',
  code: 'KZ',
  name: '口罩',
  measures: [
    { measure: '个', of: 1 },
    { measure: '箱', of: 240 },
  ],
};
const OIL = {
  ...MASK,
  id: '01769c58-4800-7000-8000-0000000000c2',
  name: '食用油',
  measures: [{ measure: '桶', of: 1 }],
};

/** A line as it comes to be: cell by cell. */
function typed(cells: readonly (readonly [Column, ReturnType<typeof ofText>])[], above?: Line): Line {
  return cells.reduce<Line>(
    (before, [column, cell]) => {
      const [changed = before] = withCell([before], before.key, column, cell);
      return derivedLine(changed, column, { before, above });
    },
    { key: 1, cells: {} },
  );
}

const textsOf = (line: Line, ...columns: Column[]) => columns.map((column) => cellOf(line, column).text);

describe('a line of an order', () => {
  test('has the base measure of its item, its amount, and the money of the line above', () => {
    const above = typed([['fundingLine', ofChoice(MONEY)]]);
    const line = typed(
      [
        ['item', ofChoice(MASK)],
        ['quantity', ofText('1,200')],
        ['unitPrice', ofText('0.625')],
      ],
      above,
    );
    expect(textsOf(line, 'measure', 'amount', 'fundingLine')).toEqual(['个', '750.00', '专项资金一']);
  });

  test('an amount that was typed stays, one that was made is made anew', () => {
    const made = typed([
      ['quantity', ofText('3')],
      ['unitPrice', ofText('2')],
      ['quantity', ofText('4')],
    ]);
    expect(textsOf(made, 'amount')).toEqual(['8.00']);
    const said = typed([
      ['quantity', ofText('3')],
      ['unitPrice', ofText('2')],
      ['amount', ofText('5.99')],
      ['quantity', ofText('4')],
    ]);
    expect(textsOf(said, 'amount')).toEqual(['5.99']);
  });

  test('the measure of another item goes with that item', () => {
    const line = typed([
      ['item', ofChoice(MASK)],
      ['item', ofText('食用')],
      ['item', ofChoice(OIL)],
    ]);
    expect(textsOf(line, 'measure')).toEqual(['桶']);
  });

  test('one that was pasted before its item is known stays', () => {
    const line = typed([
      ['item', ofText('口罩')],
      ['measure', ofText('箱')],
      ['item', ofChoice(MASK)],
    ]);
    expect(textsOf(line, 'measure')).toEqual(['箱']);
  });
});

const whole = [
  ['item', ofChoice(MASK)],
  ['quantity', ofText('10')],
  ['measure', ofText('箱')],
  ['amount', ofText('2,160')],
  ['fundingLine', ofChoice(MONEY)],
] as const;

function bodyOf(...lines: readonly Line[]) {
  const draft = emptyOrder('2026-11-28');
  return orderOf({ ...draft, fields: { ...draft.fields, supplier: ofChoice(SUPPLIER) }, lines: [...lines] });
}

describe('what is sent of an order', () => {
  test('is an order as the server reads it, packs as packs, without blank lines', () => {
    const { body, unreadable } = bodyOf(typed(whole), { key: 2, cells: { item: ofText(' ') } });
    expect(unreadable).toEqual([]);
    expect(parse(orderBody, body, '2026-11-28')).toEqual({
      value: {
        supplier: SUPPLIER.id,
        effectiveOn: '2026-11-28',
        lines: [{ item: MASK.id, quantity: 10n, measure: '箱', amount: 216_000n, fundingLine: MONEY.id }],
      },
    });
  });

  test('a second funding line takes its quantity from the first', () => {
    const { body } = bodyOf(typed([...whole, ['otherLine', ofChoice(OTHER_MONEY)], ['otherQuantity', ofText('4')]]));
    expect(body).toMatchObject({
      lines: [
        {
          funding: [
            { fundingLine: MONEY.id, quantity: 6 },
            { fundingLine: OTHER_MONEY.id, quantity: 4 },
          ],
        },
      ],
    });
  });

  test('what cannot be read is told where it would stand', () => {
    const { unreadable } = bodyOf(
      typed([...whole, ['item', ofText('围巾')], ['quantity', ofText('2.5E+19')], ['otherQuantity', ofText('一')]]),
    );
    expect(unreadable).toEqual([
      { at: '/lines/0/quantity', flaw: 'scientific' },
      { at: '/lines/0/funding/1/quantity', flaw: 'not-a-number' },
      { at: '/lines/0/item', flaw: 'unknown' },
    ]);
  });
});

test('what lines take of each funding line is what the ledger takes', () => {
  const line = fc
    .record({ quantity: fc.integer({ min: 2, max: 1_000 }), fen: fc.integer({ min: 0, max: 1_000_000 }) })
    .chain(({ quantity, fen }) =>
      fc.integer({ min: 1, max: quantity - 1 }).map((part) =>
        typed([
          ['item', ofChoice(OIL)],
          ['quantity', ofText(String(quantity))],
          ['amount', ofText((fen / 100).toFixed(2))],
          ['fundingLine', ofChoice(MONEY)],
          ['otherLine', ofChoice(OTHER_MONEY)],
          ['otherQuantity', ofText(String(part))],
        ]),
      ),
    );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
      const parsed = parse(orderBody, bodyOf(...lines).body, '2026-11-28');
      if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
      const verdict = order(parsed.value, {
        supplier: { closed: false, fields: { name: SUPPLIER.name } },
        items: new Map([
          [OIL.id, { closed: false, fields: { code: 'Y', name: OIL.name, baseMeasure: '桶', packs: [] } }],
        ]),
        fundingLines: new Map([
          [MONEY.id, { closed: false }],
          [OTHER_MONEY.id, { closed: false }],
        ]),
      });
      if (!('draft' in verdict)) throw new Error(JSON.stringify(verdict));
      const ids = [MONEY.id, OTHER_MONEY.id];
      const taken = new Map(ids.map((id) => [id, 0n]));
      for (const { from, value } of verdict.draft.transfers) {
        const id = from.state === 'available' ? (ids[from.fundingLine - 1] ?? '') : '';
        taken.set(id, (taken.get(id) ?? 0n) + value);
      }
      expect(takenOf(lines)).toEqual(taken);
      expect(totalOf(lines)).toBe(lines.reduce((sum, one) => sum + amountOf(one), 0n));
    }),
  );
});

describe('offers of an order', () => {
  const paper = (sha256: string, name: string) => ({ sha256, name, bytes: 10, mediaType: 'application/pdf' });
  const [contract, offer] = [paper('a'.repeat(64), '合同.pdf'), paper('b'.repeat(64), '报价单.pdf')];

  test('bear papers of their own, which are then not those of the order', () => {
    const draft = {
      ...emptyOrder('2020-12-24'),
      papers: [contract, offer],
      quotes: [
        {
          key: 1,
          cells: {
            supplier: ofText('示例供应商二'),
            amount: ofText('1,250'),
            paper: ofChoice({ id: offer.sha256, name: offer.name }),
          },
        },
        { key: 2, cells: { supplier: ofText('示例供应商三'), amount: ofText('1300') } },
      ],
    };
    expect(orderOf(draft)).toMatchObject({
      body: {
        procurement: {
          quotes: [
            { supplier: '示例供应商二', amount: '1250.00', evidence: offer },
            { supplier: '示例供应商三', amount: '1300.00' },
          ],
        },
        evidence: [contract],
      },
    });
    // A paper that was taken away since is no offer's any more.
    expect(JSON.stringify(orderOf({ ...draft, papers: [contract] }).body)).not.toContain(offer.sha256);
  });
});
