import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item as it goes over the wire. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** What DynamoDB takes an item for, in bytes: the names of its attributes and their values, by its own rules. */
export function itemSize(item: Item): number {
  return Object.entries(item).reduce((size, [name, value]) => size + Buffer.byteLength(name) + valueSize(value), 0);
}

/** Kilobytes begun, at least one: a write of nothing costs a unit too. */
export function kilobytes(size: number): number {
  return Math.max(1, Math.ceil(size / 1024));
}

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  // Three bytes for a map, and one for each of its elements beside what it takes.
  if (value.M !== undefined) return 3 + itemSize(value.M) + Object.keys(value.M).length;
  throw new TypeError('rows hold texts, numbers, truth values and maps of them');
}

/** One byte for every two significant digits, one more, and one for a sign; zeros at either end count for nothing. */
function numberSize(text: string): number {
  const digits = text.replace('-', '').replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}
