import type { KeyObject } from 'node:crypto';
import { Wrong } from '../../shared/audit/wrong.ts';
import { commitment } from '../../shared/commands/commitment.ts';
import { benefitCounter, payeeKey } from '../../shared/commands/pay-benefit.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Id } from '../../shared/domain/id.ts';
import { subjectOf } from '../../shared/domain/subject.ts';
import { changesBy, NotThereYet } from '../../shared/replay/changes-by.ts';
import {
  type Change,
  type Ledger,
  LedgerError,
  type Personal,
  type StoredEntry,
  UNKNOWN_REQUEST,
} from '../../shared/storage/ports/ledger.ts';
import type { PersonalCipher } from '../../shared/storage/ports/personal-cipher.ts';
import { applyChange, CLAIM } from '../../shared/storage/sqlite/append.ts';
import type { Connection } from '../../shared/storage/sqlite/connection.ts';
import { createSqliteLedger } from '../../shared/storage/sqlite/ledger.ts';
import { readEntry, readId } from '../../shared/storage/sqlite/rows.ts';
import type { Before } from './before.ts';
import { DaysHeld } from './days-held.ts';
import type { Draft, Reached } from './draft.ts';
import type { SoundLog } from './sound-log.ts';
import { Tally } from './tally.ts';

/** The keys of a ledger, as far as they are there. */
export interface LedgerKeys {
  readonly cipher?: PersonalCipher | undefined;
  /** Whether its key is known to be the ledger's: what it does not open is damaged then, and else may be another key's. */
  readonly isOwnCipher?: boolean;
  readonly personKey?: KeyObject | undefined;
}

/** What the log does not hold, and what became of it. */
export interface Beside {
  /** Entries of which nobody knows the request any more. */
  readonly unknownRequests: Tally;
  /** Entries whose persons can no longer be read by anybody. */
  readonly lostPersons: Tally;
  /** Entries whose persons the key does not open: kept as they are, since another key may. */
  readonly unopenedPersons: Tally;
  /** Benefits that are counted apart from all others of the person from now on. */
  readonly lostCounters: Tally;
  /** Appended and not sealed: behind the log again. */
  readonly lined: Tally;
  /** Appended and not sealed, and what they count in is lost: their canonical texts. */
  readonly unplaced: StoredEntry[];
  /** Appended and not sealed, and not to be read any more: their ids. */
  readonly unreadable: readonly Id[];
}

/**
 * Makes every row of a ledger: what is sealed, and what was appended and lines up behind it. A draft whose run was ended
 * has a part of it: all of the log is checked again, and what is entered already is not entered again.
 */
export async function makeExpected(draft: Draft, log: SoundLog, before: Before, keys: LedgerKeys): Promise<Beside> {
  const { connection } = draft;
  const making = new Making(draft, before, keys);
  const days = new DaysHeld(connection);
  let from = 0;
  for await (const bundle of log.check.entries()) {
    for (const posting of bundle) days.enter(posting);
    const left = bundle.slice(Math.max(0, draft.reached.entered - from));
    from += bundle.length;
    if (left.length === 0) continue;
    const texts = left.map(({ entry, canonical }) => ({ entry, canonical: Buffer.from(canonical).toString('utf8') }));
    const entered = from;
    await inTransaction(connection, async () => {
      await making.enter(texts);
      draft.reach(making.reached({ entered, isLined: false }));
    });
  }
  making.assertAllPlaced();
  const left = before.unsealed((id) => making.isSealed(id));
  const { ready, waiting } = await log.check.lineUp(left.entries.map(({ entry }) => entry));
  const stored = new Map(left.entries.map((one) => [one.entry.id, one]));
  const storedOf = (entries: readonly Entry[]) => entries.flatMap(({ id }) => stored.get(id) ?? []);
  const behind = storedOf(ready.map(({ entry }) => entry));
  for (const posting of ready) days.enter(posting);
  if (!draft.reached.isLined) {
    await inTransaction(connection, async () => {
      await making.enter(behind);
      making.assertAllPlaced();
      for (const { entry } of behind) connection.run('INSERT INTO outbox VALUES (?, ?)', entry.recordedAt, entry.id);
      draft.reach(making.reached({ entered: from, isLined: true }));
    });
  }
  const lined = new Tally();
  for (const { entry } of behind) lined.add(entry.id);
  return { ...making.beside(), lined, unplaced: storedOf(waiting), unreadable: left.unreadable };
}

