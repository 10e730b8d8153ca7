import * as z from 'zod';
import {
  BLANK,
  type Choice,
  cellOf,
  isBlank,
  isBlankRow,
  ofChoice,
  ofText,
  paperOfDraft,
  type Row,
  rowsOf,
  type Typed,
  typed,
} from '../form/cells.ts';
import { defined, given } from '../form/given.ts';
import { measureFor, sizeOf } from '../form/measures.ts';
import { type Made, Reading } from '../form/reading.ts';
import { readQuantity, written } from '../form/typed.ts';
import type { Planned } from './planned.ts';

/** A consignment as it is typed, and as it is sent. */

export const COLUMNS = ['item', 'quantity', 'measure', 'fundingLine'] as const;
export type Column = (typeof COLUMNS)[number];
export type Line = Row<Column>;

export const FIELDS = [
  'unit',
  'warehouse',
  'effectiveOn',
  'carrier',
  'purpose',
  'note',
  'exception',
  'consent',
  'gift',
] as const;
export type FieldName = (typeof FIELDS)[number];

const fields = z.partialRecord(z.enum(FIELDS), typed);
export type Fields = z.infer<typeof fields>;

const papers = z.array(paperOfDraft);

export const dispatchDraft = z.object({
  fields,
  lines: rowsOf(COLUMNS),
  papers,
  /** Those of a giver's consent. */
  consentPapers: papers.default([]),
});
export type DispatchDraft = z.infer<typeof dispatchDraft>;

/** Nothing but the day; under a plan, the lines are those of the plan. */
export function emptyDispatch(today: string, isPlanned: boolean): DispatchDraft {
  return {
    fields: { effectiveOn: ofText(today) },
    lines: isPlanned ? [] : [{ key: 1, cells: {} }],
    papers: [],
    consentPapers: [],
  };
}

/** A field as it was typed; of a warehouse that nobody typed, the only one that there is. */
export function fieldOf(of: Fields, name: FieldName, only?: Typed): Typed {
  return of[name] ?? (name === 'warehouse' ? only : undefined) ?? BLANK;
}

/** The lines of a plan as rows: as they were typed, and of others all that is left. */
export function rowsOfPlan(planned: readonly Planned[], kept: readonly Line[], items: ReadonlyMap<string, Choice>) {
  return planned.map(({ item: { id, name, baseMeasure }, left }, at): Line => {
    const before = kept.find((line) => cellOf(line, 'item').chosen?.id === id);
    const chosen = items.get(id) ?? { id, name, measures: [{ measure: baseMeasure, of: 1 }] };
    const cells = before?.cells ?? {
      quantity: left === 0 ? BLANK : ofText(written('quantity', String(left))),
      measure: ofText(baseMeasure),
    };
    return { key: at + 1, cells: { ...cells, item: ofChoice(chosen) } };
  });
}

/** The rows that are sent, in their order: of a plan those with a quantity. */
export function sentOf(rows: readonly Line[], isPlanned: boolean): readonly Line[] {
  return rows.filter((row) => (isPlanned ? !isBlank(cellOf(row, 'quantity')) : !isBlankRow(row)));
}

/** What follows from a cell: the base measure of an item that is chosen. */
export function derivedLine(line: Line, changed: Column, before: Line): Line {
  if (changed !== 'item') return line;
  const measure = measureFor(cellOf(line, 'item'), cellOf(line, 'measure'), cellOf(before, 'item'));
  return { ...line, cells: { ...line.cells, measure } };
}

/** What a row asks for in the base measure; what cannot be read is nothing. */
export function askedOf(row: Line): bigint {
  const read = readQuantity(cellOf(row, 'quantity').text);
  if (read === undefined || 'flaw' in read) return 0n;
  return BigInt(read.value) * sizeOf(cellOf(row, 'item'), cellOf(row, 'measure'));
}

/** What all rows ask for, by the ids of items. */
export function askedByItem(rows: readonly Line[]): ReadonlyMap<string, bigint> {
  const asked = new Map<string, bigint>();
  for (const row of rows) {
    const id = cellOf(row, 'item').chosen?.id;
    if (id !== undefined) asked.set(id, (asked.get(id) ?? 0n) + askedOf(row));
  }
  return asked;
}

interface SentWith {
  readonly plan: string | undefined;
  readonly unit: Typed;
  readonly warehouse: Typed;
  readonly rows: readonly Line[];
}

/** What is sent of a draft, the rows being those that are sent. */
export function dispatchOf(
  { fields: of, papers, consentPapers }: DispatchDraft,
  { plan, unit, warehouse, rows }: SentWith,
): Made {
  const reading = new Reading();
  const body = {
    unit: reading.chosen('/unit', unit),
    warehouse: reading.chosen('/warehouse', warehouse),
    effectiveOn: reading.text('/effectiveOn', of.effectiveOn, 'date'),
    plan,
    lines: rows.map((row, place) => {
      const at = `/lines/${place}`;
      return defined({
        item: reading.chosen(`${at}/item`, cellOf(row, 'item')),
        quantity: reading.quantity(`${at}/quantity`, cellOf(row, 'quantity')),
        measure: reading.measure(`${at}/measure`, cellOf(row, 'measure'), cellOf(row, 'item')),
        fundingLine: reading.chosen(`${at}/fundingLine`, cellOf(row, 'fundingLine')),
      });
    }),
    ...remarksOf(of, reading),
    consent: given({
      document: reading.text('/consent/document', of.consent),
      receipt: reading.chosen('/consent/receipt', of.gift),
      evidence: consentPapers.length === 0 ? undefined : consentPapers,
    }),
    evidence: papers.length === 0 ? undefined : papers,
  };
  return { body: defined(body), unreadable: reading.unreadable };
}

/** What may be said of any consignment. */
export function remarksOf(of: Fields, reading: Reading): object {
  return {
    carrier: reading.text('/carrier', of.carrier),
    purpose: reading.text('/purpose', of.purpose),
    exception: given({ reason: reading.text('/exception/reason', of.exception) }),
    note: reading.text('/note', of.note),
  };
}
