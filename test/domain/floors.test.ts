import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Floors, givenTo, takenFrom } from '../../shared/domain/floors.ts';
import type { Movement, Posting } from '../../shared/domain/posting.ts';
import { POSTINGS } from '../reports/entries.ts';

/** An entry with those movements, of a day and of the second form unless told otherwise. */
function posting(movements: readonly Movement[], effectiveOn = '2020-12-28', form?: 1): Posting {
  const [first] = POSTINGS;
  if (first === undefined) throw new Error('there are postings');
  return { entry: { ...first.entry, effectiveOn, ...(form === undefined ? {} : { form }) }, movements };
}

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
        const refused = floors.enter(posting(movements));
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
        floors.enter(posting(movements));
        same.enter(posting(movements));
        alone.enter(posting(movements));
      }
      const fork = floors.fork();
      for (const movements of chosen(forked))
        expect(fork.enter(posting(movements))).toBe(same.enter(posting(movements)));
      const deeper = fork.fork();
      for (const movements of chosen(after))
        expect(deeper.enter(posting(movements))).toBe(same.enter(posting(movements)));
      for (const movements of chosen(after))
        expect(floors.enter(posting(movements))).toBe(alone.enter(posting(movements)));
    }),
  );
});

test('a movement that is fed by another of the same entry is borne', () => {
  const [feeding, taking] = [MOVEMENTS[9] ?? [], MOVEMENTS[11] ?? []];
  expect(Floors.empty().enter(posting(taking))).toBeDefined();
  expect(Floors.empty().enter(posting([...taking, ...feeding]))).toBeUndefined();
});

const days = fc.integer({ min: 1, max: 9 }).map((day) => `2020-12-0${day}`);
const dated = fc.array(fc.tuple(fc.nat({ max: MOVEMENTS.length - 1 }), days, fc.boolean()), { maxLength: 60 });

test('what is of the second form is entered where no account is below zero on any day from its own on, and only there', () => {
  fc.assert(
    fc.property(dated, (asked) => {
      const floors = Floors.empty();
      const entered: (readonly [day: string, movements: readonly Movement[]])[] = [];
      for (const [place, day, isFirst] of asked) {
        const movements = MOVEMENTS[place] ?? [];
        const after = [...entered, [day, movements] as const];
        const sinces = isFirst ? ['9999'] : [...new Set([day, ...entered.map(([on]) => on), '9999'])];
        const isBorne = sinces
          .filter((on) => on >= day)
          .every((on) => {
            const then = standings(after.filter(([of]) => of <= on).map(([, those]) => those));
            return movements.every((movement) => isOutside(takenFrom(movement)) || isHeld(then, movement));
          });
        const refused = floors.enter(posting(movements, day, isFirst ? 1 : undefined));
        expect(refused === undefined).toBe(isBorne);
        if (refused === undefined) entered.push([day, movements]);
      }
    }),
  );
});

function isHeld(then: ReturnType<typeof standings>, movement: Movement): boolean {
  const { value, quantity } = then.get(takenFrom(movement)) ?? { value: 0n, quantity: 0n };
  const isMoney = ['available', 'cash', 'supplier', 'person'].includes(movement.from);
  return value >= 0n && (isMoney || quantity >= 0n);
}
