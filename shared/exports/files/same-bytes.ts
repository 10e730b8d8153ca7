import { differsAt } from '../../log/tree/bytes.ts';

/**
 * The place of the first byte in which two streams differ, or in which one of them ends before the other; undefined where
 * they are the same. Neither is kept.
 */
export async function firstDifference(
  a: AsyncIterable<Uint8Array>,
  b: AsyncIterable<Uint8Array>,
): Promise<number | undefined> {
  const one = new Stream(a);
  const other = new Stream(b);
  try {
    for (let at = 0; ; ) {
      const [left, right] = [await one.some(), await other.some()];
      const length = Math.min(left.length, right.length);
      if (length === 0) return left.length === right.length ? undefined : at;
      const place = differsAt(left.subarray(0, length), right.subarray(0, length));
      if (place !== undefined) return at + place;
      at += length;
      one.take(length);
      other.take(length);
    }
  } finally {
    await one.close();
    await other.close();
  }
}

class Stream {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #left: Uint8Array = new Uint8Array();

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The bytes that come next, at least one of them unless the stream has ended. */
  async some(): Promise<Uint8Array> {
    while (this.#left.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) break;
      this.#left = next.value;
    }
    return this.#left;
  }

  take(length: number): void {
    this.#left = this.#left.subarray(length);
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
