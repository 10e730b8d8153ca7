/**
 * One value under a compare-and-swap: the head of the log. Replacing it is the one commit point of sealing.
 *
 * `replace` writes `next` if and only if what stands there is byte for byte `expected` (undefined: nothing stands
 * there). It answers `replaced` exactly where `next` now stands because of this call: an adapter whose call was
 * repeated after a lost answer reads the head back and compares the bytes before it says `differs`. What two callers
 * write is different (a head names the size and the root of its log), so equal bytes mean the own swap landed.
 */
export interface HeadStore {
  read(): Promise<Uint8Array | undefined>;
  replace(expected: Uint8Array | undefined, next: Uint8Array): Promise<'replaced' | 'differs'>;
}

/** The most bytes of a head. */
export const MAX_HEAD = 16 * 1024;
