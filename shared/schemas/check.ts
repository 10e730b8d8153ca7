import * as z from 'zod';
import { type Flaw, flawed } from './fault.ts';

/** Tells of a flaw at a path below the value that is checked. */
export type Tell = (path: PropertyKey[], flaw: Flaw) => void;

/**
 * A check across fields that runs even where fields failed by themselves, so that a request learns of everything at
 * once. A field that failed may then hold anything whatever its type says: look before you compute.
 */
export function across<T>(look: (value: T, tell: Tell) => void): z.core.$ZodCheck<T> {
  const check = z.check<T>((payload) => {
    if (typeof payload.value !== 'object' || payload.value === null) return;
    look(payload.value, (path, flaw) => {
      payload.issues.push(flawed(flaw, payload.value, path));
    });
  });
  check._zod.def.when = () => true;
  return check;
}

/** The last day that is asked for is none before the first: of such a period there is nothing. */
export function inOrder<T>(): z.core.$ZodCheck<T> {
  return across<T>((period, tell) => {
    if (typeof period !== 'object' || period === null) return;
    const [from, to]: unknown[] = [Reflect.get(period, 'from'), Reflect.get(period, 'to')];
    if (typeof from === 'string' && typeof to === 'string' && to < from)
      tell(['to'], { code: 'too-early', allowed: from });
  });
}

/** The elements of what should be a list, with their places; nothing where it is none. */
export function elements<T>(list: readonly T[] | undefined): [number, T][] {
  return Array.isArray(list)
    ? list.flatMap((one, at) => (typeof one === 'object' && one !== null ? [[at, one]] : []))
    : [];
}

/** Tells of every element whose key an earlier one has; an undefined key is not compared. */
export function tellRepeated<T>(
  list: readonly T[] | undefined,
  keyOf: (element: T) => string | number | undefined,
  tell: (at: number) => void,
): void {
  const seen = new Set<string | number>();
  for (const [at, element] of elements(list)) {
    const key = keyOf(element);
    if (key === undefined) continue;
    if (seen.has(key)) tell(at);
    seen.add(key);
  }
}
