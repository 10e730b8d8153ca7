import { type Entry, isKind } from '../../domain/entry.ts';
import type { Kind } from '../../domain/facts.ts';
import type { Id } from '../../domain/id.ts';
import type { Openings } from '../../domain/openings.ts';

/** The entry that opened what another refers to. It was sealed before that one, so its absence is the caller's fault. */
export function opened<K extends Kind>(openings: Openings, id: Id | undefined, kind: K): Entry<K> {
  const entry = id === undefined ? undefined : openings.find(id);
  if (entry === undefined || !isKind(entry, kind))
    throw new Error(`the ${kind} ${id} was not given with what refers to it`);
  return entry;
}
