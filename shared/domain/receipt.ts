import { giver, stock } from './account.ts';
import type { ReceiveInKind } from './command.ts';
import { decide, type Verdict } from './decision.ts';
import type { Facts, GivenLot } from './facts.ts';
import { type Id, lotId } from './id.ts';
import { newLots } from './lot-origin.ts';
import { Objections } from './objections.ts';
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
  const objections = new Objections();
  objections.fundingLine(command.fundingLine, state.fundingLine);
  objections.isOpen('/warehouse', state.warehouse);
  const quantities = command.lines.map((line, at) => {
    const item = state.items.get(line.item);
    const isOpen = objections.isOpen(`/lines/${at}/item`, item);
    return isOpen ? objections.quantity(`/lines/${at}`, line, item.fields) : 0n;
  });
  const refusal = objections.foremost();
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
  return decide(draft, { lots: newLots({ ...draft, id: state.id }) });
}
