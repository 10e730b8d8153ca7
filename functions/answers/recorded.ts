import type { Recorded } from '../../shared/commands/command.ts';
import { isKind } from '../../shared/domain/entry.ts';
import { bringsLots } from '../../shared/domain/lot-origin.ts';
import { arrivedLots } from '../../shared/schemas/arrived-lots.ts';
import { entryView } from '../../shared/schemas/entry-view.ts';
import type { Showing } from '../../shared/schemas/showing.ts';
import { documentView } from './document-view.ts';

/**
 * What every write answers: the entry, and the document it is about under the document's own name; the lots where goods
 * came in, and what was reversed where something was.
 */
export function recordedAnswer({ entry: stored, document }: Recorded, showing: Showing): object {
  const { entry, canonical } = stored;
  return {
    entry: entryView(canonical, showing),
    ...(document ? { [document.kind]: documentView(document, showing) } : {}),
    ...(bringsLots(entry) ? { lots: arrivedLots(entry, document?.opening.entry) } : {}),
    ...(isKind(entry, 'correction') ? { corrected: { id: entry.refs.entry, kind: entry.facts.kind } } : {}),
    ...(isKind(entry, 'reversal') ? { reversed: { id: entry.refs.entry, kind: entry.facts.kind } } : {}),
  };
}
