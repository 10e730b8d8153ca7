import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import { groundsOf } from '../reports/grounds.ts';
import { changeOf } from '../reports/headline-figures.ts';
import { compare, Register } from '../reports/register.ts';
import { isOf } from '../reports/selection.ts';
import { treeOf, unitsAsked } from '../reports/units-asked.ts';
import type { EntriesMeant } from '../schemas/entries-meant.ts';
import { encodeEntry } from '../schemas/entry.ts';
import type { Asked, ListedEntry } from '../storage/ports/catalogue.ts';
import type { Prefix } from '../storage/ports/journal.ts';
import type { Page } from '../storage/ports/ledger.ts';
import { openedKey } from './opened.ts';

/** A page of the entries that are meant, the newest first: by where they are in the log, and what is not sealed before. */
export function meantPage(prefix: Prefix, meant: EntriesMeant, { limit, after }: Asked): Page<ListedEntry> {
  const isMeant = meantBy(prefix, meant);
  const found: Posting[] = [];
  for (const posting of behind(newestFirst(prefix), after)) {
    if (found.length > limit) break;
    if (isMeant(posting)) found.push(posting);
  }
  const items = found.slice(0, limit).map(({ entry }) => ({ entry, canonical: encodeEntry(entry) }));
  const next = found.length > limit ? items.at(-1)?.entry.id : undefined;
  return next === undefined ? { items } : { items, next };
}

/** Tells of each entry whether it is meant. */
function meantBy({ postings }: Prefix, meant: EntriesMeant): (posting: Posting) => boolean {
  const { entry, follows, fundingLine, unit, item, lot, figure } = meant;
  const selection = {
    ...(fundingLine === undefined ? {} : { fundingLine }),
    ...(unit === undefined ? {} : { unit }),
    ...(item === undefined ? {} : { item }),
  };
  const register = new Register(unit === undefined ? [] : postings);
  const isUnitAsked = unitsAsked(register, meant);
  return (posting) => {
    if (entry !== undefined && posting.entry.id !== entry) return false;
    if (follows !== undefined && !groundsOf(posting.entry).includes(follows)) return false;
    if (lot !== undefined && !posting.movements.some((movement) => movement.lot === lot)) return false;
    const isAsked = (one: Id): boolean => isUnitAsked(one, treeOf(posting, register));
    if (!isOf(posting, selection, isAsked)) return false;
    return figure === undefined || changeOf(posting, figure, fundingLine) !== 0n;
  };
}

function* newestFirst({ postings, placeOf }: Prefix): Generator<Posting> {
  const waiting = postings.filter(({ entry }) => placeOf(entry.id) === undefined);
  yield* waiting.toSorted((a, b) => compare(openedKey(b.entry), openedKey(a.entry)));
  for (let at = postings.length - waiting.length - 1; at >= 0; at -= 1) {
    const posting = postings[at];
    if (posting !== undefined) yield posting;
  }
}

/** What comes after an entry; nothing where that is not among them. */
function* behind(postings: Iterable<Posting>, after: Id | undefined): Generator<Posting> {
  let isBehind = after === undefined;
  for (const posting of postings) {
    if (isBehind) yield posting;
    else isBehind = posting.entry.id === after;
  }
}
