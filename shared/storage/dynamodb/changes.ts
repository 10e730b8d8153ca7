import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { isNothing } from '../../domain/balance.ts';
import type { Id } from '../../domain/id.ts';
import type { Append, Change, Outcome } from '../ports/ledger.ts';
import * as rows from './rows.ts';
import { claimKey, counterKey, lotKey, type RowKey, rowKey, SCHEMA_VERSION } from './table.ts';

export type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One action of the transaction, and what it means when its condition does not hold; `row` is what stood there. */
export interface Step {
  readonly action: Action;
  refusal?(row: rows.Attributes | undefined): Outcome;
}

const ABSENT = 'attribute_not_exists(pk)';
const UNCHANGED = 'e = :expected';
const OPEN_LINE = 'attribute_exists(pk) AND attribute_not_exists(x)';
const TELL = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

const stale = (): Outcome => ({ outcome: 'stale' });

/** Everything that an append writes, the entry first; personal data as it was sealed. */
export function stepsOf(append: Append, sealed: string | undefined, TableName: string): Step[] {
  const { entry } = append;
  const steps: Step[] = [
    {
      action: { Put: { TableName, Item: rows.entryRow(append), ConditionExpression: ABSENT, ...TELL } },
      refusal: () => ({ outcome: 'repeated' }),
    },
    { action: { Put: { TableName, Item: rows.outboxRow(append) } } },
  ];
  if (sealed !== undefined) {
    steps.push({ action: { Put: { TableName, Item: rows.personalRow(entry.id, sealed) } } });
  }
  for (const change of append.changes) steps.push(stepOf(change, entry.id, TableName));
  return steps;
}

function stepOf(change: Change, entry: Id, TableName: string): Step {
  switch (change.change) {
    case 'open': {
      const Item = rows.documentRow(change.document, entry);
      return { action: { Put: { TableName, Item, ConditionExpression: ABSENT } }, refusal: stale };
    }
    case 'replace': {
      const Item = rows.documentRow(change.document, entry);
      return { action: { Put: { TableName, Item, ...unchanged(change.expected) } }, refusal: stale };
    }
    case 'open-line': {
      const Item = rows.fundingLineRow(change.id, change.code, change.name);
      return { action: { Put: { TableName, Item, ConditionExpression: ABSENT } }, refusal: stale };
    }
    case 'close-line':
      return closeLine(change, entry, TableName);
    case 'funds':
      return funds(change, TableName);
    case 'lot':
      return lot(change, entry, TableName);
    case 'claim': {
      const Item = rows.claimRow(change.claim, entry);
      return {
        action: { Put: { TableName, Item, ConditionExpression: ABSENT, ...TELL } },
        refusal: (row = {}) => ({ outcome: 'claimed', claim: change.claim, by: rows.readClaim(row) }),
      };
    }
    case 'erase': {
      const there = 'attribute_exists(pk)';
      const Key = { ...keyOfChange(change) };
      return { action: { Delete: { TableName, Key, ConditionExpression: there } }, refusal: stale };
    }
    case 'release':
      return { action: { Delete: { TableName, Key: { ...keyOfChange(change) } } } };
    case 'count':
      return count(change, TableName);
  }
}

/** The condition under which a row may be replaced or removed: it is as it was read, or still is not there. */
function unchanged(expected: Id | undefined) {
  return expected === undefined
    ? { ConditionExpression: ABSENT }
    : { ConditionExpression: UNCHANGED, ExpressionAttributeValues: { ':expected': expected } };
}

type ChangeOf<C extends Change['change']> = Extract<Change, { change: C }>;

/** A lot of which nothing is left has no row, so that later look-ups do not pay for it. */
function lot(change: ChangeOf<'lot'>, entry: Id, TableName: string): Step {
  const condition = unchanged(change.expected);
  const isSpent = isNothing(change.lot.stock) && isNothing(change.lot.lost);
  const action = isSpent
    ? { Delete: { TableName, Key: { ...keyOfChange(change) }, ...condition } }
    : { Put: { TableName, Item: rows.lotRow(change.lot, entry), ...condition } };
  return { action, refusal: stale };
}

function funds(change: ChangeOf<'funds'>, TableName: string): Step {
  return {
    action: {
      Update: {
        TableName,
        Key: { ...keyOfChange(change) },
        UpdateExpression: 'ADD a :a, c :c',
        ConditionExpression: `${OPEN_LINE} AND a >= :leastA AND c >= :leastC`,
        ExpressionAttributeValues: {
          ':a': change.available,
          ':c': change.cash,
          ':leastA': -change.available,
          ':leastC': -change.cash,
        },
        ...TELL,
      },
    },
    refusal: (row) => lineRefusal(change.fundingLine, row),
  };
}

function closeLine(change: ChangeOf<'close-line'>, entry: Id, TableName: string): Step {
  return {
    action: {
      Update: {
        TableName,
        Key: { ...keyOfChange(change) },
        UpdateExpression: 'SET x = :by',
        ConditionExpression: `${OPEN_LINE} AND a = :nothing AND c = :nothing`,
        ExpressionAttributeValues: { ':by': entry, ':nothing': 0n },
        ...TELL,
      },
    },
    refusal: (row) => lineRefusal(change.id, row),
  };
}

function lineRefusal(fundingLine: Id, row: rows.Attributes | undefined): Outcome {
  if (row === undefined) return { outcome: 'unknown-line', fundingLine };
  const { closed, available, cash } = rows.readFundingLine(row);
  return closed ? { outcome: 'closed-line', fundingLine } : { outcome: 'short', fundingLine, available, cash };
}

function count({ counter, by, ceiling, ...change }: ChangeOf<'count'>, TableName: string): Step {
  // A comparison with an attribute that is not there never holds, so an absent counter needs its 0 compared here.
  const fromNothing = by >= 0n && (ceiling === undefined || by <= ceiling) ? `${ABSENT} OR ` : '';
  const room = ceiling === undefined ? {} : { ':most': ceiling - by };
  return {
    action: {
      Update: {
        TableName,
        Key: { ...keyOfChange({ ...change, counter, by }) },
        UpdateExpression: 'SET v = :v ADD n :by',
        ConditionExpression: `${fromNothing}(n >= :least${ceiling === undefined ? '' : ' AND n <= :most'})`,
        ExpressionAttributeValues: { ':v': SCHEMA_VERSION, ':by': by, ':least': -by, ...room },
        ...TELL,
      },
    },
    refusal: (row) => ({ outcome: 'above-ceiling', counter, stands: row === undefined ? 0n : rows.readCounter(row) }),
  };
}

function keyOfChange(change: Change): RowKey {
  switch (change.change) {
    case 'open':
    case 'replace':
      return rowKey(change.document.kind, change.document.id);
    case 'open-line':
    case 'close-line':
      return rowKey('fundingLine', change.id);
    case 'funds':
      return rowKey('fundingLine', change.fundingLine);
    case 'lot':
      return lotKey(change.lot.warehouse, change.lot.item, change.lot.id);
    case 'erase':
      return rowKey('personal', change.entry);
    case 'claim':
    case 'release':
      return claimKey(change.claim);
    case 'count':
      return counterKey(change.counter);
  }
}
