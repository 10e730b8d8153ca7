import { giver, stock } from './account.ts';
import type { ReceiveInKind } from './command.ts';
import { decide, FieldErrors, type Verdict } from './decision.ts';
import type { Facts, GivenLot } from './facts.ts';
import { type Id, lotId } from './id.ts';
import { newLots } from './lot-origin.ts';
import { measures } from './order.ts';
import { MAX_QUANTITY, packSize } from './quantity.ts';
import { foremost } from './refusal.ts';
import type { Registered } from './registry.ts';
import { stated } from './stated.ts';

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
  const given = command.lines.map(({ item, measure, batch: { number, expiresOn } = {} }) =>
    stated<GivenLot>({ item, measure, number, expiresOn }),
  );
  const draft = {
    kind: 'receipt',
    effectiveOn: command.effectiveOn,
    refs: { fundingLines: [command.fundingLine], warehouse: command.warehouse },
    facts: stated<Facts['receipt']>({
      kind: command.kind,
      giver: command.giver,
      directedTo: command.directedTo,
      lots: given,
    }),
    transfers: command.lines.map((line, at) => ({
      from: giver,
      to: stock(lotId(state.id, at + 1)),
      quantity: quantities[at] ?? 0n,
      value: line.value,
    })),
  } as const;
  return decide(draft, { fundingLines: [command.fundingLine], lots: newLots({ ...draft, id: state.id }) });
}
