import * as z from 'zod';
import type { BenefitBook } from '../../shared/domain/books.ts';
import type { Id } from '../../shared/domain/id.ts';
import { readState } from '../../shared/schemas/states.ts';
import type { StoredEntry } from '../../shared/storage/ports/ledger.ts';
import type { Attributes, Reading } from '../../shared/storage/sqlite/connection.ts';
import { readEntry } from '../../shared/storage/sqlite/rows.ts';

/** Rows looked at in one read. */
const PAGE = 500;

const textRow = z.object({ text: z.string() });
const idRow = z.object({ id: z.string() });

/**
 * What stood before, as far as it can still be read: a database may be damaged, older, or of nothing. A row that cannot be
 * read is not there, and nothing that is read here is believed without being held against the log.
 */
export class Before {
  readonly #found: Reading | undefined;
  /** Whether the ids of all entries could be read. */
  #isReadThrough = false;

  constructor(found: Reading | undefined) {
    this.#found = found;
  }

  /** The hash of the request that made the entry, where the stored entry is the same to the byte. */
  requestHash(id: Id, canonical: string): string | undefined {
    return this.#text('SELECT request_hash AS text FROM entries WHERE id = ? AND canonical = ?', id, canonical);
  }

  /** Personal data as it was encrypted. */
  personal(id: Id): string | undefined {
    return this.#text('SELECT personal AS text FROM persons WHERE entry = ?', id);
  }

  benefit(id: Id): BenefitBook | undefined {
    const state = this.#text("SELECT state AS text FROM documents WHERE kind = 'benefit' AND id = ?", id);
    if (state === undefined) return undefined;
    try {
      return readState('benefit', state);
    } catch {
      return undefined;
    }
  }

  /**
   * Entries that somebody says are not sealed. Where the table cannot be read through, what lies behind the damage is
   * read from its end; a row that is damaged itself is told by its key.
   */
  unsealed(isSealed: (id: Id) => boolean): { readonly entries: StoredEntry[]; readonly unreadable: Id[] } {
    const entries: StoredEntry[] = [];
    const unreadable: Id[] = [];
    for (const id of this.#idsOf((id) => !isSealed(id))) {
      const stored = this.#entry(id);
      if (stored === undefined) unreadable.push(id);
      else entries.push(stored);
    }
    return { entries, unreadable };
  }

  /** Of the entries that are there, and of those that the outbox alone still names. */
  #idsOf(isMeant: (id: Id) => boolean): Set<Id> {
    const named = this.#rows('SELECT entry AS id FROM outbox') ?? [];
    const outbox = named.flatMap(idIn).filter(isMeant);
    return new Set([...this.#idsFrom('rising', isMeant), ...this.#idsFrom('falling', isMeant), ...outbox]);
  }

  /** As far as they can be read from one end of the table; from the other only where that is not all of it. */
  #idsFrom(end: 'rising' | 'falling', isMeant: (id: Id) => boolean): Id[] {
    if (end === 'falling' && this.#isReadThrough) return [];
    const ids: Id[] = [];
    const [beyond, order, first] = end === 'rising' ? ['>', 'ASC', ''] : ['<', 'DESC', '~'];
    const sql = `SELECT id FROM entries WHERE id ${beyond} ? ORDER BY id ${order} LIMIT ${PAGE}`;
    for (let last = first; ; ) {
      const page = this.#rows(sql, last)?.flatMap(idIn);
      ids.push(...(page ?? []).filter(isMeant));
      const next = page?.at(-1);
      if (page === undefined) return ids;
      if (next === undefined || page.length < PAGE) {
        this.#isReadThrough = true;
        return ids;
      }
      // Damaged pages may lead back to where one was already.
      if (end === 'rising' ? next <= last : next >= last) return ids;
      last = next;
    }
  }

  #entry(id: Id): StoredEntry | undefined {
    try {
      const row = this.#found?.get('SELECT id, canonical, request_hash FROM entries WHERE id = ?', id);
      return row === undefined ? undefined : readEntry(row);
    } catch {
      return undefined;
    }
  }

  #text(sql: string, ...values: string[]): string | undefined {
    const [row] = this.#rows(sql, ...values) ?? [];
    const parsed = textRow.safeParse(row);
    return parsed.success ? parsed.data.text : undefined;
  }

  #rows(sql: string, ...values: string[]): readonly Attributes[] | undefined {
    try {
      return this.#found?.all(sql, ...values);
    } catch {
      return undefined;
    }
  }
}

function idIn(row: Attributes): Id[] {
  const parsed = idRow.safeParse(row);
  return parsed.success ? [parsed.data.id] : [];
}
