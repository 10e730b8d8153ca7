import { MAX_LOTS } from './acceptance.ts';
import { stock, transit } from './account.ts';
import { type Balance, minus, NOTHING, takeUpTo } from './balance.ts';
import type { ConsignmentBook, Lot } from './books.ts';
import type { Dispatch, DispatchLine } from './command.ts';
import { decide, FieldErrors, type Verdict } from './decision.ts';
import type { Transfer } from './entry.ts';
import type { DispatchedLine } from './facts.ts';
import type { Id, LotId } from './id.ts';
import { measures } from './order.ts';
import { MAX_QUANTITY, packSize } from './quantity.ts';
import type { Refs } from './refs.ts';
import { foremost, type Refusal } from './refusal.ts';
import type { Registered } from './registry.ts';
import { stated } from './stated.ts';

export interface DispatchState {
  readonly unit: Registered<'unit'> | undefined;
  readonly warehouse: Registered<'warehouse'> | undefined;
  readonly items: ReadonlyMap<Id, Registered<'item'>>;
  readonly plan: Registered<'plan'> | undefined;
  /** The lots of those items in that warehouse. */
  readonly lots: readonly Lot[];
}

/**
 * Sends goods to a unit: out of the lots of each item, first-expired first, so that every part of a consignment is one
 * lot's. Lots past their date, or received after the day of dispatch, stay where they are.
 */
export function dispatch(command: Dispatch, state: DispatchState): Verdict {
  const picking = pick(command, state);
  const refusal = foremost([...papers(command, state), ...picking.refusals]);
  if (refusal) return refusal;
  const draft = {
    kind: 'dispatch',
    effectiveOn: command.effectiveOn,
    refs: stated<Refs['dispatch']>({ unit: command.unit, warehouse: command.warehouse, plan: command.plan }),
    facts: { lines: command.lines.map((line) => dispatched(line, state)), parts: picking.parts },
    transfers: picking.transfers,
  } as const;
  return decide(draft, {
    fundingLines: [],
    consignment: emptyConsignment(picking.parts.length),
    lots: new Map(state.lots.map((lot): [LotId, Lot] => [lot.id, lot])),
  });
}

/** The book of a consignment before its dispatch is posted. */
export function emptyConsignment(parts: number): ConsignmentBook {
  return { parts: Array.from({ length: parts }, () => ({ transit: NOTHING, held: NOTHING, delivered: NOTHING })) };
}

/** First-expired first, what never expires last; of equals the one received first. */
export function firstExpiredFirst(a: Lot, b: Lot): number {
  const byExpiry = compare(a.expiresOn ?? '9999-12-31', b.expiresOn ?? '9999-12-31');
  if (byExpiry !== 0) return byExpiry;
  const byReceipt = compare(a.receivedOn, b.receivedOn);
  return byReceipt === 0 ? compare(a.id, b.id) : byReceipt;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function papers(command: Dispatch, state: DispatchState): Refusal[] {
  const errors = new FieldErrors();
  if (!state.unit) errors.add('/unit', 'unknown-reference');
  else if (state.unit.closed) errors.add('/unit', 'closed-reference');
  if (!state.warehouse) errors.add('/warehouse', 'unknown-reference');
  else if (state.warehouse.closed) errors.add('/warehouse', 'closed-reference');
  if (command.plan !== undefined) {
    if (!state.plan) errors.add('/plan', 'unknown-reference');
    else if (state.plan.closed) errors.add('/plan', 'closed-reference');
  }
  command.lines.forEach((line, at) => {
    const item = state.items.get(line.item);
    if (!item) errors.add(`/lines/${at}/item`, 'unknown-reference');
    else {
      const size = packSize(item.fields, line.measure);
      if (size === undefined) errors.add(`/lines/${at}/measure`, 'unknown-measure', measures(item));
      else if (line.quantity * size > MAX_QUANTITY)
        errors.add(`/lines/${at}/quantity`, 'too-large', `${MAX_QUANTITY / size}`);
    }
  });
  const refusal = errors.refusal();
  return refusal ? [refusal] : [];
}

interface Picking {
  readonly transfers: Transfer[];
  readonly parts: number[];
  readonly refusals: Refusal[];
}

function pick(command: Dispatch, state: DispatchState): Picking {
  const left = new Map(state.lots.map((lot): [LotId, Balance] => [lot.id, lot.stock]));
  const picking: Picking = { transfers: [], parts: [], refusals: [] };
  command.lines.forEach((line, at) => {
    const refusal = pickLine(line, at + 1, command, state, left, picking);
    if (refusal) picking.refusals.push(refusal);
  });
  if (picking.parts.length > MAX_LOTS) {
    picking.refusals.push({ refusal: 'too-many-lots', lots: picking.parts.length, most: MAX_LOTS });
  }
  return picking;
}

function pickLine(
  line: DispatchLine,
  ordinal: number,
  command: Dispatch,
  state: DispatchState,
  left: Map<LotId, Balance>,
  to: Picking,
): Refusal | undefined {
  const onLine = state.lots.filter(
    (lot) => lot.item === line.item && (line.fundingLine === undefined || lot.fundingLine === line.fundingLine),
  );
  const stocked = onLine.filter((lot) => (left.get(lot.id)?.quantity ?? 0n) > 0n);
  const usable = stocked.filter((lot) => isUsable(lot, command.effectiveOn)).sort(firstExpiredFirst);
  const fundingLines = [...new Set(usable.map((lot) => lot.fundingLine))];
  if (fundingLines.length > 1) return { refusal: 'funding-line-not-named', line: ordinal, fundingLines };
  const asked = baseQuantity(line, state);
  const available = sum(usable, left);
  if (asked > available) {
    return {
      refusal: 'insufficient-stock',
      line: ordinal,
      item: line.item,
      available,
      shortfall: asked - available,
      unusable: sum(stocked, left) - available,
    };
  }
  let wanted = asked;
  for (const lot of usable) {
    if (wanted === 0n) break;
    const has = left.get(lot.id) ?? NOTHING;
    const taken = takeUpTo(has, wanted);
    left.set(lot.id, minus(has, taken));
    wanted -= taken.quantity;
    to.parts.push(ordinal);
    to.transfers.push({ from: stock(lot.id), to: transit(to.parts.length), ...taken });
  }
  return undefined;
}

function isUsable(lot: Lot, on: string): boolean {
  return lot.receivedOn <= on && (lot.expiresOn === undefined || lot.expiresOn >= on);
}

function sum(lots: readonly Lot[], left: ReadonlyMap<LotId, Balance>): bigint {
  return lots.reduce((total, lot) => total + (left.get(lot.id)?.quantity ?? 0n), 0n);
}

function baseQuantity(line: DispatchLine, state: DispatchState): bigint {
  const item = state.items.get(line.item);
  return line.quantity * ((item && packSize(item.fields, line.measure)) ?? 1n);
}

function dispatched(line: DispatchLine, state: DispatchState): DispatchedLine {
  const { item, measure, fundingLine } = line;
  return stated<DispatchedLine>({ item, quantity: baseQuantity(line, state), measure, fundingLine });
}
