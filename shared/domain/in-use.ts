import type { State } from './account.ts';
import { type Balance, isNothing, minus, NOTHING, plus } from './balance.ts';
import { isKind } from './entry.ts';
import type { Id } from './id.ts';
import type { Movement, Posting } from './posting.ts';
import type { InUse } from './refusal.ts';
import type { RegistryKind } from './registry.ts';

type OpenState = Extract<State, 'committed' | 'stock' | 'transit' | 'held'>;

/** The states in which something is not settled yet, as far as each can hold it: goods reach a warehouse or a unit from outside of it. */
const OPEN_STATES: {
  readonly [K in 'fundingLine' | 'item' | 'warehouse' | 'unit' | 'supplier']: readonly OpenState[];
} = {
  fundingLine: ['committed', 'stock', 'transit', 'held'],
  item: ['committed', 'stock', 'transit', 'held'],
  warehouse: ['stock', 'transit', 'held'],
  unit: ['transit', 'held'],
  supplier: ['committed'],
};

/** What still stands on something registered and so keeps it from being closed. */
export function usesOf(type: RegistryKind, id: Id, postings: readonly Posting[]): InUse[] {
  switch (type) {
    case 'fundingLine':
      return standing(postings, OPEN_STATES[type], (movement) => movement.fundingLine === id);
    case 'item':
      return standing(postings, OPEN_STATES[type], (movement) => movement.item === id);
    case 'unit':
      return standing(postings, OPEN_STATES[type], (movement) => movement.unit === id);
    case 'warehouse':
      return standing(postings, OPEN_STATES[type], (movement) => movement.warehouse === id);
    case 'supplier':
      return owedTo(id, postings);
    case 'tariff':
    case 'plan':
      return [];
  }
}

function standing(
  postings: readonly Posting[],
  states: readonly OpenState[],
  concerns: (movement: Movement) => boolean,
): InUse[] {
  const sums = new Map<State, Balance>();
  for (const { movements } of postings) {
    for (const movement of movements) {
      if (movement.chain !== 'budget' || !concerns(movement)) continue;
      sums.set(movement.from, minus(sums.get(movement.from) ?? NOTHING, movement));
      sums.set(movement.to, plus(sums.get(movement.to) ?? NOTHING, movement));
    }
  }
  return states.flatMap((what): InUse[] => {
    const sum = sums.get(what) ?? NOTHING;
    return isNothing(sum) ? [] : [{ what, quantity: sum.quantity, value: sum.value }];
  });
}

/** A supplier is in use while goods are on order with it or it was not paid for all that was accepted. */
function owedTo(supplier: Id, postings: readonly Posting[]): InUse[] {
  const purchases = new Set(
    postings.flatMap(({ entry }) => (isKind(entry, 'order') && entry.refs.supplier === supplier ? [entry.id] : [])),
  );
  let unpaid = 0n;
  const theirs = (movement: Movement): boolean => movement.purchase !== undefined && purchases.has(movement.purchase);
  for (const movement of postings.flatMap((posting) => posting.movements)) {
    if (!theirs(movement)) continue;
    if (movement.from === 'committed' && movement.to === 'stock') unpaid += movement.value;
    if (movement.from === 'stock' && movement.to === 'committed') unpaid -= movement.value;
    if (movement.to === 'supplier') unpaid -= movement.value;
    if (movement.from === 'supplier') unpaid += movement.value;
  }
  const committed = standing(postings, OPEN_STATES.supplier, theirs);
  return unpaid > 0n ? [...committed, { what: 'unpaid', value: unpaid }] : committed;
}
