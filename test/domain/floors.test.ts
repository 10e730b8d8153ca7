import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Floors, givenTo, takenFrom } from '../../shared/domain/floors.ts';
import type { Movement } from '../../shared/domain/posting.ts';
import { POSTINGS } from '../reports/entries.ts';

const MOVEMENTS = POSTINGS.map(({ movements }) => movements);

/** What each account holds, told from the movements alone. */
function standings(entered: readonly (readonly Movement[])[]): Map<string, { value: bigint; quantity: bigint }> {
  const found = new Map<string, { value: bigint; quantity: bigint }>();
  const add = (account: string, value: bigint, quantity: bigint) => {
    const before = found.get(account) ?? { value: 0n, quantity: 0n };
    found.set(account, { value: before.value + value, quantity: before.quantity + quantity });
  };
  for (const movement of entered.flat()) {
    add(takenFrom(movement), -movement.value, -movement.quantity);
    add(givenTo(movement), movement.value, movement.quantity);
  }
  return found;
}

const orders = fc.array(fc.nat({ max: MOVEMENTS.length - 1 }), { maxLength: 60 });
const chosen = (places: readonly number[]) => places.map((place) => MOVEMENTS[place] ?? []);
const isOutside = (account: string) => / (source|giver|found)(\/|$)/.test(account);

test('an entry is entered whole or not at all, and no account is ever below zero', () => {
  fc.assert(
    fc.property(orders, (places) => {
      const floors = Floors.empty();
      const entered: (readonly Movement[])[] = [];
      for (const movements of chosen(places)) {
        const refused = floors.enter(movements);
        const after = standings([...entered, movements]);
        const short = movements.find((movement) => {
          const account = takenFrom(movement);
          return !isOutside(account) && (after.get(account)?.value ?? 0n) < 0n;
        });
        if (refused === undefined) entered.push(movements);
        else expect(movements.map(takenFrom)).toContain(refused);
        if (short !== undefined) expect(refused).toBeDefined();
      }
      for (const [account, { value }] of standings(entered)) if (!isOutside(account)) expect(value >= 0n).toBe(true);
    }),
  );
});

test('a fork goes on as the floors would, which stay as they are', () => {
  fc.assert(
    fc.property(orders, orders, orders, (before, forked, after) => {
      const floors = Floors.empty();
      const same = Floors.empty();
      const alone = Floors.empty();
      for (const movements of chosen(before)) {
        floors.enter(movements);
        same.enter(movements);
        alone.enter(movements);
      }
      const fork = floors.fork();
      for (const movements of chosen(forked)) expect(fork.enter(movements)).toBe(same.enter(movements));
      const deeper = fork.fork();
      for (const movements of chosen(after)) expect(deeper.enter(movements)).toBe(same.enter(movements));
      for (const movements of chosen(after)) expect(floors.enter(movements)).toBe(alone.enter(movements));
    }),
  );
});

test('a movement that is fed by another of the same entry is borne', () => {
  const [feeding, taking] = [MOVEMENTS[9] ?? [], MOVEMENTS[11] ?? []];
  expect(Floors.empty().enter(taking)).toBeDefined();
  expect(Floors.empty().enter([...taking, ...feeding])).toBeUndefined();
});
