import type { Posting } from '../domain/posting.ts';
import { asTheyStand } from '../reports/as-they-stand.ts';
import { People } from '../reports/people.ts';
import { Register } from '../reports/register.ts';
import { Web } from '../reports/trail.ts';
import type { Journal } from '../storage/ports/journal.ts';

/** Everything that was appended, as it stands, with what it is called and what hangs together. */
export interface WholeLedger {
  readonly postings: readonly Posting[];
  readonly register: Register;
  readonly web: Web;
  readonly people: People;
}

/** Reads how everything stands. While nothing is appended, it is made once. */
export function wholeLedgerOf(journal: Pick<Journal, 'whole'>): () => Promise<WholeLedger> {
  let known: (WholeLedger & { readonly of: readonly Posting[] }) | undefined;
  return async () => {
    const { postings: of, placeOf } = await journal.whole();
    if (known?.of === of) return known;
    const postings = asTheyStand(of);
    const people = new People();
    for (const { entry } of of) people.enter(entry);
    known = { of, postings, register: new Register(postings), web: new Web(postings, placeOf), people };
    return known;
  };
}
