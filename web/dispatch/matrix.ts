import * as z from 'zod';
import { normalForm } from '../../shared/domain/normal-form.ts';
import { batchKept } from '../form/batch.ts';
import { type Choice, choice, ofText, paperOfDraft, type Typed, typed } from '../form/cells.ts';
import { defined } from '../form/given.ts';
import { type Made, Reading } from '../form/reading.ts';
import { readQuantity, written } from '../form/typed.ts';
import { FIELDS, type Fields, remarksOf } from './consignment-draft.ts';
import type { PlannedUnit } from './planned.ts';

/** Units by items: what each unit gets of each item, in the base measure. Every unit is a consignment. */

const cells = z.record(z.string(), z.record(z.string(), z.string()));
/** By the ids of units, then of items: as it was typed. */
export type Cells = z.infer<typeof cells>;

export const matrixDraft = z.object({
  fields: z.partialRecord(z.enum(FIELDS), typed),
  units: z.array(choice),
  items: z.array(choice),
  cells,
  batch: batchKept,
  papers: z.array(paperOfDraft),
});
export type MatrixDraft = z.infer<typeof matrixDraft>;

export function emptyMatrix(today: string): MatrixDraft {
  return { fields: { effectiveOn: ofText(today) }, units: [], items: [], cells: {}, batch: {}, papers: [] };
}

export interface Axes {
  readonly units: readonly Choice[];
  readonly items: readonly Choice[];
}

/** What stands beside a matrix under a plan: what is left for whom, by the ids of units and items. */
export type Lefts = ReadonlyMap<string, ReadonlyMap<string, bigint>>;

/** The units of a plan that have something left, and those that are in the draft already; and its items. */
export function axesOfPlan(
  planned: readonly PlannedUnit[],
  { cells: typedIn, batch }: Pick<MatrixDraft, 'cells' | 'batch'>,
): Axes {
  const units = planned
    .filter(({ unit: { id }, hasLeft }) => hasLeft || batch[id] !== undefined || hasText(typedIn[id]))
    .map(({ unit }) => unit)
    // The answer has those first that got nothing yet, which changes while rows are booked.
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const items = new Map(
    planned.flatMap(({ lines }) =>
      lines.map(({ item: { id, name, baseMeasure } }): [string, Choice] => [
        id,
        { id, name, measures: [{ measure: baseMeasure, of: 1 }] },
      ]),
    ),
  );
  return { units, items: [...items.values()] };
}

function hasText(row: Cells[string] | undefined): boolean {
  return Object.values(row ?? {}).some((text) => text.trim() !== '');
}

export function leftsOf(planned: readonly PlannedUnit[]): Lefts {
  return new Map(
    planned.map(({ unit, lines }) => [unit.id, new Map(lines.map(({ item, left }) => [item.id, BigInt(left)]))]),
  );
}

/** The draft with all that is left of a plan filled in for these units. */
export function filled(before: Cells, lefts: Lefts, units: readonly string[]): Cells {
  const rows = units.map((unit) => [
    unit,
    Object.fromEntries(
      [...(lefts.get(unit) ?? [])].flatMap(([item, left]) =>
        left > 0n ? [[item, written('quantity', String(left))]] : [],
      ),
    ),
  ]);
  return { ...before, ...Object.fromEntries(rows) };
}

export function withText(before: Cells, unit: string, item: string, text: string): Cells {
  return { ...before, [unit]: { ...before[unit], [item]: text } };
}

/** What a cell says; what cannot be read, and what is empty, is nothing. */
export function quantityIn(of: Cells, unit: string, item: string): bigint {
  const read = readQuantity(of[unit]?.[item] ?? '');
  return read === undefined || 'flaw' in read ? 0n : BigInt(read.value);
}

export interface Sums {
  readonly units: ReadonlyMap<string, bigint>;
  readonly items: ReadonlyMap<string, bigint>;
  readonly all: bigint;
}

