import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '../../shared/schemas/body.ts';
import { confirmBody } from '../../shared/schemas/consignment.ts';
import { acceptBody } from '../../shared/schemas/purchase.ts';
import {
  type Column as AcceptedColumn,
  acceptanceOf,
  emptyAcceptance,
  COUNTS as FOUND,
  openLines,
} from '../../web/accept/accept-form.ts';
import { COUNTS, confirmationOf, emptyConfirmation } from '../../web/confirm/confirm-form.ts';
import { ofChoice, ofText, type Row, withCell } from '../../web/form/cells.ts';
import { allGood, balanced, type CountedLine, missingOf, rowsOfLines } from '../../web/form/counted.ts';

type Column = (typeof COUNTS)[number];

const ITEM = '01769c58-4800-7000-8000-0000000000c1';
const WAREHOUSE = { id: '01769c58-4800-7000-8000-0000000000d1', code: 'CK-1', name: '仓库一' };
const BOXES: CountedLine = { line: 1, item: ITEM, quantity: 9_600, pack: { measure: '箱', of: 240 } };
const PIECES: CountedLine = { line: 2, item: ITEM, quantity: 120 };
const TODAY = '2026-11-28';
const WORDS = { missing: (quantity: bigint) => `${quantity}`, above: (quantity: bigint) => `+${quantity}` };

const empty = (lines: readonly CountedLine[]): readonly Row<Column>[] => rowsOfLines(lines, [], {});
const whole = (lines: readonly CountedLine[]) => allGood(lines, empty(lines), COUNTS);
const type = (
  lines: readonly CountedLine[],
  before: readonly Row<Column>[],
  key: number,
  column: Column,
  text: string,
) => balanced(lines, COUNTS, before, withCell(before, key, column, ofText(text)));
const texts = (rows: readonly Row<Column>[]) =>
  rows.map(({ cells }) => COUNTS.map((column) => cells[column]?.text ?? '').join('|'));

describe('goods that are counted', () => {
  test('all good is in packs where there are whole ones, and the rest in pieces', () => {
    expect(texts(whole([BOXES, PIECES]))).toEqual(['40|||', '|||', '120|||']);
    expect(texts(whole([{ ...BOXES, quantity: 9_601 }]))).toEqual(['40|||', '1|||']);
    expect(texts(whole([{ ...BOXES, quantity: 7 }]))).toEqual(['|||', '7|||']);
  });

  test('what is damaged of a whole line is less of what is good, and a pack is broken for a piece', () => {
    const rows = type([BOXES], whole([BOXES]), 3, 'damaged', '1');
    expect(texts(rows)).toEqual(['39|||', '239|1||']);
    expect(texts(type([BOXES], rows, 2, 'refused', '2'))).toEqual(['37|||2', '239|1||']);
  });

  test('more than there is stays as it was typed, and is told', () => {
    const rows = type([PIECES], whole([PIECES]), 5, 'short', '121');
    expect(texts(rows)).toEqual(['120||121|']);
    expect(missingOf(PIECES, rows, COUNTS)).toBe(-121n);
  });

  test('a line that is whole adds up however it is counted on, and so does what is sent of it', () => {
    const change = fc.record({
      isPacks: fc.boolean(),
      column: fc.constantFrom('damaged' as const, 'short' as const, 'refused' as const),
      count: fc.nat(60),
    });
    const line = fc.record({ quantity: fc.integer({ min: 1, max: 10_000 }), of: fc.integer({ min: 2, max: 300 }) });
    fc.assert(
      fc.property(line, fc.array(change, { maxLength: 8 }), ({ quantity, of }, changes) => {
        const counted = { ...BOXES, quantity, pack: { measure: '箱', of } };
        let rows = whole([counted]);
        for (const { isPacks, column, count } of changes) {
          const next = type([counted], rows, isPacks ? 2 : 3, column, String(count));
          // What is more than there is was refused.
          if (missingOf(counted, next, COUNTS) === 0n) rows = next;
        }
        const draft = { ...emptyConfirmation(TODAY), lines: [...rows] };
        draft.fields = { ...draft.fields, signatory: ofText('签收人') };
        const { body, wrong } = confirmationOf(draft, [counted], WORDS);
        expect(wrong).toEqual([]);
        const parsed = parse(confirmBody, body, TODAY);
        if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
        const [sent] = parsed.value.lines;
        const sum = COUNTS.reduce((all, column) => all + (sent?.[column] ?? 0n), 0n);
        expect(sum * BigInt(sent?.measure === undefined ? 1 : of)).toBe(BigInt(quantity));
      }),
    );
  });
});

