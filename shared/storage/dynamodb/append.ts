import { type AttributeValue, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { assertAppendable, firstOutcome } from '../ports/append-rules.ts';
import { type Append, LedgerError, type Outcome, type StoredEntry } from '../ports/ledger.ts';
import { type Step, stepsOf } from './changes.ts';
import { Patience, troubleOf } from './patience.ts';
import { cipherOf, readRow, type Table } from './reads.ts';
import { type Attributes, readEntry } from './rows.ts';
import { rowKey } from './table.ts';

/**
 * One transaction: all of it or nothing. Whatever happens to a request or an answer on the way, the entry lands at most
 * once, because its own row is a condition of the transaction; and whether it landed can always be read.
 */
export async function append(table: Table, append: Append): Promise<Outcome> {
  assertAppendable(append);
  const { entry, personal } = append;
  const encrypted = personal && (await cipherOf(table).encrypt(entry.id, personal));
  const steps = stepsOf(append, encrypted, table.name);
  // Built once: every attempt sends the same bytes under the same token, so the engine too takes them for one request.
  // The token is this call's alone: another append of the same entry is to fail on the entry's row, not on its token.
  const input: TransactWriteCommandInput = {
    TransactItems: steps.map(({ action }) => action),
    ClientRequestToken: table.token(),
  };
  const patience = new Patience(table.waiting);
  for (let mayHaveLanded = false; ; ) {
    try {
      await table.client.send(new TransactWriteCommand(input));
      return { outcome: 'appended' };
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === 'refused' && error instanceof TransactionCanceledException) {
        return refusalOf(error, steps, mayHaveLanded ? append : undefined);
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
function refusalOf(error: TransactionCanceledException, steps: readonly Step[], landing?: Append): Outcome {
  const reasons = error.CancellationReasons ?? [];
  const refusals = reasons.flatMap(({ Code, Item }, at): Outcome[] => {
    if (Code !== 'ConditionalCheckFailed') return [];
    const row = Item === undefined ? undefined : plain(Item);
    if (at === 0 && landing !== undefined && row !== undefined) return [ownOrOther(readEntry(row), landing)];
    const refusal = steps[at]?.refusal;
    return refusal === undefined ? [] : [refusal(row)];
  });
  const own = refusals.find(({ outcome }) => outcome === 'appended');
  const outcome = own ?? firstOutcome(refusals);
  if (outcome === undefined)
    throw new LedgerError('unavailable', 'a transaction was cancelled without a reason', error);
  return outcome;
}

/** The document client leaves the rows of an error as the engine wrote them. Rows hold texts and numbers only. */
function plain(item: Readonly<Record<string, AttributeValue>>): Attributes {
  const attributes = Object.entries(item).map(([name, { S, N }]) => [name, N === undefined ? S : BigInt(N)]);
  return Object.fromEntries(attributes);
}