/** By rows, by columns, and of all. */
export function sumsOf(of: Cells, { units, items }: Axes): Sums {
  const byUnit = new Map<string, bigint>(units.map(({ id }) => [id, 0n]));
  const byItem = new Map<string, bigint>(items.map(({ id }) => [id, 0n]));
  let all = 0n;
  for (const [unit, rowSum] of byUnit) {
    let sum = rowSum;
    for (const [item, columnSum] of byItem) {
      const quantity = quantityIn(of, unit, item);
      sum += quantity;
      byItem.set(item, columnSum + quantity);
    }
    byUnit.set(unit, sum);
    all += sum;
  }
  return { units: byUnit, items: byItem, all };
}

/** The items of a row that are sent, in their order: those with something in their cell. */
export function sentItems(of: Cells, unit: string, items: readonly Choice[]): readonly Choice[] {
  return items.filter(({ id }) => {
    const text = (of[unit]?.[id] ?? '').trim();
    return text !== '' && !/^0+$/.test(text.normalize('NFKC'));
  });
}

interface SentWith {
  readonly plan: string | undefined;
  readonly unit: Choice;
  readonly items: readonly Choice[];
  readonly warehouse: Typed;
}

/** What is sent for one unit. */
export function rowOf(draft: MatrixDraft, { plan, unit, items, warehouse }: SentWith): Made {
  const reading = new Reading();
  const fields: Fields = draft.fields;
  const body = {
    unit: unit.id,
    warehouse: reading.chosen('/warehouse', warehouse),
    effectiveOn: reading.text('/effectiveOn', fields.effectiveOn, 'date'),
    plan,
    lines: sentItems(draft.cells, unit.id, items).map(({ id }, place) =>
      defined({
        item: id,
        quantity: reading.quantity(`/lines/${place}/quantity`, ofText(draft.cells[unit.id]?.[id] ?? '')),
      }),
    ),
    ...remarksOf(fields, reading),
    evidence: draft.papers.length === 0 ? undefined : draft.papers,
  };
  return { body: defined(body), unreadable: reading.unreadable };
}

/** The item of a row that a pointer into what was sent of it means. */
export function itemAt(pointer: string, sent: readonly Choice[]): Choice | undefined {
  const [, place] = /^\/lines\/(\d+)(?:\/|$)/.exec(pointer) ?? [];
  return place === undefined ? undefined : sent[Number(place)];
}

interface Block {
  readonly cells: Cells;
  /** What has no unit or item here. */
  readonly left: readonly string[];
}

/**
 * A block from a spreadsheet into the cells: by the names of units and items, where its first column or line has some, else
 * from the focused cell rightward and down.
 */
export function withBlock(
  before: Cells,
  block: readonly (readonly string[])[],
  { units, items }: Axes,
  from: { readonly unit: string; readonly item: string },
): Block {
  const heads = block[0]?.map((text) => called(text, items));
  const isHeaded = heads?.some((one) => one !== undefined) ?? false;
  const lines = isHeaded ? block.slice(1) : block;
  const isNamed = lines.some(([first = '']) => called(first, units) !== undefined);
  const [startUnit, startItem] = [indexOf(units, from.unit), indexOf(items, from.item)];
  const left: string[] = [];
  let after = before;
  lines.forEach((line, at) => {
    const unit = isNamed ? called(line[0] ?? '', units) : units[startUnit + at];
    line.forEach((text, place) => {
      if (text.trim() === '' || (isNamed && place === 0 && unit !== undefined)) return;
      const shift = isNamed ? place - 1 : place;
      const item = isHeaded ? heads?.[place] : items[isNamed ? shift : startItem + shift];
      if (unit === undefined || item === undefined) left.push(text.trim());
      else after = withText(after, unit.id, item.id, written('quantity', text));
    });
  });
  return { cells: after, left };
}

function indexOf(choices: readonly Choice[], id: string): number {
  return choices.findIndex((one) => one.id === id);
}

function called(text: string, choices: readonly Choice[]): Choice | undefined {
  const form = headForm(text);
  if (form === '') return undefined;
  return choices.find(({ name, code = '' }) => headForm(name) === form || normalForm(code) === form);
}

/** 大米(袋) is 大米. */
function headForm(text: string): string {
  return normalForm(text).replace(/\([^)]*\)$/, '');
}

/** The choices with another one behind them, each once. */
export function withChoice(choices: readonly Choice[], one: Choice): Choice[] {
  return [...choices.filter(({ id }) => id !== one.id), one];
}