async function inTransaction(connection: Connection, work: () => Promise<void>): Promise<void> {
  connection.run('BEGIN IMMEDIATE');
  try {
    await work();
  } catch (error) {
    if (connection.isInTransaction) connection.run('ROLLBACK');
    throw error;
  }
  connection.run('COMMIT');
}

class Making {
  readonly #connection: Connection;
  readonly #ledger: Pick<Ledger, 'read'>;
  readonly #before: Before;
  readonly #keys: LedgerKeys;
  readonly #unknownRequests: Tally;
  readonly #lostCounters: Tally;
  readonly #unopenedPersons: Tally;
  /** What an earlier run of this draft entered behind the log. */
  readonly #lined: ReadonlySet<Id>;
  /** What needs something that the log has a moment later. */
  #waiting: Entry[] = [];
  /** Who took a name while another held it, which the log has free a moment later. */
  readonly #next = new Map<string, Entry[]>();

  constructor({ connection, writer, reached }: Draft, before: Before, keys: LedgerKeys) {
    this.#connection = connection;
    this.#ledger = createSqliteLedger({ writer });
    this.#before = before;
    this.#keys = keys;
    this.#unknownRequests = reached.unknownRequests;
    this.#lostCounters = reached.lostCounters;
    this.#unopenedPersons = reached.unopenedPersons;
    this.#lined = new Set(connection.all('SELECT entry FROM outbox').flatMap((row) => readId('outbox', row) ?? []));
    this.#waiting = reached.waiting.map((id) => this.#entered(id));
    for (const [claim, ids] of reached.next)
      this.#next.set(
        claim,
        ids.map((id) => this.#entered(id)),
      );
  }

