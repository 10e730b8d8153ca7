import type { Entry } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { LogFiles } from '../log/journal/log-files.ts';
import { outboxIds } from '../log/journal/outbox-ids.ts';
import { storedEntries } from '../log/journal/stored-entries.ts';
import { decodeEntry } from '../schemas/entry.ts';
import type { Ledger } from '../storage/ports/ledger.ts';
import { type Projection, placesOfAll } from '../storage/ports/projection.ts';
import { registeredBy } from './search-rows.ts';

export interface LateEntriesOptions {
  readonly ledger: Pick<Ledger, 'read' | 'outbox'>;
  readonly files: Pick<LogFiles, 'checkpoint' | 'entries'>;
  readonly projection: Pick<Projection, 'current' | 'placesOf'>;
}

/** Entries that are looked at behind what is projected: sealing and projecting are seconds behind, not days. */
const MOST = 10_000;

/** What was recorded of things registered and is not projected yet. */
export class LateEntries {
  readonly #options: LateEntriesOptions;
  readonly #entries = new Map<Id, Entry>();
  /** Entries seen that are about nothing registered. */
  #others = new Set<Id>();
  #isChecked = true;

  constructor(options: LateEntriesOptions) {
    this.#options = options;
  }

  /** An entry that was recorded here just now. */
  add(entry: Entry): boolean {
    if (registeredBy(entry) === undefined) {
      if (this.#others.size >= MOST) this.#others = new Set();
      this.#others.add(entry.id);
      return false;
    }
    if (this.#entries.has(entry.id)) return false;
    this.#entries.set(entry.id, entry);
    return true;
  }

  /** One that was found: unlike what was recorded just now it may be projected already. */
  #find(entry: Entry): boolean {
    const isNew = this.add(entry);
    if (isNew) this.#isChecked = false;
    return isNew;
  }

  /** As they were recorded. */
  inOrder(): readonly Entry[] {
    return [...this.#entries.values()].sort((a, b) => a.recordedAt - b.recordedAt || (a.id < b.id ? -1 : 1));
  }

  /**
   * Looks for what anybody recorded: in the outbox, then, as what leaves it is in the log by then, in the log behind what
   * is projected. What is projected is to be read after it.
   */
  async look(): Promise<boolean> {
    const { ledger, files, projection } = this.#options;
    let isChanged = false;
    for (const entry of await this.#waiting(ledger)) isChanged = this.#find(entry) || isChanged;
    const size = (await files.checkpoint())?.size ?? 0;
    const { position } = await projection.current();
    if (position.size >= size) return isChanged;
    const from = Math.max(position.size, size - MOST);
    for await (const bundle of files.entries(from, size)) {
      for (const bytes of bundle) {
        isChanged = this.#find(decodeEntry(new TextDecoder('utf-8', { fatal: true }).decode(bytes))) || isChanged;
      }
    }
    return isChanged;
  }

  async #waiting(ledger: LateEntriesOptions['ledger']): Promise<Entry[]> {
    const unseen = (await outboxIds(ledger, MOST)).filter((id) => !this.#entries.has(id) && !this.#others.has(id));
    return (await storedEntries(ledger, unseen)).map(({ entry }) => entry);
  }

  /** Forgets what is projected at that size; `hasMoved` where it was not at the last time. */
  async forget(size: number, hasMoved: boolean): Promise<boolean> {
    if (this.#entries.size === 0 || (this.#isChecked && !hasMoved)) return false;
    const places = await placesOfAll(this.#options.projection, [...this.#entries.keys()]);
    const projected = [...places].filter(([, place]) => place < size);
    for (const [id] of projected) this.#entries.delete(id);
    this.#isChecked = true;
    return projected.length > 0;
  }
}
