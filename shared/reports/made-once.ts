/** Of the same thing something is made once: while nothing is appended, entries are asked for again and again. */
export function madeOnce<K extends object, T>(make: (of: K) => T): (of: K) => T {
  const made = new WeakMap<K, { readonly one: T }>();
  return (of) => {
    const known = made.get(of) ?? { one: make(of) };
    made.set(of, known);
    return known.one;
  };
}
