import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Fen } from '../../domain/amount.ts';
import { isNothing } from '../../domain/balance.ts';
import { type CalendarDate, dateInShanghai } from '../../domain/calendar.ts';
import { takesFrom, UNCOUNTED } from '../../domain/counter.ts';
import type { Entry } from '../../domain/entry.ts';
import type { Id } from '../../domain/id.ts';
import { type Lows, lineBears, movedOnLine, ofMoney, shifts } from '../../domain/lows.ts';
import type { Append, Change, FundingLineRow, Outcome } from '../ports/ledger.ts';
import * as rows from './rows.ts';
import { assertOwn, OWN, OWN_VALUE } from './stored-row.ts';
import { claimKey, counterKey, lotKey, type RowKey, rowKey } from './table.ts';

export type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One action of the transaction, and what it means when its condition does not hold; `row` is what stood there. */
export interface Step {
  readonly action: Action;
  refusal?(row: rows.Attributes | undefined): Outcome | Redated;
  /** The funding line that has other days after it. */
  readonly redates?: Id;
}

/** The days of a funding line are others than the step was made for: it has to be made again for those in `row`. */
export interface Redated {
  readonly outcome: 'redated';
  readonly line: FundingLineRow;
}

/** Funding lines as they were last seen, by id. */
export type SeenLines = ReadonlyMap<Id, FundingLineRow>;

const ABSENT = 'attribute_not_exists(pk)';
const UNCHANGED = `e = :expected AND ${OWN}`;
const OPEN_LINE = `attribute_exists(pk) AND attribute_not_exists(x) AND ${OWN}`;
const TELL = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

const stale = (row?: rows.Attributes): Outcome => {
  assertOwn(row);
  return { outcome: 'stale' };
};

/** Everything that an append writes, the entry first; personal data as it was sealed. */
export function stepsOf(append: Append, sealed: string | undefined, lines: SeenLines, TableName: string): Step[] {
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
  for (const change of append.changes) steps.push(stepOf(change, entry, lines, TableName));
  return steps;
}

/** What a change has from its entry. */
type Recording = Pick<Entry, 'id' | 'recordedAt'>;

function stepOf(change: Change, entry: Recording, lines: SeenLines, TableName: string): Step {
  const { id } = entry;
  switch (change.change) {
    case 'open': {
      const Item = rows.documentRow(change.document, id);
      return { action: { Put: { TableName, Item, ConditionExpression: ABSENT } }, refusal: stale };
    }
    case 'replace': {
      const Item = rows.documentRow(change.document, id);
      return { action: { Put: { TableName, Item, ...unchanged(change.expected), ...TELL } }, refusal: stale };
    }
    case 'open-line': {
      const Item = rows.fundingLineRow(change.id, change.code, change.name);
      return { action: { Put: { TableName, Item, ConditionExpression: ABSENT } }, refusal: stale };
    }
    case 'close-line':
      return closeLine(change, id, TableName);
    case 'reopen-line':
      return reopenLine(change, TableName);
    case 'funds':
      return funds(change, lines.get(change.fundingLine) ?? { lows: rows.NO_LOWS }, TableName);
    case 'lot':
      return lot(change, id, TableName);
    case 'claim': {
      const Item = rows.claimRow(change.claim, id);
      return {
        action: { Put: { TableName, Item, ConditionExpression: ABSENT, ...TELL } },
        refusal: (row = {}) => ({ outcome: 'claimed', claim: change.claim, by: rows.readClaim(row) }),
      };
    }
    case 'erase':
      return remove(change, OWN, TableName);
    case 'release':
      return remove(change, `${ABSENT} OR ${OWN}`, TableName);
    case 'count':
      return count(change, entry, TableName);
  }
}

/** The condition under which a row may be replaced or removed: it is as it was read, or still is not there. */
function unchanged(expected: Id | undefined) {
  return expected === undefined
    ? { ConditionExpression: ABSENT }
    : { ConditionExpression: UNCHANGED, ExpressionAttributeValues: { ':expected': expected, ...OWN_VALUE } };
}

function remove(change: Change, ConditionExpression: string, TableName: string): Step {
  const condition = { ConditionExpression, ExpressionAttributeValues: { ...OWN_VALUE }, ...TELL };
  return { action: { Delete: { TableName, Key: { ...keyOfChange(change) }, ...condition } }, refusal: stale };
}

