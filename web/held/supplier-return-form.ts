import * as z from 'zod';
import type { PurchaseView } from '../../shared/schemas/document-answers.ts';
import type { Stock } from '../../shared/schemas/reports.ts';
import { BLANK, isBlank, ofText, type Row, typed } from '../form/cells.ts';
import type { Wrong } from '../form/faults.ts';
import { defined, given } from '../form/given.ts';
import { type Made, Reading } from '../form/reading.ts';
import { readQuantity } from '../form/typed.ts';

/** Goods that go back to their supplier, lot by lot, as they are typed, and as they are sent. */

const COLUMNS = ['quantity'] as const;
export type ReturnRow = Row<(typeof COLUMNS)[number]>;

const FIELDS = ['effectiveOn', 'reason', 'note', 'exception'] as const;
export type SupplierReturnField = (typeof FIELDS)[number];

/** What may go back: a lot of goods, or a line of what is no goods. */
export type Returnable = {
  readonly item: string;
  readonly measure: string;
  readonly most: number;
  readonly warehouse?: string;
  readonly fundingLine?: string;
} & ({ readonly lot: string } | { readonly line: number });

/** Rows are kept by what they are of, since a lot may go meanwhile. */
const cells = z.object({ of: z.string(), quantity: typed });
export const supplierReturnDraft = z.object({
  fields: z.partialRecord(z.enum(FIELDS), typed),
  lines: z.array(cells),
});
export type SupplierReturnDraft = z.infer<typeof supplierReturnDraft>;

export function emptySupplierReturn(today: string): SupplierReturnDraft {
  return { fields: { effectiveOn: ofText(today) }, lines: [] };
}

type Lot = Stock['lots'][number];

/** The lots of a purchase that still lie in stock, and what was accepted of it that is no goods. */
export function returnableOf(
  { lines }: Pick<PurchaseView, 'lines'>,
  lots: readonly Pick<Lot, 'lot' | 'item' | 'quantity' | 'warehouse' | 'fundingLine'>[],
  called: (item: string) => string,
): readonly Returnable[] {
  const goods = lots.map(({ lot, item, quantity, warehouse, fundingLine }) => ({
    lot,
    item: item.name,
    measure: item.baseMeasure,
    most: quantity,
    warehouse: warehouse.name,
    fundingLine: fundingLine.name,
  }));
  const services = lines.flatMap(({ line, item, service, shares }) => {
    const most = shares.reduce((sum, { accepted }) => sum + accepted.quantity, 0);
    return service !== true || most === 0 ? [] : [{ line, item: called(item), measure: '', most }];
  });
  return [...goods, ...services];
}

export function nameOf(one: Returnable): string {
  return 'lot' in one ? one.lot : String(one.line);
}

export function rowsOfReturn({ lines }: SupplierReturnDraft, all: readonly Returnable[]): readonly ReturnRow[] {
  return all.map((one, at) => ({ key: at + 1, cells: { quantity: quantityOf(lines, one) } }));
}

/** What was typed into the rows, kept by what they are of. */
export function linesOfReturn(rows: readonly ReturnRow[], all: readonly Returnable[]): SupplierReturnDraft['lines'] {
  return all.flatMap((one, at) => {
    const quantity = rows.find(({ key }) => key === at + 1)?.cells.quantity ?? BLANK;
    return isBlank(quantity) ? [] : [{ of: nameOf(one), quantity }];
  });
}

function quantityOf(lines: SupplierReturnDraft['lines'], one: Returnable) {
  return lines.find(({ of }) => of === nameOf(one))?.quantity ?? BLANK;
}

/** Of which something goes back, in the order in which it is sent. */
export function goingBack({ lines }: SupplierReturnDraft, all: readonly Returnable[]): readonly Returnable[] {
  return all.filter((one) => !isBlank(quantityOf(lines, one)));
}

interface Told {
  readonly above: (quantity: bigint) => string;
}

export function supplierReturnOf(draft: SupplierReturnDraft, all: readonly Returnable[], words: Told): Made {
  const reading = new Reading();
  const { fields, lines } = draft;
  const sent = goingBack(draft, all);
  const body = {
    lines: sent.map((one, place) =>
      defined({
        ...('lot' in one ? { lot: one.lot } : { line: one.line }),
        quantity: reading.quantity(`/lines/${place}/quantity`, quantityOf(lines, one)),
      }),
    ),
    effectiveOn: reading.text('/effectiveOn', fields.effectiveOn, 'date'),
    reason: reading.text('/reason', fields.reason),
    exception: given({ reason: reading.text('/exception/reason', fields.exception) }),
    note: reading.text('/note', fields.note),
  };
  const wrong = sent.flatMap((one, place): Wrong[] => {
    const read = readQuantity(quantityOf(lines, one).text);
    const above = read === undefined || 'flaw' in read ? 0n : BigInt(read.value) - BigInt(one.most);
    return above > 0n ? [{ at: `/lines/${place}/quantity`, told: words.above(above) }] : [];
  });
  return { body: defined(body), unreadable: reading.unreadable, wrong };
}
