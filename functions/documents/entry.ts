import { movedLotsOf } from '../../shared/commands/as-it-stands.ts';
import { claims } from '../../shared/commands/asked.ts';
import { correctionKey, correctionsFound } from '../../shared/commands/corrections.ts';
import { standing } from '../../shared/domain/correction.ts';
import { type Entry, papersOf } from '../../shared/domain/entry.ts';
import type { Id } from '../../shared/domain/id.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import type { Role } from '../../shared/domain/role.ts';
import { stated } from '../../shared/domain/stated.ts';
import { subjectOf } from '../../shared/domain/subject.ts';
import { namesOf, plainly } from '../../shared/exports/files/names.ts';
import { encodeEntry } from '../../shared/schemas/entry.ts';
import type { EntryView } from '../../shared/schemas/entry-answer.ts';
import { entryView } from '../../shared/schemas/entry-view.ts';
import type { Showing } from '../../shared/schemas/showing.ts';
import type { Found, StoredEntry } from '../../shared/storage/ports/ledger.ts';
import { marked, missingOf } from '../answers/missing-papers.ts';
import type { Tracker } from '../composition/tracker.ts';
import { untilProjected } from '../front/after.ts';
import { MONEY } from '../front/caller.ts';
import { type Asked, showingFor } from '../front/operation.ts';
import { marksOf } from './entry-marks.ts';
import { numbered, numberedOne } from './numbers.ts';
import { isWithheld } from './withheld.ts';

/** One entry, with the document it is about, its corrections, and, where it was reversed, the entry that did so. */
export async function readEntry(
  { ledger, projection, catalogue, hasArrived }: Tracker,
  { after }: { readonly after?: Id },
  { target, role }: Asked<Id>,
): Promise<object | Refusal> {
  await untilProjected(projection, after);
  const claim = claims.reversal(target).name;
  const found = await ledger.read([{ row: 'entry', id: target }, { row: 'claim', claim }, correctionKey(target)]);
  const stored = found.entry(target);
  if (stored === undefined || isWithheld(stored.entry, role))
    return { refusal: 'not-found', kind: 'entry', id: target };
  const document = subjectOf(stored.entry);
  const reversedBy = found.claim(claim);
  const corrected = await correctedOf(ledger, stored, found, showingFor(role));
  const missing = await missingOf(
    { hasArrived },
    papersOf(stored.entry).map(({ sha256 }) => sha256),
  );
  const [marks] = await marksOf(ledger, [stored.entry]);
  const view = { ...entryView(stored.canonical, showingFor(role)), ...marks };
  const papers = view.evidence === undefined ? {} : { evidence: marked(view.evidence, missing) };
  const actorName = await calledThen({ ledger, catalogue }, stored.entry, role);
  return {
    entry: await numberedOne(projection, 'entry', { ...view, ...papers }),
    ...(actorName === undefined ? {} : { actorName }),
    ...(missing.size === 0 ? {} : { missingPapers: [...missing] }),
    ...(document === undefined ? {} : { document }),
    ...(reversedBy === undefined ? {} : { reversedBy }),
    ...(corrected === undefined
      ? {}
      : { stands: corrected.stands, corrections: await numbered(projection, 'entry', corrected.corrections) }),
  };
}

/** What the maker of an entry was called then, for who reads the names of those who act on paper too. */
async function calledThen(
  { ledger, catalogue }: Pick<Tracker, 'ledger' | 'catalogue'>,
  entry: Entry,
  role: Role | null,
): Promise<string | undefined> {
  if (!MONEY.some((one) => one === role)) return undefined;
  const naming = await catalogue.namingOf(entry);
  return naming === undefined ? undefined : plainly(await namesOf(ledger, [naming])).get(naming);
}

/** What an entry says as it stands, and what made it so; its own bytes stay what was sealed. */
async function correctedOf(ledger: Tracker['ledger'], { entry }: StoredEntry, found: Found, showing: Showing) {
  const corrections = (await correctionsFound(ledger, [entry.id], found)).get(entry.id) ?? [];
  const told = await movedLotsOf(ledger, [entry]);
  const stands = told(standing(entry, corrections));
  if (corrections.length === 0 && stands === entry) return undefined;
  const { refs, facts, coverage, evidence, note, blinded } = entryView(encodeEntry(stands), showing);
  return {
    stands: stated<Pick<EntryView, 'refs' | 'facts' | 'coverage' | 'evidence' | 'note' | 'blinded'>>({
      refs,
      facts,
      coverage,
      evidence,
      note,
      blinded,
    }),
    corrections: corrections.map((correction) => entryView(encodeEntry(correction), showing)),
  };
}
