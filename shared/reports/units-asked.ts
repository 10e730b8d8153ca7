import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import type { Tree } from '../domain/unit-trees.ts';
import type { Register } from './register.ts';

/** Whose figures are asked for: of every unit, of one, or of one and all below it. */
export interface UnitsAsked {
  readonly unit?: Id;
  readonly below?: boolean;
  readonly tree?: Tree;
}

/** Tells whether a unit is asked for; `then` names the tree of the document that its figures are of. */
export function unitsAsked(
  register: Register,
  { unit, below = false, tree = 'then' }: UnitsAsked,
): (one: Id, then: Id) => boolean {
  const known = new Map<string, boolean>();
  return (one, then) => {
    if (unit === undefined || one === unit) return true;
    if (!below) return false;
    const key = `${one} ${then}`;
    const isBelow = known.get(key) ?? register.lineage(one, tree === 'now' ? undefined : then).includes(unit);
    known.set(key, isBelow);
    return isBelow;
  };
}

/** The tree of the document that an entry is of; of one that is of none, its own. */
export function treeOf({ entry, opening }: Posting, register: Register): Id {
  return register.treeAt(opening ?? entry);
}
