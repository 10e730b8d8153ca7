/** What DynamoDB takes an item for, in bytes: the names of its attributes and their values, by its own rules. */
export function itemSize(item: Readonly<Record<string, unknown>>): number {
  return Object.entries(item).reduce((size, [name, value]) => size + Buffer.byteLength(name) + valueSize(value), 0);
}

/** The write units that a transaction takes for an item of that size: two for every kilobyte begun. */
export function transactionUnits(size: number): number {
  return 2 * Math.ceil(size / 1024);
}

function valueSize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'bigint' || typeof value === 'number') return numberSize(String(value));
  if (typeof value === 'boolean' || value === null) return 1;
  // Three bytes for a map, and one for each of its elements beside what it takes.
  if (typeof value === 'object') return 3 + itemSize({ ...value }) + Object.keys(value).length;
  throw new TypeError('rows hold texts, numbers, truth values and maps of them');
}

/** One byte for every two significant digits, one more, and one for a sign; zeros at either end count for nothing. */
function numberSize(text: string): number {
  const digits = text.replace('-', '').replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}
