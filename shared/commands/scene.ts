import { lotOfPart } from '../domain/consignment.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { LotId } from '../domain/id.ts';
import type { Books } from '../domain/post.ts';
import { refsOf } from '../domain/refs.ts';
import { subjectOf } from '../domain/subject.ts';
import type { Loaded } from './changes.ts';
import type { Document } from './command.ts';
import { documentNow, type Reading } from './document.ts';
import { lotsNamed, type NamedLot } from './lots.ts';

/** Everything that the transfers of one entry touch, or those of its reversal, as it is now. */
export interface Scene {
  readonly entry: Entry;
  /** What the entry is about; undefined where it is about nothing, or opens what is not there yet. */
  readonly document: Document | undefined;
  /** What opened that; the entry itself where it opens it. */
  readonly opening: Entry;
  readonly lots: ReadonlyMap<LotId, NamedLot>;
}

export async function sceneOf(office: Reading, entry: Entry): Promise<Scene> {
  const document = await documentNow(office, subjectOf(entry));
  const opening = document?.opening.entry ?? entry;
  const dispatch = isKind(opening, 'dispatch') ? opening : undefined;
  const named = entry.transfers.flatMap(({ from, to }) =>
    [from, to].flatMap((account) => ('lot' in account ? account.lot : [])),
  );
  const parts = dispatch ? dispatch.facts.parts.map((_, at) => lotOfPart(dispatch, at + 1)) : [];
  return { entry, document, opening, lots: await lotsNamed(office.ledger, [...named, ...parts]) };
}

/** The books in which the transfers of the entry stand. */
export function booksOf({ entry, document, lots }: Scene): Books {
  return {
    fundingLines: refsOf(document?.kind === 'purchase' ? document.opening.entry : entry).fundingLines ?? [],
    lots: new Map([...lots].map(([id, { lot }]) => [id, lot])),
    ...(document?.kind === 'purchase' ? { purchase: document.state } : {}),
    ...(document?.kind === 'consignment' ? { consignment: document.state } : {}),
    ...(document?.kind === 'disbursement' ? { disbursement: document.state } : {}),
  };
}

/** Where those books were loaded from. */
export function loadedFor({ document, lots }: Scene): Loaded {
  return {
    lots,
    ...(document?.kind === 'purchase' ? { purchase: document } : {}),
    ...(document?.kind === 'consignment' ? { consignment: document } : {}),
    ...(document?.kind === 'disbursement' ? { disbursement: document } : {}),
  };
}
