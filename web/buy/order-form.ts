import * as z from 'zod';
import {
  BLANK,
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
import { defined, given } from '../form/given.ts';
import { type Made, Reading } from '../form/reading.ts';

/** An order as it is typed, and as it is sent. */

export const COLUMNS = [
  'item',
  'quantity',
  'measure',
  'unitPrice',
  'amount',
  'fundingLine',
  'otherLine',
  'otherQuantity',
] as const;
export type Column = (typeof COLUMNS)[number];
export type Line = Row<Column>;

export const FIELDS = [
  'supplier',
  'effectiveOn',
  'method',
  'contract',
  'methodReason',
  'emergencyBasis',
  'emergencyFrom',
  'emergencyTo',
  'invoiceNumber',
  'invoiceCode',
  'invoiceDate',
  'invoiceAmount',
  'approvalDocument',
  'approvalDay',
  'approver',
  'exception',
  'note',
] as const;
export type FieldName = (typeof FIELDS)[number];

export const QUOTE_COLUMNS = ['supplier', 'amount', 'paper'] as const;
export type QuoteColumn = (typeof QUOTE_COLUMNS)[number];

export const orderDraft = z.object({
  fields: z.partialRecord(z.enum(FIELDS), typed),
  lines: rowsOf(COLUMNS),
  quotes: rowsOf(QUOTE_COLUMNS),
  papers: z.array(paperOfDraft),
});
export type OrderDraft = z.infer<typeof orderDraft>;

/** Nothing but the day. */
export function emptyOrder(today: string): OrderDraft {
  const rows = [{ key: 1, cells: {} }];
  return { fields: { effectiveOn: ofText(today) }, lines: rows, quotes: rows, papers: [] };
}

export function fieldOfOrder({ fields }: OrderDraft, name: FieldName): Typed {
  return fields[name] ?? BLANK;
}

export function withField(draft: OrderDraft, name: FieldName, value: Typed): OrderDraft {
  return { ...draft, fields: { ...draft.fields, [name]: value } };
}

/** What is sent of a draft; what was not typed is not in it, and the schema says what lacks. */
export function orderOf(draft: OrderDraft): Made {
  const reading = new Reading();
  const { fields, papers } = draft;
  // An offer's paper is the offer's alone.
  const quoted = new Set(draft.quotes.map((quote) => cellOf(quote, 'paper').chosen?.id));
  const own = papers.filter(({ sha256 }) => !quoted.has(sha256));
  const body = {
    supplier: reading.chosen('/supplier', fields.supplier),
    effectiveOn: reading.text('/effectiveOn', fields.effectiveOn, 'date'),
    lines: draft.lines.filter((line) => !isBlankRow(line)).map((line, at) => lineOf(line, `/lines/${at}`, reading)),
    emergency: given({
      basis: reading.text('/emergency/basis', fields.emergencyBasis),
      from: reading.text('/emergency/from', fields.emergencyFrom, 'date'),
      to: reading.text('/emergency/to', fields.emergencyTo, 'date'),
    }),
    procurement: given({
      method: reading.chosen('/procurement/method', fields.method),
      contract: reading.text('/procurement/contract', fields.contract, 'number'),
      reason: reading.text('/procurement/reason', fields.methodReason),
      quotes: quotesOf(draft, reading),
    }),
    invoice: given({
      number: reading.text('/invoice/number', fields.invoiceNumber, 'number'),
      code: reading.text('/invoice/code', fields.invoiceCode, 'number'),
      date: reading.text('/invoice/date', fields.invoiceDate, 'date'),
      amount: reading.text('/invoice/amount', fields.invoiceAmount, 'amount'),
    }),
    approval: given({
      document: reading.text('/approval/document', fields.approvalDocument),
      decidedOn: reading.text('/approval/decidedOn', fields.approvalDay, 'date'),
      approver: reading.text('/approval/approver', fields.approver),
    }),
    evidence: own.length === 0 ? undefined : own,
    exception: given({ reason: reading.text('/exception/reason', fields.exception) }),
    note: reading.text('/note', fields.note),
  };
  return { body: defined(body), unreadable: reading.unreadable };
}

function lineOf(line: Line, at: string, reading: Reading): object {
  const other = reading.chosen(`${at}/funding/1/fundingLine`, cellOf(line, 'otherLine'));
  const quantity = reading.quantity(`${at}/quantity`, cellOf(line, 'quantity'));
  const isSplit = isSplitLine(line);
  const fundingLine = reading.chosen(`${at}/${fundingAt(line)}`, cellOf(line, 'fundingLine'));
  const taken = reading.quantity(`${at}/funding/1/quantity`, cellOf(line, 'otherQuantity'));
  const rest = quantity === undefined || taken === undefined ? undefined : quantity - taken;
  return defined({
    item: reading.chosen(`${at}/item`, cellOf(line, 'item')),
    quantity,
    measure: reading.measure(`${at}/measure`, cellOf(line, 'measure'), cellOf(line, 'item')),
    unitPrice: reading.text(`${at}/unitPrice`, cellOf(line, 'unitPrice'), 'price'),
    amount: reading.text(`${at}/amount`, cellOf(line, 'amount'), 'amount'),
    ...(isSplit
      ? {
          funding: [defined({ fundingLine, quantity: rest }), defined({ fundingLine: other, quantity: taken })],
        }
      : { fundingLine }),
  });
}

/** Whether two funding lines pay for it. */
export function isSplitLine(line: Line): boolean {
  return !isBlank(cellOf(line, 'otherLine')) || !isBlank(cellOf(line, 'otherQuantity'));
}

/** Where the first funding line of a line stands in what is sent. */
export function fundingAt(line: Line): string {
  return isSplitLine(line) ? 'funding/0' : 'fundingLine';
}

function quotesOf({ quotes, papers }: OrderDraft, reading: Reading): readonly object[] | undefined {
  const told = quotes.filter((quote) => !isBlankRow(quote));
  if (told.length === 0) return undefined;
  return told.map((quote, at) =>
    defined({
      supplier: reading.text(`/procurement/quotes/${at}/supplier`, cellOf(quote, 'supplier')),
      amount: reading.text(`/procurement/quotes/${at}/amount`, cellOf(quote, 'amount'), 'amount'),
      evidence: paperOf(papers, reading.chosen(`/procurement/quotes/${at}/evidence`, cellOf(quote, 'paper'))),
    }),
  );
}

/** One of the papers of the form; undefined where none is chosen, or it was taken away since. */
function paperOf(papers: OrderDraft['papers'], sha256: string | undefined) {
  return papers.find((paper) => paper.sha256 === sha256);
}
