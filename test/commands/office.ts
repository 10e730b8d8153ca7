import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { expect } from 'vitest';
import type { Answer, AnyCommand, Office, Request } from '../../shared/commands/command.ts';
import { Namings, type SignedIn } from '../../shared/commands/naming.ts';
import { believedClosure } from '../../shared/commands/periods.ts';
import { believedThresholds } from '../../shared/commands/thresholds.ts';
import { Turnstile } from '../../shared/commands/turnstile.ts';
import { writeAccount } from '../../shared/domain/account.ts';
import { formatYuan, parseYuan } from '../../shared/domain/amount.ts';
import type { Balance } from '../../shared/domain/balance.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { type Id, isId, type LotId, lotId } from '../../shared/domain/id.ts';
import { PRECEDENCE, type Refusal } from '../../shared/domain/refusal.ts';
import { createJournal } from '../../shared/log/journal/sealed-journal.ts';
import { readBeside } from '../../shared/reports/comparison.ts';
import { identities } from '../../shared/reports/identities.ts';
import { Register } from '../../shared/reports/register.ts';
import { createMemoryObjectStore } from '../../shared/storage/memory/object-store.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import { createMemoryLedger } from '../in-memory.ts';
import { booksOf, faultsOf } from './identities.ts';

/** 2020-03-02T01:00:00Z, which is 09:00 in Shanghai. */
export const START = 1_583_110_800_000;
export const TODAY = '2020-03-02';
export const YESTERDAY = '2020-03-01';

