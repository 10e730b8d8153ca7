import * as z from 'zod';
import { type Fen, formatYuan, parseYuan } from '../../shared/domain/amount.ts';
import {
  type Choice,
  cellOf,
  isBlank,
  isBlankRow,
  ofText,
  paperOfDraft,
  type Row,
  rowsOf,
  type Typed,
  typed,
} from '../form/cells.ts';
import type { Wrong } from '../form/faults.ts';
import { defined, given } from '../form/given.ts';
import { measureFor } from '../form/measures.ts';
import { type Made, Reading } from '../form/reading.ts';
import { readAmount } from '../form/typed.ts';

/** Goods received in kind (接收实物) as they are typed, and as they are sent. */

const COLUMNS = ['item', 'quantity', 'measure', 'value', 'batch', 'expiresOn'] as const;
export type ReceiptColumn = (typeof COLUMNS)[number];
export type ReceiptRow = Row<ReceiptColumn>;

const FIELDS = [
  'kind',
  'giver',
  'fundingLine',
  'warehouse',
  'effectiveOn',
  'unit',
  'purpose',
  'note',
  'exception',
] as const;
export type ReceiptField = (typeof FIELDS)[number];

export const receiptDraft = z.object({
  fields: z.partialRecord(z.enum(FIELDS), typed),
  lines: rowsOf(COLUMNS),
  papers: z.array(paperOfDraft),
});
export type ReceiptDraft = z.infer<typeof receiptDraft>;

export const KINDS = ['donation', 'allocation'] as const;

/** The kinds as they are offered. */
export function kindsCalled(called: Readonly<Record<(typeof KINDS)[number], string>>): readonly Choice[] {
  return KINDS.map((kind) => ({ id: kind, name: called[kind] }));
}

export function emptyReceipt(today: string, kind: Typed): ReceiptDraft {
  return { fields: { effectiveOn: ofText(today), kind }, lines: [{ key: 1, cells: {} }], papers: [] };
}

/** What stands where nobody typed anything: there is but one. */
export type Only = Readonly<Partial<Record<'warehouse' | 'fundingLine', Typed | undefined>>>;

export function derivedReceipt(line: ReceiptRow, changed: ReceiptColumn, before: ReceiptRow): ReceiptRow {
  if (changed !== 'item') return line;
  const measure = measureFor(cellOf(line, 'item'), cellOf(line, 'measure'), cellOf(before, 'item'));
  return { ...line, cells: { ...line.cells, measure } };
}

/** What all lines are worth together; what cannot be read is nothing. */
export function worthOf(lines: readonly ReceiptRow[]): string {
  return formatYuan(
    lines.reduce<Fen>((sum, row) => {
      const read = readAmount(cellOf(row, 'value').text);
      return read === undefined || 'flaw' in read ? sum : sum + (parseYuan(read.value) ?? 0n);
    }, 0n),
  );
}

export function receiptOf(draft: ReceiptDraft, only: Only, words: { readonly oneOfTwo: string }): Made {
  const reading = new Reading();
  const { fields, lines, papers } = draft;
  const unit = reading.chosen('/directedTo/unit', fields.unit);
  const purpose = reading.text('/directedTo/purpose', fields.purpose);
  const body = {
    kind: reading.chosen('/kind', fields.kind),
    giver: reading.text('/giver', fields.giver),
    fundingLine: reading.chosen('/fundingLine', fields.fundingLine ?? only.fundingLine),
    warehouse: reading.chosen('/warehouse', fields.warehouse ?? only.warehouse),
    effectiveOn: reading.text('/effectiveOn', fields.effectiveOn, 'date'),
    lines: lines.filter((row) => !isBlankRow(row)).map((row, place) => lineOf(row, `/lines/${place}`, reading)),
    directedTo: unit === undefined ? given({ purpose }) : { unit },
    evidence: papers.length === 0 ? undefined : papers,
    exception: given({ reason: reading.text('/exception/reason', fields.exception) }),
    note: reading.text('/note', fields.note),
  };
  const isBoth = !isBlank(fields.unit ?? { text: '' }) && purpose !== undefined;
  const wrong: Wrong[] = isBoth ? [{ at: '/directedTo/purpose', told: words.oneOfTwo }] : [];
  return { body: defined(body), unreadable: reading.unreadable, wrong };
}

function lineOf(row: ReceiptRow, at: string, reading: Reading): object {
  return defined({
    item: reading.chosen(`${at}/item`, cellOf(row, 'item')),
    quantity: reading.quantity(`${at}/quantity`, cellOf(row, 'quantity')),
    measure: reading.measure(`${at}/measure`, cellOf(row, 'measure'), cellOf(row, 'item')),
    value: reading.text(`${at}/value`, cellOf(row, 'value'), 'amount'),
    batch: given({
      number: reading.text(`${at}/batch/number`, cellOf(row, 'batch'), 'number'),
      expiresOn: reading.text(`${at}/batch/expiresOn`, cellOf(row, 'expiresOn'), 'date'),
    }),
  });
}
