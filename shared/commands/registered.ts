import type { Id } from '../domain/id.ts';
import type { Registered, RegisteredKind } from '../domain/registry.ts';
import type { Found, Opened } from '../storage/ports/ledger.ts';

/** Those of the items named that are registered. */
export function itemsIn(found: Found, ids: readonly Id[]): Map<Id, Registered<'item'>> {
  return new Map(
    ids.flatMap((id): [Id, Registered<'item'>][] => {
      const item = found.state('item', id);
      return item ? [[id, item.state]] : [];
    }),
  );
}

/** Those of the units named that are registered. */
export function unitsIn(found: Found, ids: readonly Id[]): Map<Id, Registered<'unit'>> {
  return new Map(
    ids.flatMap((id): [Id, Registered<'unit'>][] => {
      const unit = found.state('unit', id);
      return unit ? [[id, unit.state]] : [];
    }),
  );
}

/** Kind and state belong together, which the parameters say and a union cannot. */
export function placedRegistered<K extends RegisteredKind>(kind: K, id: Id, state: Registered<K>): Opened {
  const document: { kind: K; id: Id; state: Registered<K> } = { kind, id, state };
  return document as Opened;
}
