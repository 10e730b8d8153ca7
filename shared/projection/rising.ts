/** Lists of what is in order already, or nearly: what comes new belongs at their end, mostly. */

type Ordered = string | number;

/** Where in a rising list something stands or would stand. */
export function startOf<T extends Ordered>(list: readonly T[], one: T): number {
  let [from, to] = [0, list.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((list[middle] ?? one) < one) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Puts something into its place in a rising list, once. */
export function insertRising<T extends Ordered>(list: T[], one: T): void {
  const last = list.at(-1);
  if (last === undefined || last < one) {
    list.push(one);
    return;
  }
  const at = startOf(list, one);
  if (list[at] !== one) list.splice(at, 0, one);
}

/** Takes something out of a rising list, where it is there. */
export function removeRising<T extends Ordered>(list: T[], one: T): void {
  const at = startOf(list, one);
  if (list[at] === one) list.splice(at, 1);
}
