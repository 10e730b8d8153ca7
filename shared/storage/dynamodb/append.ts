import { type AttributeValue, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { assertAppendable, firstOutcome } from '../ports/append-rules.ts';
import { type Append, LedgerError, type Outcome, type StoredEntry } from '../ports/ledger.ts';
import { type Redated, type Step, stepsOf } from './changes.ts';
import { Patience, troubleOf } from './patience.ts';
import { cipherOf, readRow, readRows, type Table } from './reads.ts';
import { type Attributes, readEntry, readFundingLine } from './rows.ts';
import { rowKey } from './table.ts';

/** How often an append is made anew for other days of its funding lines. */
const MOST_REDATINGS = 32;

/** Funding lines that a process remembers at most. */
const MOST_LINES = 1_000;

/**
 * One transaction: all of it or nothing. Whatever happens to a request or an answer on the way, the entry lands at most
 * once, because its own row is a condition of the transaction; and whether it landed can always be read.
 */
export async function append(table: Table, append: Append): Promise<Outcome> {
  assertAppendable(append);
  const { entry, personal } = append;
  const encrypted = personal && (await cipherOf(table).encrypt(entry.id, personal));
  await seeLines(table, append);
  let sent = requestOf(table, append, encrypted);
  let patience = new Patience(table.waiting);
  for (let [mayHaveLanded, redatings] = [false, 0]; ; ) {
    try {
      await table.client.send(new TransactWriteCommand(sent.input));
      for (const line of sent.redated) table.lines.delete(line);
      return { outcome: 'appended' };
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === 'refused' && error instanceof TransactionCanceledException) {
        const refusal = refusalOf(error, sent.steps, mayHaveLanded ? append : undefined);
        if (refusal.outcome !== 'redated') return refusal;
        table.lines.set(refusal.line.id, refusal.line);
        sent = requestOf(table, append, encrypted);
        patience = new Patience(table.waiting);
        redatings += 1;
        if (redatings > MOST_REDATINGS)
          throw new LedgerError('busy', 'the days of a funding line changed all the time', error);
        continue;
      }
      if (trouble === 'unknown') {
        mayHaveLanded = true;
        const landed = await landedOf(table, append);
        if (landed !== undefined) return landed;
      }
      await patience.after(trouble, error);
    }
  }
}

/**
 * The request, built once for the days of its funding lines: every attempt sends the same bytes under the same token, so
 * the engine too takes them for one request. The token is this call's alone: another append of the same entry is to fail
 * on the entry's row, not on its token.
 */
function requestOf(table: Table, append: Append, encrypted: string | undefined) {
  const steps = stepsOf(append, encrypted, table.lines, table.name);
  const input: TransactWriteCommandInput = {
    TransactItems: steps.map(({ action }) => action),
    ClientRequestToken: table.token(),
  };
  return { steps, input, redated: steps.flatMap(({ redates }) => redates ?? []) };
}

/** Looks up the funding lines that are to change and that this process has not seen yet. */
async function seeLines(table: Table, { changes }: Append): Promise<void> {
  const unseen = changes.flatMap((change) =>
    change.change === 'funds' && !table.lines.has(change.fundingLine) ? [change.fundingLine] : [],
  );
  if (unseen.length === 0) return;
  if (table.lines.size > MOST_LINES) table.lines.clear();
  const places = unseen.map((id) => rowKey('fundingLine', id));
  try {
    for (const row of await readRows(table, places, new Patience(table.waiting, 1))) {
      const seen = readFundingLine(row);
      table.lines.set(seen.id, seen);
    }
  } catch (error) {
    // Made for no days at all, the update tells which there are.
    if (!(error instanceof LedgerError) || error.code === 'corrupt-row') throw error;
  }
}

/** What the entry's row says after an unknown outcome: nothing where there is none, or where it cannot be read either. */
async function landedOf(table: Table, append: Append): Promise<Outcome | undefined> {
  try {
    const row = await readRow(table, rowKey('entry', append.entry.id));
    return row === undefined ? undefined : ownOrOther(readEntry(row), append);
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'corrupt-row') throw error;
    return undefined;
  }
}

function ownOrOther(stored: StoredEntry, { canonical, requestHash }: Append): Outcome {
  const isOwn = stored.canonical === canonical && stored.requestHash === requestHash;
  return { outcome: isOwn ? 'appended' : 'repeated' };
}

/** `landing` is given where an attempt before this one may have landed: then its own row is what stands in the way. */
function refusalOf(error: TransactionCanceledException, steps: readonly Step[], landing?: Append): Outcome | Redated {
  const reasons = error.CancellationReasons ?? [];
  const refusals = reasons.flatMap(({ Code, Item }, at): (Outcome | Redated)[] => {
    if (Code !== 'ConditionalCheckFailed') return [];
    const row = Item === undefined ? undefined : plain(Item);
    if (at === 0 && landing !== undefined && row !== undefined) return [ownOrOther(readEntry(row), landing)];
    const refusal = steps[at]?.refusal;
    return refusal === undefined ? [] : [refusal(row)];
  });
  const own = refusals.find(({ outcome }) => outcome === 'appended');
  // Whether a line bears it is only known once it is asked for its own days.
  const redated = refusals.find(({ outcome }) => outcome === 'redated');
  const outcome = own ?? redated ?? firstOutcome(refusals.filter((one) => one.outcome !== 'redated'));
  if (outcome === undefined)
    throw new LedgerError('unavailable', 'a transaction was cancelled without a reason', error);
  return outcome;
}

/** The document client leaves the rows of an error as the engine wrote them. Rows hold texts, numbers and maps of numbers. */
function plain(item: Readonly<Record<string, AttributeValue>>): Attributes {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainOf(value)]));
}

function plainOf({ S, N, M }: AttributeValue): unknown {
  if (M !== undefined) return plain(M);
  return N === undefined ? S : BigInt(N);
}
