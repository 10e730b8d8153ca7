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

/** An entry with where it stands among others. */
interface Known extends ListedEntry {
  readonly key: string;
}

/**
 * What lists of the projection do not have yet. Entries never change, so whatever was read before is kept for as long as it
 * is recent.
 */
export class RecentEntries {
  readonly #sources: RecentSources;
  /** By place. */
  #sealed: ReadonlyMap<number, Known> = new Map();
  #waiting: ReadonlyMap<Id, Known> = new Map();

  constructor(sources: RecentSources) {
    this.#sources = sources;
  }

  /**
   * The outbox is read first: what leaves it meanwhile is in the log by then, and what is not projected of the log is read
   * there. So whatever was appended is here or projected.
   */
  async now(): Promise<Recent> {
    const { ledger, projection, files } = this.#sources;
    const outbox = await outboxIds(ledger, MOST);
    const { size: projected } = (await projection.current()).position;
    const size = (await files.checkpoint())?.size ?? 0;
    if (outbox.length + size - projected > MOST) throw new LedgerError('busy', 'sealing or projecting is far behind');
    const sealed = await this.#sealedFrom(projected, size);
    const ids = new Set([...sealed.values()].map(({ entry }) => entry.id));
    const unread = outbox.filter((id) => !ids.has(id));
    const places = await placesOfAll(projection, unread);
    const waiting = await this.#stored(unread.filter((id) => (places.get(id) ?? projected) >= projected));
    this.#sealed = sealed;
    this.#waiting = waiting;
    const entries = [...sealed.values(), ...waiting.values()].sort((a, b) => compare(b.key, a.key));
    return { entries, projected, sealed: size };
  }

  async #sealedFrom(projected: number, size: number): Promise<Map<number, Known>> {
    const sealed = new Map<number, Known>();
    let at = projected;
    for (let known = this.#sealed.get(at); known !== undefined && at < size; known = this.#sealed.get(at)) {
      sealed.set(at, known);
      at += 1;
    }
    for await (const bundle of this.#sources.files.entries(at, size)) {
      for (const bytes of bundle) {
        const canonical = Buffer.from(bytes).toString('utf8');
        sealed.set(at, knownAs({ entry: entryIn(canonical), canonical }));
        at += 1;
      }
    }
    return sealed;
  }

  async #stored(ids: readonly Id[]): Promise<Map<Id, Known>> {
    const stored = new Map<Id, Known>();
    const unread: Id[] = [];
    for (const id of ids) {
      const known = this.#waiting.get(id);
      if (known === undefined) unread.push(id);
      else stored.set(id, known);
    }
    for (const one of await storedEntries(this.#sources.ledger, unread)) stored.set(one.entry.id, knownAs(one));
    return stored;
  }
}

function knownAs({ entry, canonical }: ListedEntry): Known {
  return { entry, canonical, key: openedKey(entry) };
}
