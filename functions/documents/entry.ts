import { claims } from '../../shared/commands/asked.ts';
import type { Id } from '../../shared/domain/id.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import { subjectOf } from '../../shared/domain/subject.ts';
import { entryView } from '../../shared/schemas/entry-view.ts';
import type { Tracker } from '../composition/tracker.ts';
import { type Asked, showingFor } from '../front/operation.ts';
import { numberedOne } from './numbers.ts';

/** One entry, with the document it is about and, where it was reversed, the entry that did so. */
export async function readEntry(
  { ledger, projection }: Tracker,
  _query: object,
  { target, role }: Asked<Id>,
): Promise<object | Refusal> {
  const claim = claims.reversal(target).name;
  const found = await ledger.read([
    { row: 'entry', id: target },
    { row: 'claim', claim },
  ]);
  const stored = found.entry(target);
  if (stored === undefined) return { refusal: 'not-found', kind: 'entry', id: target };
  const document = subjectOf(stored.entry);
  const reversedBy = found.claim(claim);
  return {
    entry: await numberedOne(projection, 'entry', entryView(stored.canonical, showingFor(role))),
    ...(document === undefined ? {} : { document }),
    ...(reversedBy === undefined ? {} : { reversedBy }),
  };
}
