import type { Said } from './correctable.ts';
import type { Entry } from './entry.ts';
import type { Batch } from './facts.ts';
import { saidIn, saying } from './fields.ts';
import { birthOf, type Id, type LotId, ordinalOf } from './id.ts';
import { bringsLots, type FindEntry, isBirth, lotsBrought } from './lot-origin.ts';
import { stated } from './stated.ts';

/** What batches are told by: the entries that brought lots, and the corrections of each in their order. */
export interface LotWords {
  readonly find: FindEntry;
  correctionsOf(entry: Id): readonly Entry<'correction'>[];
}

/**
 * What stands of a lot's batch. What was moved on says what the lot says that it came from, so that a correction there
 * reaches it wherever it lies by now; what was itself corrected says that, whatever becomes of where it came from.
 */
export function standingBatch(lot: LotId, words: LotWords): Batch {
  // What is of a field is what the table of fields says that it holds.
  return stated<Batch>({
    number: textOf(standingIn('batch', lot, words)),
    expiresOn: textOf(standingIn('expiresOn', lot, words)),
  });
}

/** The lot that a lot was moved on from; undefined where it came from outside, or where nothing tells. */
export function movedFrom(lot: LotId, { find }: Pick<LotWords, 'find'>): LotId | undefined {
  const moving = find(birthOf(lot));
  if (moving === undefined || !bringsLots(moving) || isBirth(moving)) return undefined;
  return moving.facts.lots?.[ordinalOf(lot) - 1]?.from;
}

/** An entry that moved lots on with what stands of them; any other, and one of which nothing else stands, is as it was. */
export function withStandingBatches<E extends Entry>(entry: E, words: LotWords): E {
  if (!movesLotsOn(entry)) return entry;
  let stands: Entry = entry;
  for (const lot of lotsBrought(entry)) {
    for (const field of OF_BATCH) {
      const said = standingIn(field, lot, words);
      if (said !== saidIn(stands, field, { lot })) stands = saying(stands, field, said, { lot });
    }
  }
  // Its kind is what no correction changes.
  return stands as E;
}

/** Whether lots came with an entry that had been lots elsewhere. */
export function movesLotsOn(entry: Entry): entry is Entry<'stock-move' | 'unit-return'> {
  return bringsLots(entry) && !isBirth(entry);
}

const OF_BATCH = ['batch', 'expiresOn'] as const;
export type OfBatch = (typeof OF_BATCH)[number];

export function isOfBatch(field: string): field is OfBatch {
  return OF_BATCH.some((one) => one === field);
}

function standingIn(field: OfBatch, lot: LotId, words: LotWords): Said | undefined {
  const seen = new Set<LotId>();
  for (let at = lot; ; ) {
    seen.add(at);
    const own = ownWord(field, at, words);
    if (own !== undefined) return own.is;
    const from = movedFrom(at, words);
    // No lot comes from itself, yet whoever reads must end on any entries.
    const isToldThere = from !== undefined && !seen.has(from) && words.find(birthOf(from)) !== undefined;
    if (!isToldThere) return broughtIn(field, at, words);
    at = from;
  }
}

/** The last correction of the lot itself. */
function ownWord(field: OfBatch, lot: LotId, { correctionsOf }: LotWords) {
  return correctionsOf(birthOf(lot))
    .flatMap(({ facts }) => facts.changes)
    .findLast((change) => change.field === field && change.lot === lot);
}

function broughtIn(field: OfBatch, lot: LotId, { find }: LotWords): Said | undefined {
  const birth = find(birthOf(lot));
  const brought: Batch | undefined = birth && bringsLots(birth) ? birth.facts.lots?.[ordinalOf(lot) - 1] : undefined;
  return field === 'batch' ? brought?.number : brought?.expiresOn;
}

function textOf(said: Said | undefined): string | undefined {
  return typeof said === 'string' ? said : undefined;
}
