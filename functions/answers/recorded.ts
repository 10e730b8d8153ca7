import type { Document, Recorded } from '../../shared/commands/command.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import { acceptedLots, givenLots } from '../../shared/schemas/arrived-lots.ts';
import { entryView } from '../../shared/schemas/entry-view.ts';
import type { Showing } from '../../shared/schemas/showing.ts';
import { documentView, opened } from './document-view.ts';

/**
 * What every write answers: the entry, and the document it is about under the document's own name; the lots where goods
 * came in, and what was reversed where something was.
 */
export function recordedAnswer({ entry: stored, document }: Recorded, showing: Showing): object {
  const { entry, canonical } = stored;
  return {
    entry: entryView(canonical, showing),
    ...(document ? { [document.kind]: documentView(document, showing) } : {}),
    ...lotsOf(entry, document),
    ...(isKind(entry, 'reversal') ? { reversed: { id: entry.refs.entry, kind: entry.facts.kind } } : {}),
  };
}

function lotsOf(entry: Entry, document: Document | undefined) {
  if (isKind(entry, 'receipt')) return { lots: givenLots(entry) };
  if (!isKind(entry, 'acceptance') || !document) return {};
  return { lots: acceptedLots(entry, opened(document.opening.entry, 'order')) };
}
