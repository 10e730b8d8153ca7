import { fromBase64, isSame, toBase64 } from './bytes.ts';
import { NoteError } from './note.ts';
import { EMPTY_ROOT, HASH_BYTES, type Hash, nodeHash } from './tree.ts';

/** Gives the hash of the complete subtree over the leaves i·2^level up to (i+1)·2^level. */
export type HashAt = (level: number, i: number) => Promise<Hash>;

/** A node of the way from a leaf up to the root, made of what stood below it and of its sibling in the proof. */
export interface ProofNode {
  readonly sibling: Hash;
  /** On which side of what stood below it the sibling stands. */
  readonly side: 'left' | 'right';
  readonly hash: Hash;
}

/**
 * The nodes from a leaf up to the root (RFC 9162, section 2.1.3.2). Undefined where the proof has not as many hashes as the
 * place takes.
 */
export function pathUp(index: number, size: number, leaf: Hash, proof: readonly Hash[]): ProofNode[] | undefined {
  if (!isPlace(index) || !isPlace(size) || index >= size) return undefined;
  let at = index;
  let last = size - 1;
  let hash = leaf;
  const nodes: ProofNode[] = [];
  for (const sibling of proof) {
    if (last === 0) return undefined;
    const side = at % 2 === 1 || at === last ? 'left' : 'right';
    hash = side === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
    nodes.push({ sibling, side, hash });
    if (side === 'left') while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? nodes : undefined;
}

/** Whether a leaf stands at that place of the tree of that size and root. */
export function checkInclusion(index: number, size: number, leaf: Hash, proof: readonly Hash[], root: Hash): boolean {
  const nodes = pathUp(index, size, leaf, proof);
  return nodes !== undefined && isSame(nodes.at(-1)?.hash ?? leaf, root);
}

/** Whether the tree of the smaller size is a prefix of the larger one (RFC 9162, section 2.1.4.2). */
export function checkConsistency(m: number, n: number, proof: readonly Hash[], rootOfM: Hash, rootOfN: Hash): boolean {
  if (!isPlace(m) || !isPlace(n) || m > n) return false;
  if (m === n) return proof.length === 0 && isSame(rootOfM, rootOfN);
  if (m === 0) return proof.length === 0 && isSame(rootOfM, EMPTY_ROOT);
  const path = isPowerOfTwo(m) ? [rootOfM, ...proof] : proof;
  const [first, ...rest] = path;
  if (first === undefined || proof.length === 0) return false;
  let at = m - 1;
  let last = n - 1;
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let old = first;
  let young = first;
  for (const hash of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      old = nodeHash(hash, old);
      young = nodeHash(hash, young);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else young = nodeHash(young, hash);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && isSame(old, rootOfM) && isSame(young, rootOfN);
}

/** The hashes that show a leaf to stand at its place, from its sibling upward (RFC 6962, section 2.1.1). */
export async function inclusionProof(index: number, size: number, hashAt: HashAt): Promise<Hash[]> {
  if (!isPlace(index) || !isPlace(size) || index >= size)
    throw new RangeError(`there is no leaf ${index} among ${size}`);
  return path(index, 0, size, hashAt);
}

async function path(index: number, from: number, to: number, hashAt: HashAt): Promise<Hash[]> {
  if (to - from === 1) return [];
  const split = from + splitOf(to - from);
  return index < split
    ? [...(await path(index, from, split, hashAt)), await rootOf(split, to, hashAt)]
    : [...(await path(index, split, to, hashAt)), await rootOf(from, split, hashAt)];
}

/** The hashes that show the tree of m leaves to be a prefix of that of n (RFC 6962, section 2.1.2). */
export async function consistencyProof(m: number, n: number, hashAt: HashAt): Promise<Hash[]> {
  if (!isPlace(m) || !isPlace(n) || m > n) throw new RangeError(`a tree of ${m} leaves is no prefix of one of ${n}`);
  return m === 0 || m === n ? [] : subproof(m, 0, n, true, hashAt);
}

async function subproof(m: number, from: number, to: number, isWhole: boolean, hashAt: HashAt): Promise<Hash[]> {
  if (m === to) return isWhole ? [] : [await rootOf(from, to, hashAt)];
  const split = from + splitOf(to - from);
  return m <= split
    ? [...(await subproof(m, from, split, isWhole, hashAt)), await rootOf(split, to, hashAt)]
    : [...(await subproof(m, split, to, false, hashAt)), await rootOf(from, split, hashAt)];
}

/** The root over the leaves from one place up to another; the first is a multiple of the largest subtree in it. */
export async function rootOf(from: number, to: number, hashAt: HashAt): Promise<Hash> {
  const count = to - from;
  if (count === 0) return EMPTY_ROOT;
  if (isPowerOfTwo(count)) return hashAt(Math.log2(count), from / count);
  const split = from + splitOf(count);
  return nodeHash(await rootOf(from, split, hashAt), await rootOf(split, to, hashAt));
}

/** The largest power of two smaller than n. */
function splitOf(n: number): number {
  let split = 1;
  while (split * 2 < n) split *= 2;
  return split;
}

/** Exact at every size: a logarithm is rounded, and takes 2^49 + 1 for one. */
function isPowerOfTwo(n: number): boolean {
  return n > 0 && 2 ** Math.round(Math.log2(n)) === n;
}

function isPlace(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

function half(n: number): number {
  return Math.floor(n / 2);
}

/** What a `.tlog-proof` says (C2SP tlog-proof). */
export interface Proof {
  readonly index: number;
  readonly hashes: readonly Hash[];
  /** The signed checkpoint, as it is. */
  readonly checkpoint: string;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const EXTRA = 'extra ';
const MOST_HASHES = 64;

export function writeProof({ index, hashes, checkpoint }: Proof): string {
  const lines = [FIRST_LINE, `index ${index}`, ...hashes.map(toBase64)];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** Reads a `.tlog-proof`. What an `extra` line says is passed over: nothing vouches for it. */
export function readProof(text: string): Proof {
  const split = text.indexOf('\n\n');
  const [first, ...rest] = text.slice(0, Math.max(split, 0)).split('\n');
  const [line = '', ...written] = isExtra(rest[0]) ? rest.slice(1) : rest;
  const index = Number(/^index (0|[1-9]\d*)$/.exec(line)?.[1] ?? Number.NaN);
  const hashes = written.flatMap((hash) => {
    const bytes = fromBase64(hash);
    return bytes?.length === HASH_BYTES ? [bytes] : [];
  });
  const isWhole = first === FIRST_LINE && Number.isSafeInteger(index) && hashes.length === written.length;
  if (!isWhole || hashes.length > MOST_HASHES) throw new NoteError('malformed', 'not a proof of inclusion');
  return { index, hashes, checkpoint: text.slice(split + 2) };
}

function isExtra(line = ''): boolean {
  return line.startsWith(EXTRA) && fromBase64(line.slice(EXTRA.length)) !== undefined;
}
