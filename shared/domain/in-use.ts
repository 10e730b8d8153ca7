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

/** Whether anything can stand on what is registered as that. Where nothing can, the journal need not be read for it. */
export function isEverInUse(type: RegistryKind): boolean {
  return type !== 'tariff' && type !== 'plan' && type !== 'member' && type !== 'threshold';
}

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
    case 'member':
    case 'threshold':
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
      // What is on its way without a consignment has arrived with the same entry, in another warehouse perhaps.
      const isPassing = (state: State) => state === 'transit' && movement.consignment === undefined;
      if (!isPassing(movement.from)) sums.set(movement.from, minus(sums.get(movement.from) ?? NOTHING, movement));
      if (!isPassing(movement.to)) sums.set(movement.to, plus(sums.get(movement.to) ?? NOTHING, movement));
    }
  }
  return states.flatMap((what): InUse[] => {
    const sum = sums.get(what) ?? NOTHING;
    return isNothing(sum) ? [] : [{ what, quantity: sum.quantity, value: sum.value }];
  });
}

/**
 * A supplier is in use while goods are on order with it or it was not paid for all that was accepted. What was paid too
 * much on one purchase pays for no other.
 */
function owedTo(supplier: Id, postings: readonly Posting[]): InUse[] {
  const owed = new Map<Id, bigint>();
  for (const { entry } of postings) {
    if (isKind(entry, 'order') && entry.refs.supplier === supplier) owed.set(entry.id, 0n);
  }
  const theirs = ({ purchase }: Movement): boolean => purchase !== undefined && owed.has(purchase);
  for (const movement of postings.flatMap((posting) => posting.movements)) {
    const { purchase } = movement;
    const before = purchase === undefined ? undefined : owed.get(purchase);
    if (purchase !== undefined && before !== undefined) owed.set(purchase, before + owedBy(movement));
  }
  const unpaid = owed.values().reduce((sum, value) => (value > 0n ? sum + value : sum), 0n);
  const committed = standing(postings, OPEN_STATES.supplier, theirs);
  return unpaid > 0n ? [...committed, { what: 'unpaid', value: unpaid }] : committed;
}

/** What a movement of a purchase adds to the debt to its supplier. */
function owedBy({ from, to, value }: Movement): bigint {
  if (from === 'supplier' || (from === 'committed' && isAccepted(to))) return value;
  return to === 'supplier' || (isAccepted(from) && to === 'committed') ? -value : 0n;
}

/** Where what was accepted goes: goods into stock, what is no goods is spent. */
export function isAccepted(state: State): boolean {
  return state === 'stock' || state === 'spent';
}

/** Whether anything of an item was ever ordered or came in: then what it is stands. */
export function hasMoved(item: Id, postings: readonly Posting[]): boolean {
  return postings.some(({ movements }) => movements.some((movement) => movement.item === item));
}
