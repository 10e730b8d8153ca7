import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { LedgerError } from '../ports/ledger.ts';

/** Chance and time, passed in so that a test decides both. */
export interface Waiting {
  /** At least 0 and below 1. */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** How often one call is sent at most, and how long it waits between: below 3 s in all. */
export const MAX_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

/** How often a call whose outcome is unknown is sent again. Each may have taken the whole time of a request. */
export const MAX_UNKNOWN = 2;

/**
 * What an error of the engine's client says:
 * - `refused`: a transaction was cancelled because a condition of it does not hold, which is an answer;
 * - `contended`: nothing happened, because others were at the same rows or the engine is at its limit;
 * - `wrong`: nothing happened and never will: credentials, permissions, a table that is not there;
 * - `unknown`: everything else. It may have happened: a timeout, a reset connection, an error of the server.
 */
export type Trouble = 'refused' | 'contended' | 'wrong' | 'unknown';

const CONTENTION = new Set([
  'TransactionInProgressException',
  'TransactionConflictException',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
]);

const CONTENDED_REASONS = new Set(['None', 'TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof Error)) return 'unknown';
  if (error instanceof TransactionCanceledException) return troubleOfReasons(error);
  if (CONTENTION.has(error.name)) return 'contended';
  // The token belongs to another append of the same entry: whether that one landed, only the entry itself tells.
  if (error.name === 'IdempotentParameterMismatchException') return 'unknown';
  const status = statusOf(error);
  return status !== undefined && status >= 400 && status < 500 ? 'wrong' : 'unknown';
}

function troubleOfReasons({ CancellationReasons: reasons = [] }: TransactionCanceledException): Trouble {
  if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return 'refused';
  const isContended = reasons.length > 0 && reasons.every(({ Code }) => CONTENDED_REASONS.has(Code ?? 'None'));
  return isContended ? 'contended' : 'wrong';
}

function statusOf(error: Error): number | undefined {
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

/** Counts the troubles of one call, waits between its attempts, and gives up in time. */
export class Patience {
  readonly #waiting: Waiting;
  readonly #most: number;
  #attempts = 0;
  #unknown = 0;

  constructor(waiting: Waiting, most = MAX_ATTEMPTS) {
    this.#waiting = waiting;
    this.#most = most;
  }

  /** Waits until the call may be sent again; throws what to tell instead where it may not. */
  async after(trouble: Trouble, cause?: unknown): Promise<void> {
    this.#attempts += 1;
    if (trouble === 'unknown') this.#unknown += 1;
    if (trouble === 'wrong' || trouble === 'refused') {
      throw new LedgerError('unavailable', 'the storage engine does not take such a call', cause);
    }
    if (this.#unknown > MAX_UNKNOWN) {
      throw new LedgerError('unavailable', 'the storage engine gave no answer', cause);
    }
    if (this.#attempts >= this.#most) throw new LedgerError('busy', 'others were at the same rows all the time', cause);
    // Full jitter: whoever met here must not meet again.
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#attempts - 1));
    await this.#waiting.sleep(this.#waiting.random() * longest);
  }
}

/** Sends a call that changes nothing until it is answered, with the same patience as an append. */
export async function answerTo<T>(ask: () => Promise<T>, patience: Patience): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      await patience.after(troubleOf(error), error);
    }
  }
}