  #entered(id: Id): Entry {
    const row = this.#connection.get('SELECT id, canonical, request_hash FROM entries WHERE id = ?', id);
    if (row === undefined) throw new LedgerError('corrupt-row', `the draft says that it has ${id} entered`);
    return readEntry(row).entry;
  }

  reached(at: Pick<Reached, 'entered' | 'isLined'>): Reached {
    const idsOf = (entries: readonly Entry[]) => entries.map(({ id }) => id);
    return {
      ...at,
      waiting: idsOf(this.#waiting),
      next: Array.from(this.#next, ([claim, entries]): [string, Id[]] => [claim, idsOf(entries)]),
      unknownRequests: this.#unknownRequests,
      unopenedPersons: this.#unopenedPersons,
      lostCounters: this.#lostCounters,
    };
  }

  isSealed(id: Id): boolean {
    return !this.#lined.has(id) && this.#connection.get('SELECT 1 FROM entries WHERE id = ?', id) !== undefined;
  }

  async enter(entries: readonly { readonly entry: Entry; readonly canonical: string }[]): Promise<void> {
    for (const { entry, canonical } of entries) await this.#store(entry, canonical);
    for (const { entry } of entries) {
      if (!(await this.#place(entry))) this.#waiting.push(entry);
      else if (this.#waiting.length > 0) await this.#placeWaiting();
    }
  }

  assertAllPlaced(): void {
    const [entry] = this.#waiting;
    if (entry === undefined) return;
    throw new Wrong(`分录 ${entry.id} 所需的内容不在日志中`, `What entry ${entry.id} needs is not in the log`);
  }

  beside(): Pick<Beside, 'unknownRequests' | 'lostPersons' | 'unopenedPersons' | 'lostCounters'> {
    const lostPersons = new Tally();
    for (const row of this.#connection.all('SELECT entry FROM lost_persons ORDER BY entry')) {
      lostPersons.add(readId('personal', row) ?? '');
    }
    return {
      unknownRequests: this.#unknownRequests,
      lostPersons,
      unopenedPersons: this.#unopenedPersons,
      lostCounters: this.#lostCounters,
    };
  }

  async #store(entry: Entry, canonical: string): Promise<void> {
    const hash = this.#before.requestHash(entry.id, canonical) ?? UNKNOWN_REQUEST;
    // A naming was asked for by nobody.
    if (hash === UNKNOWN_REQUEST && entry.kind !== 'naming') this.#unknownRequests.add(entry.id);
    this.#connection.run('INSERT INTO entries VALUES (?, ?, ?)', entry.id, canonical, hash);
    if (entry.blinded === undefined) return;
    const encrypted = this.#before.personal(entry.id);
    if (encrypted !== undefined && (await this.#isKept(entry, encrypted))) {
      this.#connection.run('INSERT INTO persons VALUES (?, ?)', entry.id, encrypted);
    } else this.#connection.run('INSERT INTO lost_persons VALUES (?)', entry.id);
  }

  /** Whether it is what the entry commits to. Without the key that wrote it nobody can tell, so it is kept. */
  async #isKept(entry: Entry, encrypted: string): Promise<boolean> {
    if (this.#keys.cipher === undefined) return true;
    const personal = await this.#personalOf(entry, encrypted);
    if (personal === undefined && !this.#keys.isOwnCipher) {
      this.#unopenedPersons.add(entry.id);
      return true;
    }
    const fields = Object.entries(entry.blinded ?? {});
    return fields.every(([field, committed]) => {
      const one = personal?.[field];
      return one !== undefined && commitment(Buffer.from(one.salt, 'base64'), one.value) === committed;
    });
  }

  async #personalOf({ id }: Entry, encrypted: string): Promise<Personal | undefined> {
    try {
      return await this.#keys.cipher?.decrypt(id, encrypted);
    } catch (error) {
      // A key that cannot be had is no answer: all persons would be given up.
      if (error instanceof LedgerError && error.code === 'corrupt-row') return undefined;
      throw error;
    }
  }

  async #counterOf(benefit: Entry<'benefit'>): Promise<string> {
    const { personKey } = this.#keys;
    const reference = await this.#referenceOf(benefit);
    if (personKey !== undefined && reference !== undefined) {
      return benefitCounter(personKey, benefit.refs.tariff, reference, benefit.facts.period);
    }
    const stood = this.#before.benefit(benefit.id)?.counter;
    if (stood !== undefined) return stood;
    this.#lostCounters.add(benefit.id);
    return `benefit/of-its-own/${benefit.id}`;
  }

  /** Within seven days it counts together with what else the person got, which a counter of its own does not know. */
  async #payeeOf(benefit: Entry<'benefit'>): Promise<string> {
    const { personKey } = this.#keys;
    const reference = await this.#referenceOf(benefit);
    if (personKey !== undefined && reference !== undefined) return payeeKey(personKey, reference);
    return this.#before.benefit(benefit.id)?.payee ?? `of-its-own/${benefit.id}`;
  }

  async #referenceOf(benefit: Entry<'benefit'>): Promise<string | undefined> {
    const encrypted = this.#before.personal(benefit.id);
    if (this.#keys.cipher === undefined || encrypted === undefined) return undefined;
    return (await this.#personalOf(benefit, encrypted))?.reference?.value;
  }

  /** False where it has to wait. */
  async #place(entry: Entry): Promise<boolean> {
    try {
      const standing = {
        ledger: this.#ledger,
        counterOf: (benefit: Entry<'benefit'>) => this.#counterOf(benefit),
        payeeOf: (benefit: Entry<'benefit'>) => this.#payeeOf(benefit),
      };
      for (const change of await changesBy(entry, standing)) this.#apply(change, entry);
      return true;
    } catch (error) {
      if (error instanceof NotThereYet) return false;
      throw error;
    }
  }

  async #placeWaiting(): Promise<void> {
    for (let before = -1; before !== this.#waiting.length; ) {
      before = this.#waiting.length;
      const still: Entry[] = [];
      for (const entry of this.#waiting) if (!(await this.#place(entry))) still.push(entry);
      this.#waiting = still;
    }
  }

  #apply(change: Change, entry: Entry): void {
    if (change.change === 'claim') this.#take(change.claim, entry);
    else if (change.change === 'release') this.#release(change.claim, entry);
    else applyChange(this.#connection, change, entry);
    if (change.change === 'erase') this.#connection.run('DELETE FROM lost_persons WHERE entry = ?', change.entry);
  }

  /** Entries of one millisecond stand in the log by their ids, so a name may be taken before it is given up. */
  #take(claim: string, entry: Entry): void {
    if (this.#holderOf(claim) === undefined) applyChange(this.#connection, { change: 'claim', claim }, entry);
    else this.#next.set(claim, [...(this.#next.get(claim) ?? []), entry]);
  }

  /** Gives up the name for who is about the same as the entry that gives it up; the next one holds it then. */
  #release(claim: string, entry: Entry): void {
    const next = this.#next.get(claim);
    const own = next?.findIndex((one) => subjectOf(one)?.id === subjectOf(entry)?.id) ?? -1;
    if (next !== undefined && own >= 0) next.splice(own, 1);
    else {
      applyChange(this.#connection, { change: 'release', claim }, entry);
      const first = next?.shift();
      if (first !== undefined) applyChange(this.#connection, { change: 'claim', claim }, first);
    }
    if (next?.length === 0) this.#next.delete(claim);
  }

  #holderOf(claim: string): Id | undefined {
    return readId('claim', this.#connection.get(CLAIM, claim));
  }
}
