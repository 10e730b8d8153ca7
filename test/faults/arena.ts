import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import type { Answer, AnyCommand, KeyReused, Office, Recorded, Request } from '../../shared/commands/command.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import { readBeside } from '../../shared/reports/comparison.ts';
import { identities } from '../../shared/reports/identities.ts';
import { Register } from '../../shared/reports/register.ts';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { createDynamoLedger } from '../../shared/storage/dynamodb/ledger.ts';
import { LedgerError } from '../../shared/storage/ports/ledger.ts';
import { faultsOf } from '../commands/identities.ts';
import { type Circumstances, type Person, TestOffice } from '../commands/office.ts';
import { openOffice } from '../commands/world.ts';
import { TEST_CIPHER } from '../contract/cipher.ts';
import { type Call, conflicts, type Fault, seeded, withFaults } from '../contract/conflicting-client.ts';

/** What stands between the racing offices and their one table. */
export interface Surroundings {
  readonly title: string;
  /** Each with a turnstile of its own, as so many processes. */
  readonly offices: number;
  /** Made anew for each race. */
  readonly faults?: () => (call: Call) => Fault | undefined;
  readonly pause: (ms: number) => Promise<void>;
  /** Whether a write may be told to come back, which it then does with the same key. */
  readonly mayBeBusy: boolean;
}

const nextTurn = () => new Promise<void>((wake) => setImmediate(wake));

export const ALONE: Surroundings = {
  title: 'one office on the engine',
  offices: 1,
  pause: nextTurn,
  mayBeBusy: false,
};

export const SURROUNDINGS: readonly Surroundings[] = [
  ALONE,
  { ...ALONE, title: 'one office whose transactions conflict now and then', faults: () => conflicts(seeded(1)) },
  { ...ALONE, title: 'four offices on the engine', offices: 4, mayBeBusy: true },
  {
    title: 'four offices where of two transactions at one row the later one is always refused',
    offices: 4,
    faults: () => laterRefused,
    pause: (ms) => sleep(ms),
    mayBeBusy: true,
  },
];

function laterRefused({ operation, rows, inFlight }: Call): Fault | undefined {
  return operation === 'TransactWriteItems' && rows.some((row) => inFlight.has(row)) ? 'conflict' : undefined;
}

/** How often a write comes back at most when it is told that others were at the same rows. */
const MOST_REPEATS = 50;

/** The office that sets the race up; the identities are looked at once, when it is over. */
export class OpeningOffice extends TestOffice {
  override async post<B>(person: Person, command: AnyCommand<B>, body: B, circumstances: Circumstances = {}) {
    const answer = await this.ask(person, command, body, circumstances);
    if ('refusal' in answer) throw new Error(`refused: ${answer.refusal}`);
    return answer.entry.entry;
  }
}

/** One write of a race. */
export type Runner = (office: Office) => Promise<Answer>;

/** What a race came to: entries in the order of their runners, and refusals in that of theirs. */
export interface Result {
  readonly landed: readonly Entry[];
  readonly refused: readonly (Refusal | KeyReused)[];
}

/** What an engine has to be for an arena. */
interface Tables {
  readonly endpoint: string;
  freshTable(): Promise<string>;
}

/** One table with an office at work, and rivals beside it. */
export class Arena {
  readonly office: TestOffice;
  readonly #rivals: readonly TestOffice[];
  readonly #surroundings: Surroundings;
  readonly #client: DynamoDBDocumentClient;

  static async open(engine: Tables, surroundings: Surroundings): Promise<Arena> {
    const arena = new Arena(engine.endpoint, await engine.freshTable(), surroundings);
    await openOffice(arena.office);
    return arena;
  }

  private constructor(endpoint: string, tableName: string, surroundings: Surroundings) {
    const { offices, faults, pause } = surroundings;
    this.#surroundings = surroundings;
    // One client for all of them: it knows which transactions are on their way at once.
    const client = createDocumentClient({ endpoint });
    if (faults) withFaults(client, faults());
    const ledger = () =>
      createDynamoLedger({ client, tableName, cipher: TEST_CIPHER, random: seeded(7), sleep: pause });
    this.#client = client;
    this.office = new OpeningOffice(ledger());
    this.#rivals = [this.office, ...Array.from({ length: offices - 1 }, () => new TestOffice(ledger()))];
  }

  /** One write, as one of a race. */
  runner<B>(person: Person, command: AnyCommand<B>, body: B, circumstances: Circumstances = {}): Runner {
    const request: Request<B, never> = this.office.request(person, command, body, circumstances);
    return (office) => command(office, request);
  }

  /** Sends every write so many times at once, dealt out to all offices, and sees that the answers of one write agree. */
  async race(runners: readonly Runner[], times = 3): Promise<Result> {
    for (const rival of this.#rivals) rival.now = this.office.now;
    const sent = runners.map((run, at) =>
      Promise.all(Array.from({ length: times }, (_, copy) => this.#answer(run, at * times + copy))),
    );
    const landed: Entry[] = [];
    const refused: (Refusal | KeyReused)[] = [];
    for (const answers of await Promise.all(sent)) {
      const recorded = answers.filter(isRecorded);
      const refusals = answers.filter(isRefused);
      expect([0, times]).toContain(recorded.length);
      expect(new Set(recorded.map(({ entry }) => entry.canonical)).size).toBe(recorded.length === 0 ? 0 : 1);
      // Only after a lost answer may a copy take the entry of its twin of the same millisecond for its own: it is the same.
      const now = recorded.filter((answer) => answer.recorded === 'now').length;
      expect(now).toBeGreaterThanOrEqual(recorded.length === 0 ? 0 : 1);
      for (const refusal of refusals) expect(refusal).toEqual(refusals[0]);
      landed.push(...recorded.slice(0, 1).map(({ entry }) => entry.entry));
      refused.push(...refusals.slice(0, 1));
    }
    return { landed, refused };
  }

  async #answer(run: Runner, turn: number): Promise<Answer> {
    const office = this.#rivals[turn % this.#rivals.length] ?? this.office;
    for (let repeats = 0; ; repeats += 1) {
      try {
        return await run(office);
      } catch (error) {
        const isBusy = error instanceof LedgerError && error.code === 'busy';
        if (!isBusy || !this.#surroundings.mayBeBusy || repeats === MOST_REPEATS) throw error;
      }
    }
  }

  /** Sees that the identities hold, by the report and by a second opinion. */
  async settle(): Promise<void> {
    const { journal, ledger } = this.office;
    expect(await faultsOf(this.office)).toEqual([]);
    const beside = await readBeside(journal, ledger);
    expect(identities(new Register(beside.prefix.postings), beside)).toMatchObject({ holds: true, settled: true });
  }

  close(): void {
    this.#client.destroy();
  }
}

function isRecorded(answer: Answer): answer is Recorded {
  return 'recorded' in answer;
}

function isRefused(answer: Answer): answer is Refusal | KeyReused {
  return 'refusal' in answer;
}
