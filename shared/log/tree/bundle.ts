import { TILE_WIDTH } from './tile.ts';

/** The most bytes of an entry: its length is written in 16 bits. */
export const MAX_BUNDLED = 65_535;

const LENGTH_BYTES = 2;

/** An entry bundle (C2SP tlog-tiles): for each entry its length as a big-endian uint16, and its bytes. */
export function writeBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length > TILE_WIDTH) throw new RangeError(`a bundle holds at most ${TILE_WIDTH} entries`);
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + LENGTH_BYTES + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > MAX_BUNDLED) throw new RangeError(`an entry has at most ${MAX_BUNDLED} bytes`);
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 0xff;
    bytes.set(entry, at + LENGTH_BYTES);
    at += LENGTH_BYTES + entry.length;
  }
  return bytes;
}

/** The entries of a bundle. Throws where bytes are missing, or left over. */
export function readBundle(bytes: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    const end = at + LENGTH_BYTES + length;
    if (at + LENGTH_BYTES > bytes.length || end > bytes.length) throw new RangeError('a bundle ends inside an entry');
    entries.push(bytes.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  if (entries.length > TILE_WIDTH) throw new RangeError(`a bundle holds ${entries.length} entries`);
  return entries;
}
