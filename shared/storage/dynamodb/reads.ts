import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Id } from '../../domain/id.ts';
import { MAX_KEYS } from '../ports/bounds.ts';
import { Findings } from '../ports/findings.ts';
import type { Found, FundingLineRow, Key } from '../ports/ledger.ts';
import type { PersonalCipher } from '../ports/personal-cipher.ts';
import { answerTo, Patience, type Waiting } from './patience.ts';
import * as rows from './rows.ts';
import type { RowKey } from './table.ts';

/** What every call to the engine needs. */
export interface Table {
  readonly client: Pick<DynamoDBDocumentClient, 'send'>;
  readonly name: string;
  readonly waiting: Waiting;
  /** A name for one transaction that no other has, at most 36 characters. */
  readonly token: () => string;
  /** Funding lines as this process last saw them: what is added to one is made for the days that stand there. */
  readonly lines: Map<Id, FundingLineRow>;
  /** Of those who may read and write persons. */
  readonly cipher?: PersonalCipher | undefined;
}

export function cipherOf({ cipher }: Table): PersonalCipher {
  if (cipher === undefined) throw new Error('whoever was given no cipher neither reads nor writes persons');
  return cipher;
}

export async function read(table: Table, keys: readonly Key[]): Promise<Found> {
  const wanted = new Map<string, { readonly key: Key; readonly place: RowKey }>();
  for (const key of keys) {
    const place = rows.keyOf(key);
    wanted.set(nameOf(place), { key, place });
  }
  if (wanted.size > MAX_KEYS) throw new RangeError(`a read names at most ${MAX_KEYS} rows, not ${wanted.size}`);
  const found = new Findings();
  for (const row of await readRows(
    table,
    Array.from(wanted.values(), ({ place }) => place),
  )) {
    const named = wanted.get(nameOf(row));
    if (named === undefined) continue;
    if (named.key.row === 'personal') {
      const { id } = named.key;
      found.persons.set(id, await cipherOf(table).decrypt(id, rows.readPersonal(row)));
    } else {
      keep(found, named.key, row);
    }
  }
  return found;
}

/** One row, asked for once: for a caller whose own patience is running. */
export async function readRow(table: Table, key: RowKey): Promise<rows.Attributes | undefined> {
  const [row] = await readRows(table, [key], new Patience(table.waiting, 1));
  return row;
}

/** One look-up of at most MAX_KEYS rows, repeated for what the engine left out under load. */
export async function readRows(
  table: Table,
  places: readonly RowKey[],
  patience = new Patience(table.waiting),
): Promise<rows.Attributes[]> {
  const found: rows.Attributes[] = [];
  let left: Record<string, unknown>[] = places.map((place) => ({ ...place }));
  while (left.length > 0) {
    const command = new BatchGetCommand({ RequestItems: { [table.name]: { Keys: left, ConsistentRead: true } } });
    const { Responses, UnprocessedKeys } = await answerTo(() => table.client.send(command), patience);
    found.push(...(Responses?.[table.name] ?? []));
    left = UnprocessedKeys?.[table.name]?.Keys ?? [];
    if (left.length > 0) await patience.after('contended');
  }
  return found;
}

/** Under which one name a row stands in the table. */
export function nameOf(row: rows.Attributes | RowKey): string {
  return `${String(row.pk)}|${String(row.sk)}`;
}

function keep(found: Findings, key: Exclude<Key, { readonly row: 'personal' }>, row: rows.Attributes): void {
  switch (key.row) {
    case 'entry':
      found.entries.set(key.id, rows.readEntry(row));
      break;
    case 'fundingLine':
      found.fundingLines.set(key.id, rows.readFundingLine(row));
      break;
    case 'lot':
      found.lots.set(key.lot, rows.readLot(row));
      break;
    case 'claim':
      found.claims.set(key.claim, rows.readClaim(row));
      break;
    case 'counter':
      found.counters.set(key.counter, rows.readCounter(row).stands);
      break;
    default:
      found.keep(key.row, rows.readDocument(key.row, row));
  }
}

/** A stretch of one partition in order of its sort keys. */
export interface Stretch {
  readonly partition: string;
  readonly order: 'rising' | 'falling';
  readonly limit: number;
  /** Both ends are left out. */
  readonly above?: string;
  readonly below?: string;
}

export interface Piece {
  readonly rows: readonly rows.Attributes[];
  /** Whether the partition goes on after the last row. */
  readonly goesOn: boolean;
}

/** One strongly consistent Query. It may hold fewer rows than its limit although the partition goes on. */
export async function readStretch(table: Table, stretch: Stretch): Promise<Piece> {
  const { partition, order, limit, above, below } = stretch;
  const command = new QueryCommand({
    TableName: table.name,
    KeyConditionExpression: `pk = :partition${sortCondition(stretch)}`,
    ExpressionAttributeValues: {
      ':partition': partition,
      ...(above === undefined ? {} : { ':above': above }),
      ...(below === undefined ? {} : { ':below': below }),
    },
    ScanIndexForward: order === 'rising',
    ConsistentRead: true,
    Limit: limit,
  });
  const { Items, LastEvaluatedKey } = await answerTo(() => table.client.send(command), new Patience(table.waiting));
  const inside = (Items ?? []).filter(({ sk }) => sk !== above && sk !== below);
  return { rows: inside, goesOn: LastEvaluatedKey !== undefined };
}

function sortCondition({ above, below }: Stretch): string {
  if (above === undefined) return below === undefined ? '' : ' AND sk < :below';
  // The engine takes one condition on a sort key, and its only one with two ends includes them.
  return below === undefined ? ' AND sk > :above' : ' AND sk BETWEEN :above AND :below';
}
