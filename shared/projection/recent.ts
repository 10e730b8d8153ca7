import type { Id } from '../domain/id.ts';
import type { LogFiles } from '../log/journal/log-files.ts';
import { outboxIds } from '../log/journal/outbox-ids.ts';
import { storedEntries } from '../log/journal/stored-entries.ts';
import { compare } from '../reports/register.ts';
import type { ListedEntry } from '../storage/ports/catalogue.ts';
import { type Ledger, LedgerError } from '../storage/ports/ledger.ts';
import { type Projection, placesOfAll } from '../storage/ports/projection.ts';
import { entryIn } from '../storage/ports/stored.ts';
import { openedKey } from './opened.ts';

/** Entries that are read beside what is projected: hours of the busiest day there ever was. */
const MOST = 20_000;

export interface RecentSources {
  readonly ledger: Pick<Ledger, 'outbox' | 'read'>;
  readonly projection: Pick<Projection, 'current' | 'placesOf'>;
  readonly files: Pick<LogFiles, 'checkpoint' | 'entries'>;
}

/** What was appended and is not projected, the newest first. */
export interface Recent {
  readonly entries: readonly ListedEntry[];
  /** How many entries are projected: all that are not here. */
  readonly projected: number;
  /** How many are sealed. */
  readonly sealed: number;
}

/**
 * What lists of the projection do not have yet. The outbox is read first: what leaves it meanwhile is in the log by then,
 * and what is not projected of the log is read there. So whatever was appended is here or projected.
 */
export async function recentOf({ ledger, projection, files }: RecentSources): Promise<Recent> {
  const outbox = await outboxIds(ledger, MOST);
  const { size: projected } = (await projection.current()).position;
  const size = (await files.checkpoint())?.size ?? 0;
  if (outbox.length + size - projected > MOST) throw new LedgerError('busy', 'sealing or projecting is far behind');
  const entries = new Map<Id, ListedEntry>();
  for await (const bundle of files.entries(projected, size)) {
    for (const bytes of bundle) {
      const canonical = Buffer.from(bytes).toString('utf8');
      const entry = entryIn(canonical);
      entries.set(entry.id, { entry, canonical });
    }
  }
  const unread = outbox.filter((id) => !entries.has(id));
  const places = await placesOfAll(projection, unread);
  const unsealed = unread.filter((id) => (places.get(id) ?? projected) >= projected);
  for (const { entry, canonical } of await storedEntries(ledger, unsealed)) entries.set(entry.id, { entry, canonical });
  const newest = [...entries.values()].sort((a, b) => compare(openedKey(b.entry), openedKey(a.entry)));
  return { entries: newest, projected, sealed: size };
}
