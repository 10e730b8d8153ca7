import { giver, stock } from './account.ts';
import type { ReceiveInKind } from './command.ts';
import { decide, type Verdict } from './decision.ts';
import type { Facts, GivenLot } from './facts.ts';
import { type Id, lotId } from './id.ts';
import { newLots } from './lot-origin.ts';
import { Objections } from './objections.ts';
import { inPacks } from './quantity.ts';
import type { Registered } from './registry.ts';
import { stated } from './stated.ts';

export interface ReceiveState {
  readonly id: Id;
  readonly items: ReadonlyMap<Id, Registered<'item'>>;
  readonly warehouse: Registered<'warehouse'> | undefined;
  readonly fundingLine: { readonly closed: boolean } | undefined;
  /** The one that it is directed to. */
  readonly unit: Registered<'unit'> | undefined;
}

/** Receives goods in kind, a donation or an allocation from above: each line becomes a lot at the value stated. */
export function receiveInKind(command: ReceiveInKind, state: ReceiveState): Verdict {
  const objections = new Objections();
  objections.fundingLine(command.fundingLine, state.fundingLine);
  objections.isOpen('/warehouse', state.warehouse);
  const { directedTo } = command;
  if (directedTo !== undefined && 'unit' in directedTo) objections.isOpen('/directedTo/unit', state.unit);
  const lines = command.lines.map((line, at) => {
    const item = state.items.get(line.item);
    const isOpen = objections.isOpen(`/lines/${at}/item`, item);
    if (item?.fields.service === true) objections.field(`/lines/${at}/item`, 'no-goods');
    return objections.inBase(`/lines/${at}`, line, ['quantity'], isOpen ? { item: item.fields } : undefined);
  });
  const refusal = objections.foremost();
  if (refusal) return refusal;
  const given = lines.map(({ item, quantity, pack, batch: { number, expiresOn } = {} }) =>
    stated<GivenLot>({ item, packs: inPacks(quantity, pack), number, expiresOn }),
  );
  const draft = {
    kind: 'receipt',
    effectiveOn: command.effectiveOn,
    refs: { fundingLines: [command.fundingLine], warehouse: command.warehouse },
    facts: stated<Facts['receipt']>({
      kind: command.kind,
      giver: command.giver,
      directedTo,
      lots: given,
    }),
    transfers: lines.map(({ quantity, value }, at) => ({
      from: giver,
      to: stock(lotId(state.id, at + 1)),
      quantity,
      value,
    })),
  } as const;
  return decide(draft, { lots: newLots({ ...draft, id: state.id }) });
}
