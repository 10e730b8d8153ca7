import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { itemSize as sizeOnTheWire } from '../../bench/item-size.ts';

/** What DynamoDB takes a row for, in bytes. */
export function itemSize(row: Readonly<Record<string, unknown>>): number {
  return sizeOnTheWire(wired(row));
}

/** The write units that a transaction takes for an item of that size: two for every kilobyte begun. */
export function transactionUnits(size: number): number {
  return 2 * Math.ceil(size / 1024);
}

function wired(row: Readonly<Record<string, unknown>>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, attributeOf(value)]));
}

function attributeOf(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'bigint' || typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (typeof value === 'object') return { M: wired({ ...value }) };
  throw new TypeError('rows hold texts, numbers, truth values and maps of them');
}