describe('what is sent of a confirmation', () => {
  test('is packs as packs, and what lacks is told at its line', () => {
    const rows = type([BOXES, PIECES], whole([BOXES, PIECES]), 5, 'good', '117');
    const { body, wrong } = confirmationOf({ ...emptyConfirmation(TODAY), lines: [...rows] }, [BOXES, PIECES], WORDS);
    expect(body).toMatchObject({
      lines: [
        { line: 1, good: 40, measure: '箱' },
        { line: 2, good: 117 },
      ],
    });
    expect(wrong).toEqual([{ at: '/lines/1/good', told: '3' }]);
  });

  test('a line that nobody counted is missed by the schema', () => {
    const { body, wrong } = confirmationOf(emptyConfirmation(TODAY), [PIECES], WORDS);
    expect(wrong).toEqual([]);
    const parsed = parse(confirmBody, body, TODAY);
    expect('faults' in parsed && parsed.faults.map(({ pointer }) => pointer).sort()).toEqual([
      '/lines/0/good',
      '/signatory',
    ]);
  });
});

describe('what is sent of an acceptance', () => {
  const balance = (quantity: number) => ({ quantity });
  const ordered = (line: number, committed: readonly number[], accepted: number) => ({
    line,
    item: ITEM,
    ordered: balance(committed.reduce((sum, one) => sum + one, accepted)),
    shares: committed.map((quantity) => ({
      fundingLine: WAREHOUSE.id,
      ordered: balance(quantity),
      committed: balance(quantity),
      accepted: balance(0),
    })),
  });

  test('is of what is still on order, over all that pay for it', () => {
    const open = openLines({ lines: [ordered(1, [0], 5), ordered(2, [3, 4], 0)] });
    expect(open).toEqual([{ line: 2, item: ITEM, quantity: 7 }]);
  });

  test('leaves out the lines of which nothing is said, and takes the only warehouse', () => {
    const draft = emptyAcceptance(TODAY);
    const rows = allGood<AcceptedColumn>([PIECES], rowsOfLines([BOXES, PIECES], draft.lines, {}), FOUND);
    const lines = withCell<AcceptedColumn>(
      withCell<AcceptedColumn>(rows, 5, 'batch', ofText('B-7')),
      5,
      'expiresOn',
      ofText('2027/3/1'),
    );
    const made = acceptanceOf({ ...draft, lines: [...lines] }, [BOXES, PIECES], ofChoice(WAREHOUSE), WORDS);
    expect(made.unreadable).toEqual([]);
    expect(made.wrong).toEqual([]);
    expect(parse(acceptBody, made.body, TODAY)).toEqual({
      value: {
        warehouse: WAREHOUSE.id,
        effectiveOn: TODAY,
        lines: [{ line: 2, good: 120n, batch: { number: 'B-7', expiresOn: '2027-03-01' } }],
      },
    });
  });

  test('more than is on order is told at its line before it is sent', () => {
    const draft = emptyAcceptance(TODAY);
    const lines = withCell(rowsOfLines([PIECES], draft.lines, {}), 5, 'good', ofText('121'));
    const { wrong } = acceptanceOf({ ...draft, lines: [...lines] }, [PIECES], ofChoice(WAREHOUSE), WORDS);
    expect(wrong).toEqual([{ at: '/lines/0/good', told: '+1' }]);
  });
});
