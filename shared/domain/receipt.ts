import { giver, stock } from './account.ts';
import { NOTHING } from './balance.ts';
import type { Lot, LotFacts } from './books.ts';
import type { CalendarDate } from './calendar.ts';
import type { ReceiveInKind } from './command.ts';
import { decide, FieldErrors, type Verdict } from './decision.ts';
import type { GivenLot } from './entry.ts';
import { type Id, type LotId, lotId } from './id.ts';
import { measures } from './order.ts';
import { MAX_QUANTITY, packSize } from './quantity.ts';
import { foremost } from './refusal.ts';
import type { Registered } from './registry.ts';

export interface ReceiveState {
  readonly id: Id;
  readonly items: ReadonlyMap<Id, Registered<'item'>>;
  readonly warehouse: Registered<'warehouse'> | undefined;
  readonly fundingLine: { readonly closed: boolean } | undefined;
}

/** Receives goods in kind, a donation or an allocation from above: each line becomes a lot at the value stated. */
export function receiveInKind(command: ReceiveInKind, state: ReceiveState): Verdict {
  const errors = new FieldErrors();
  if (!state.fundingLine) errors.add('/fundingLine', 'unknown-reference');
  if (!state.warehouse) errors.add('/warehouse', 'unknown-reference');
  else if (state.warehouse.closed) errors.add('/warehouse', 'closed-reference');
  const quantities = command.lines.map((line, at) => {
    const item = state.items.get(line.item);
    if (!item) errors.add(`/lines/${at}/item`, 'unknown-reference');
    else if (item.closed) errors.add(`/lines/${at}/item`, 'closed-reference');
    else {
      const size = packSize(item.fields, line.measure);
      if (size === undefined) errors.add(`/lines/${at}/measure`, 'unknown-measure', measures(item));
      else if (line.quantity * size > MAX_QUANTITY)
        errors.add(`/lines/${at}/quantity`, 'too-large', `${MAX_QUANTITY / size}`);
      else return line.quantity * size;
    }
    return 0n;
  });
  const fields = errors.refusal();
  const refusal = foremost([
    ...(fields ? [fields] : []),
    ...(state.fundingLine?.closed
      ? [{ refusal: 'funding-line-closed', fundingLine: command.fundingLine } as const]
      : []),
  ]);
  if (refusal) return refusal;
  const given = command.lines.map(
    (line): GivenLot => ({
      item: line.item,
      ...(line.measure === undefined ? {} : { measure: line.measure }),
      ...line.batch,
    }),
  );
  const draft = {
    kind: 'receipt',
    effectiveOn: command.effectiveOn,
    refs: { fundingLines: [command.fundingLine], warehouse: command.warehouse },
    facts: {
      kind: command.kind,
      giver: command.giver,
      ...(command.directedTo === undefined ? {} : { directedTo: command.directedTo }),
      lots: given,
    },
    transfers: command.lines.map((line, at) => ({
      from: giver,
      to: stock(lotId(state.id, at + 1)),
      quantity: quantities[at] ?? 0n,
      value: line.value,
    })),
  } as const;
  const lots = new Map(
    given.map((lot, at): [LotId, Lot] => {
      const facts = givenLotFacts(lot, at + 1, { id: state.id, ...command, on: command.effectiveOn });
      return [facts.id, { ...facts, stock: NOTHING, lost: NOTHING }];
    }),
  );
  return decide(draft, { fundingLines: [command.fundingLine], lots });
}

/** What a lot received in kind is, told from its receipt. */
export function givenLotFacts(
  lot: GivenLot,
  ordinal: number,
  from: { readonly id: Id; readonly warehouse: Id; readonly fundingLine: Id; readonly on: CalendarDate },
): LotFacts {
  return {
    id: lotId(from.id, ordinal),
    item: lot.item,
    fundingLine: from.fundingLine,
    warehouse: from.warehouse,
    inKind: true,
    receivedOn: from.on,
    ...(lot.expiresOn === undefined ? {} : { expiresOn: lot.expiresOn }),
  };
}