/** The nth id: ids of rising numbers rise. */
export function nthId(number: number): Id {
  return `017098c1-c280-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** Amounts of tests are written as people write them. */
export function yuan(text: string): bigint {
  const fen = parseYuan(text);
  if (fen === undefined) throw new RangeError(`${text} is no amount`);
  return fen;
}

export interface Person {
  readonly subject: string;
  readonly roles: readonly [string, ...string[]];
  readonly units?: readonly string[];
}

export const TREASURER: Person = { subject: 'treasurer-1', roles: ['treasurer'] };
export const OTHER_TREASURER: Person = { subject: 'treasurer-2', roles: ['treasurer'] };
export const ADMIN: Person = { subject: 'admin-1', roles: ['admin'] };
export const BUYER: Person = { subject: 'buyer-1', roles: ['buyer'] };
export const KEEPER: Person = { subject: 'keeper-1', roles: ['keeper'] };
export const OTHER_KEEPER: Person = { subject: 'keeper-2', roles: ['keeper'] };
export const COORDINATOR: Person = { subject: 'coordinator-1', roles: ['coordinator'], units: ['SY'] };

export interface Circumstances {
  /** What the test calls the entry, and the document it opens. */
  readonly as?: string;
  /** What the test calls the document in the path. */
  readonly on?: string;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * An office over a ledger in memory, with a clock that goes on a second for each write and ids that are counted. Tests
 * call entries and documents by names of their own, and read accounts by those.
 */
export class TestOffice implements Office {
  readonly ledger: Ledger;
  readonly journal: Office['journal'];
  readonly turnstile = new Turnstile();
  readonly namings = new Namings();
  now = START;
  /** What the tokens of people call them. */
  called: (subject: string) => string | undefined = () => undefined;
  appended = 0;
  readonly #ids = new Map<string, Id>();
  readonly #names = new Map<Id, string>();
  #salts = 0;
  #unnamed = 0;

  constructor(ledger: Ledger = createMemoryLedger()) {
    this.ledger = {
      ...ledger,
      append: async (append) => {
        const outcome = await ledger.append(append);
        if (outcome.outcome === 'appended') this.appended += 1;
        return outcome;
      },
    };
    this.journal = createJournal(this.ledger, createMemoryObjectStore());
    this.closedThrough = believedClosure(this.ledger, this.clock);
    this.thresholds = believedThresholds(this.ledger, this.clock);
  }

  readonly clock = (): number => this.now;

  readonly closedThrough: Office['closedThrough'];

  readonly thresholds: Office['thresholds'];

  readonly salt = (): Uint8Array => {
    this.#salts += 1;
    return new Uint8Array(32).fill(this.#salts);
  };

  /** Papers that were not uploaded, by their hashes; all others were. */
  readonly missing = new Set<string>();
  readonly hasArrived = async (sha256: string): Promise<boolean> => !this.missing.has(sha256);

  readonly personKey = async (): Promise<KeyObject> => createSecretKey(new Uint8Array(32).fill(7));

  /** The id of what the test calls by that name; an id is its own name. */
  id(name: string): Id {
    if (isId(name)) return name;
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const id = nthId(this.#ids.size + 1);
    this.#ids.set(name, id);
    this.#names.set(id, name);
    return id;
  }

  lot(entry: string, ordinal = 1): LotId {
    return lotId(this.id(entry), ordinal);
  }

  /** A text with the test's own names in place of ids. */
  named(text: string): string {
    return text.replace(UUID, (id) => this.#names.get(id) ?? id);
  }

  /** Sends a write as it is. */
  async ask<B>(person: Person, command: AnyCommand<B>, body: B, circumstances: Circumstances = {}): Promise<Answer> {
    this.now += 1_000;
    return command(this, this.request(person, command, body, circumstances));
  }

  request<B>(person: Person, command: AnyCommand<B>, body: B, { as, on }: Circumstances): Request<B, never> {
    const target = on === undefined ? undefined : this.id(on);
    if (as === undefined) this.#unnamed += 1;
    return {
      id: this.id(as ?? `unnamed-${this.#unnamed}`),
      actor: { subject: person.subject, role: person.roles[0] },
      signedIn: this.#signedIn(person),
      roles: person.roles,
      units: person.units ?? [],
      requestHash: hashOf([person.subject, command.name, target, body]),
      target: target as never,
      body,
    };
  }

  #signedIn({ subject }: Person): SignedIn | undefined {
    const name = this.called(subject);
    return name === undefined ? undefined : { name };
  }

  /** Sends a write that is recorded, and sees that every identity holds after it. */
  async post<B>(person: Person, command: AnyCommand<B>, body: B, circumstances: Circumstances = {}): Promise<Entry> {
    const answer = await this.ask(person, command, body, circumstances);
    if ('refusal' in answer) throw new Error(`refused: ${this.named(JSON.stringify(answer, writeBigint))}`);
    expect(answer.recorded).toBe('now');
    await this.balances();
    return answer.entry.entry;
  }

  /** Sees that every identity holds and every book is the fold of the entries, by the report and by a second opinion. */
  async balances(): Promise<void> {
    expect(await faultsOf(this)).toEqual([]);
    const beside = await readBeside(this.journal, this.ledger);
    expect(identities(new Register(beside.prefix.postings), beside)).toMatchObject({ holds: true, settled: true });
  }

  /** Sends a write that is refused, and sees that nothing was written. */
  async refusal<B>(
    person: Person,
    command: AnyCommand<B>,
    body: B,
    circumstances: Circumstances = {},
  ): Promise<Refusal> {
    const before = this.appended;
    const answer = await this.ask(person, command, body, circumstances);
    if (!('refusal' in answer)) throw new Error(`recorded ${this.named(answer.entry.entry.id)} instead of refusing it`);
    expect(this.appended).toBe(before);
    if (answer.refusal === 'key-reused') throw new Error('the key was used before');
    expect(PRECEDENCE).toContain(answer.refusal);
    return answer;
  }

  async entry(name: string): Promise<Entry> {
    const found = await this.ledger.read([{ row: 'entry', id: this.id(name) }]);
    const stored = found.entry(this.id(name));
    if (stored === undefined) throw new Error(`there is no entry ${name}`);
    return stored.entry;
  }

  /** Every balance of the books that is not nothing, by the full name of its account. */
  async books(): Promise<Record<string, string>> {
    const books = await booksOf(this.ledger);
    const standing = [...books].filter(([, { quantity, value }]) => quantity !== 0n || value !== 0n);
    return Object.fromEntries(standing.map(([name, balance]) => [this.named(name), written(balance)]));
  }

  /** The balances of some accounts. */
  async stands(...accounts: readonly string[]): Promise<string[]> {
    const books = await this.books();
    return accounts.map((account) => books[account] ?? 'nothing');
  }

  /** The transfers of an entry, written as they stand in it. */
  moves(entry: Entry): string[] {
    return entry.transfers.map(
      ({ from, to, ...balance }) =>
        `${this.named(writeAccount(from))} → ${this.named(writeAccount(to))}: ${written(balance)}`,
    );
  }
}

function written({ quantity, value }: Balance): string {
  return quantity === 0n ? formatYuan(value) : `${quantity} for ${formatYuan(value)}`;
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, writeBigint)).digest('base64');
}

function writeBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}` : value;
}