type ChangeOf<C extends Change['change']> = Extract<Change, { change: C }>;

/** A lot of which nothing is left has no row, so that later look-ups do not pay for it. */
function lot(change: ChangeOf<'lot'>, entry: Id, TableName: string): Step {
  const condition = { ...unchanged(change.expected), ...TELL };
  const isSpent = isNothing(change.lot.stock) && isNothing(change.lot.lost);
  const action = isSpent
    ? { Delete: { TableName, Key: { ...keyOfChange(change) }, ...condition } }
    : { Put: { TableName, Item: rows.lotRow(change.lot, entry), ...condition } };
  return { action, refusal: stale };
}

/**
 * Adds to both balances and to every stretch of days that the change falls into, blindly: no number is read before. Only
 * the days have to be those that the step was made for.
 */
function funds(change: ChangeOf<'funds'>, { lows }: Pick<FundingLineRow, 'lows'>, TableName: string): Step {
  const chains = [
    inChain('a', lows.available, change.on, change.available),
    inChain('c', lows.cash, change.on, change.cash),
  ];
  const sets = ['a = a + :a', 'c = c + :c', ...chains.flatMap(({ sets: own }) => own)];
  const removes = chains.flatMap(({ removes: own }) => own);
  const isRedating = chains.some(({ isRedating: does }) => does);
  const conditions = ['a >= :leastA', 'c >= :leastC', 'd = :d', ...chains.flatMap(({ conditions: own }) => own)];
  return {
    action: {
      Update: {
        TableName,
        Key: { ...keyOfChange(change) },
        UpdateExpression: [
          `SET ${[...sets, ...(isRedating ? ['d = :redated'] : [])].join(', ')}`,
          ...(removes.length === 0 ? [] : [`REMOVE ${removes.join(', ')}`]),
        ].join(' '),
        ConditionExpression: [OPEN_LINE, ...conditions].join(' AND '),
        ExpressionAttributeValues: {
          ':a': change.available,
          ':c': change.cash,
          ':leastA': -change.available,
          ':leastC': -change.cash,
          ':d': rows.hashOfDays(lows),
          ...OWN_VALUE,
          ...(isRedating ? { ':redated': rows.hashOfDays(movedOnLine(lows, change.on, change)) } : {}),
          ...(conditions.some((condition) => condition.endsWith(':nothing')) ? { ':nothing': 0n } : {}),
        },
        ...TELL,
      },
    },
    refusal: (row) => fundsRefusal(change, row),
    ...(isRedating ? { redates: change.fundingLine } : {}),
  };
}

interface ChainUpdate {
  readonly sets: readonly string[];
  readonly removes: readonly string[];
  readonly conditions: readonly string[];
  /** Whether other days stand there afterwards. */
  readonly isRedating: boolean;
}

function inChain(chain: 'a' | 'c', lows: Lows, on: CalendarDate, value: Fen): ChainUpdate {
  if (value === 0n) return { sets: [], removes: [], conditions: [], isRedating: false };
  const nameOf = (day: CalendarDate) => `l.${rows.lowName(chain, day)}`;
  const after = shifts(lows, on, ofMoney(value));
  const sets = after.flatMap(({ from, of, change }) => {
    if (from === of && change.value === 0n) return [];
    const before = of === undefined ? [] : [nameOf(of)];
    const sum = [...before, ...(change.value === 0n ? [] : [`:${chain}`])].join(' + ');
    return [`${nameOf(from)} = ${sum}`];
  });
  const kept = new Set(after.map(({ from }) => from));
  const gone = lows.filter(({ from }) => !kept.has(from));
  const bearing = value >= 0n ? [] : after.flatMap(({ of, change }) => (of && change.value !== 0n ? [of] : []));
  const least = chain === 'a' ? ':leastA' : ':leastC';
  return {
    sets,
    removes: gone.map(({ from }) => nameOf(from)),
    conditions: [
      // Before anything came there is nothing to take.
      ...(value < 0n && !lows.some(({ from }) => from <= on) ? [ABSENT] : []),
      ...bearing.map((of) => `${nameOf(of)} >= ${least}`),
      // Two are told as one by the lower of them: that has to be the lower still.
      ...after.flatMap(({ of, over }) => {
        if (over === undefined) return [];
        return [of === undefined ? `${nameOf(over)} >= :nothing` : `${nameOf(of)} <= ${nameOf(over)}`];
      }),
    ],
    isRedating: gone.length > 0 || after.length !== lows.length,
  };
}

