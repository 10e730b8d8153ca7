import type { Counted } from '../domain/command.ts';
import type { Id } from '../domain/id.ts';
import type { Pack } from '../domain/quantity.ts';
import type { Registered, RegisteredKind } from '../domain/registry.ts';
import type { Found, Opened, Versioned } from '../storage/ports/ledger.ts';
import type { Office } from './command.ts';

/** Something registered as it was found. Kind and state belong together, which the parameters say and a union cannot. */
export function registeredIn<K extends RegisteredKind>(
  found: Found,
  kind: K,
  id: Id,
): Versioned<Registered<K>> | undefined {
  return found.state<RegisteredKind>(kind, id) as Versioned<Registered<K>> | undefined;
}

/** Those of the items named that are registered. */
export function itemsIn(found: Found, ids: readonly Id[]): Map<Id, Registered<'item'>> {
  return allIn(found, 'item', ids);
}

/**
 * The items of the lines whose measure is not told by the document's own: most steps count in that, or in the base
 * measure, and read nothing.
 */
export async function itemsMeasured<L extends Counted>(
  { ledger }: Pick<Office, 'ledger'>,
  lines: readonly L[],
  goods: (line: L) => { readonly item: Id<'item'>; readonly packs?: Pack | undefined } | undefined,
): Promise<Map<Id, Registered<'item'>>> {
  const asked = lines.flatMap((line) => {
    const of = goods(line);
    return of === undefined || line.measure === undefined || line.measure === of.packs?.measure ? [] : [of.item];
  });
  const items = [...new Set(asked)];
  if (items.length === 0) return new Map();
  return itemsIn(await ledger.read(items.map((id) => ({ row: 'item', id }))), items);
}

/** Those of the units named that are registered. */
export function unitsIn(found: Found, ids: readonly Id[]): Map<Id, Registered<'unit'>> {
  return allIn(found, 'unit', ids);
}

function allIn<K extends RegisteredKind>(found: Found, kind: K, ids: readonly Id[]): Map<Id, Registered<K>> {
  return new Map(
    ids.flatMap((id): [Id, Registered<K>][] => {
      const one = registeredIn(found, kind, id);
      return one ? [[id, one.state]] : [];
    }),
  );
}

/** Kind and state belong together, which the parameters say and a union cannot. */
export function placedRegistered<K extends RegisteredKind>(kind: K, id: Id, state: Registered<K>): Opened {
  const document: { kind: K; id: Id; state: Registered<K> } = { kind, id, state };
  return document as Opened;
}
