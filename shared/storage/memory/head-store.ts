import { type HeadStore, MAX_HEAD } from '../ports/head-store.ts';

/** A head in the memory of one process. */
export function createMemoryHeadStore(): HeadStore {
  let head: Uint8Array | undefined;
  return {
    read: async () => head,
    async replace(expected, next) {
      if (next.length > MAX_HEAD) throw new RangeError(`a head has at most ${MAX_HEAD} bytes`);
      if (!isSame(head, expected)) return 'differs';
      head = Uint8Array.from(next);
      return 'replaced';
    },
  };
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0;
}