function fundsRefusal(change: ChangeOf<'funds'>, row: rows.Attributes | undefined): Outcome | Redated {
  const { fundingLine } = change;
  if (row === undefined) return { outcome: 'unknown-line', fundingLine };
  assertOwn(row);
  const line = rows.readFundingLine(row);
  const { closed, available, cash, lows } = line;
  if (closed) return { outcome: 'closed-line', fundingLine };
  const from = lineBears(lows, change);
  if (from === undefined) return { outcome: 'short', fundingLine, available, cash };
  if (from > change.on) return { outcome: 'short', fundingLine, available, cash, from };
  // It bears it: what was not as expected is its days, or which of two stretches is the lower.
  return { outcome: 'redated', line };
}

function closeLine(change: ChangeOf<'close-line'>, entry: Id, TableName: string): Step {
  return {
    action: {
      Update: {
        TableName,
        Key: { ...keyOfChange(change) },
        UpdateExpression: 'SET x = :by',
        ConditionExpression: `${OPEN_LINE} AND a = :nothing AND c = :nothing`,
        ExpressionAttributeValues: { ':by': entry, ':nothing': 0n, ...OWN_VALUE },
        ...TELL,
      },
    },
    refusal: (row) => lineRefusal(change.id, row),
  };
}

function reopenLine(change: ChangeOf<'reopen-line'>, TableName: string): Step {
  return {
    action: {
      Update: {
        TableName,
        Key: { ...keyOfChange(change) },
        UpdateExpression: 'REMOVE x',
        ConditionExpression: `attribute_exists(x) AND ${OWN}`,
        ExpressionAttributeValues: { ...OWN_VALUE },
        ...TELL,
      },
    },
    refusal: (row) => (row === undefined ? { outcome: 'unknown-line', fundingLine: change.id } : stale(row)),
  };
}

function lineRefusal(fundingLine: Id, row: rows.Attributes | undefined): Outcome {
  if (row === undefined) return { outcome: 'unknown-line', fundingLine };
  assertOwn(row);
  const { closed, available, cash } = rows.readFundingLine(row);
  return closed ? { outcome: 'closed-line', fundingLine } : { outcome: 'short', fundingLine, available, cash };
}

/** What comes back on a day is free from the day of its recording on, which only rises: so this too is blind. */
function count(change: ChangeOf<'count'>, { recordedAt }: Recording, TableName: string): Step {
  const { counter, by, ceiling, on } = change;
  // A comparison with an attribute that is not there never holds, so an absent counter needs its 0 compared here.
  const fromNothing = by >= 0n && (ceiling === undefined || by <= ceiling) ? `${ABSENT} OR ` : '';
  const isOnDay = on !== undefined && by > 0n;
  const unfreed = isOnDay ? ' AND (attribute_not_exists(b) OR b <= :on OR m <= :most)' : '';
  const room = ceiling === undefined ? {} : { ':most': ceiling - by };
  const within = ceiling === undefined ? '' : ` AND n <= :most${unfreed}`;
  const isFreeing = on !== undefined && by < 0n;
  return {
    action: {
      Update: {
        TableName,
        Key: { ...keyOfChange(change) },
        UpdateExpression: `SET v = :v${isFreeing ? ', b = :on' : ''} ADD n :by${isOnDay ? ', m :by' : ''}`,
        ConditionExpression: `${fromNothing}(${OWN} AND n >= :least${within})`,
        ExpressionAttributeValues: {
          ...OWN_VALUE,
          ':by': by,
          ':least': -by,
          ...room,
          ...(isFreeing ? { ':on': dateInShanghai(recordedAt) } : {}),
          ...(isOnDay && ceiling !== undefined ? { ':on': on } : {}),
        },
        ...TELL,
      },
    },
    refusal: (row) => {
      assertOwn(row);
      const standing = row === undefined ? UNCOUNTED : rows.readCounter(row);
      const from = takesFrom(standing, change);
      const { stands } = standing;
      return { outcome: 'above-ceiling', counter, stands, ...(from === undefined || from === '' ? {} : { from }) };
    },
  };
}

export function keyOfChange(change: Change): RowKey {
  switch (change.change) {
    case 'open':
    case 'replace':
      return rowKey(change.document.kind, change.document.id);
    case 'open-line':
    case 'close-line':
    case 'reopen-line':
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
