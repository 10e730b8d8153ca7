import { stock, transit } from './account.ts';
import { NOTHING } from './balance.ts';
import type { ConsignmentBook, Lot } from './books.ts';
import type { Dispatch, DispatchLine } from './command.ts';
import { decide, type Verdict } from './decision.ts';
import type { Recipient } from './direction.ts';
import type { Entry } from './entry.ts';
import type { DispatchedLine, Facts } from './facts.ts';
import { GiftsOnShelf } from './gifts-on-shelf.ts';
import type { Id, LotId } from './id.ts';
import type { InBase } from './in-base.ts';
import { Objections } from './objections.ts';
import { type ExpiryOf, Picking } from './picking.ts';
import { inPacks } from './quantity.ts';
import type { Refs } from './refs.ts';
import type { Registered } from './registry.ts';
import { stated } from './stated.ts';

export interface DispatchState {
  readonly unit: Registered<'unit'> | undefined;
  readonly warehouse: Registered<'warehouse'> | undefined;
  readonly items: ReadonlyMap<Id, Registered<'item'>>;
  readonly plan: Registered<'plan'> | undefined;
  /** The lots of those items in that warehouse. */
  readonly lots: readonly Lot[];
  readonly expiryOf: ExpiryOf;
  /** Whom it is for, as far as any of the lots is directed. */
  readonly recipient: Omit<Recipient, 'purpose'>;
}

/**
 * Sends goods to a unit: out of the lots of each item, what was given for it first, then first-expired first, so that every
 * part of a consignment is one lot's. Lots past their date, or received after the day of dispatch, stay where they are;
 * so do gifts for somebody else, unless their giver consents.
 */
export function dispatch(command: Dispatch, state: DispatchState): Verdict {
  const objections = objectionsTo(command, state);
  const lines = command.lines.map((line, at) => {
    const item = state.items.get(line.item);
    if (!item) objections.field(`/lines/${at}/item`, 'unknown-reference');
    return objections.inBase(`/lines/${at}`, line, ['quantity'], item && { item: item.fields });
  });
  const { expiryOf } = state;
  const isUsable = (lot: Lot): boolean => (expiryOf(lot) ?? command.effectiveOn) >= command.effectiveOn;
  const gifts = new GiftsOnShelf(command, { ...state.recipient, purpose: command.purpose }, state.lots, expiryOf);
  const picking = new Picking(gifts.forIt, command.effectiveOn, isUsable, gifts.order);
  lines.forEach(({ item, fundingLine, quantity }, at) => {
    picking.pick({ line: at + 1, item, fundingLine, quantity });
  });
  objections.refuse(...picking.refusals.map((refusal) => gifts.told(refusal, lines, isUsable)));
  objections.notBefore(picking.notBefore, command.effectiveOn);
  const { picked } = picking;
  gifts.object(picked, objections);
  const refusal = objections.foremost();
  if (refusal) return refusal;
  const draft = {
    kind: 'dispatch',
    effectiveOn: command.effectiveOn,
    refs: stated<Refs['dispatch']>({ unit: command.unit, warehouse: command.warehouse, plan: command.plan }),
    facts: stated<Facts['dispatch']>({
      lines: lines.map(dispatched),
      parts: picked.map(({ line }) => line),
      purpose: command.purpose,
      consent: command.consent,
      redirected: gifts.redirectedIn(picked),
    }),
    transfers: picked.map(({ lot, taken }, at) => ({ from: stock(lot.id), to: transit(at + 1), ...taken })),
  } as const;
  return decide(draft, {
    consignment: emptyConsignment(draft),
    lots: new Map(state.lots.map((lot): [LotId, Lot] => [lot.id, lot])),
  });
}

/** The book of a consignment before its dispatch is posted. */
export function emptyConsignment({
  effectiveOn,
  transfers,
}: Pick<Entry<'dispatch'>, 'effectiveOn' | 'transfers'>): ConsignmentBook {
  const parts = transfers.map(() => ({ transit: NOTHING, held: NOTHING, delivered: NOTHING }));
  return { parts, days: { openedOn: effectiveOn, fed: {} } };
}

function objectionsTo(command: Dispatch, state: DispatchState): Objections {
  const objections = new Objections();
  objections.isOpen('/unit', state.unit);
  objections.isOpen('/warehouse', state.warehouse);
  if (command.plan !== undefined && objections.isOpen('/plan', state.plan)) {
    objections.notBefore(state.plan.fields.decidedOn, command.effectiveOn);
  }
  return objections;
}

function dispatched({ item, quantity, fundingLine, pack }: InBase<DispatchLine, 'quantity'>): DispatchedLine {
  return stated<DispatchedLine>({ item, quantity, packs: inPacks(quantity, pack), fundingLine });
}
