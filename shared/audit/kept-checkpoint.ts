import * as z from 'zod';
import { fromBase64, isSame, toBase64 } from '../log/tree/bytes.ts';
import { type Checkpoint, readCheckpoint } from '../log/tree/checkpoint.ts';
import { NoteError, openNote, readVerifierKey, type Verifier, writeVerifierKey } from '../log/tree/note.ts';
import { checkConsistency, consistencyProof } from '../log/tree/proof.ts';
import type { TileRef } from '../log/tree/tile.ts';
import { hashesFrom } from '../log/tree/tile-hashes.ts';

/** A checkpoint as a log publishes it, with the key that signs it. */
export interface Published {
  /** The signed note, as it is. */
  readonly note: string;
  /** One line. */
  readonly vkey: string;
}

const kept = z.strictObject({ v: z.literal(1), note: z.string(), vkey: z.string(), keptAt: z.int() });

/** One that somebody keeps, since an instant in milliseconds since 1970. */
export interface Kept extends Published {
  readonly keptAt: number;
}

export function writeKept({ note, vkey, keptAt }: Kept): string {
  const written: z.input<typeof kept> = { v: 1, note, vkey, keptAt };
  return JSON.stringify(written);
}

/** Reads what `writeKept` wrote; undefined for anything else, and for what its own key did not sign. */
export function readKept(text: string): Kept | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data } = kept.safeParse(json);
  if (data === undefined || opened(data) === undefined) return undefined;
  const { v: _v, ...read } = data;
  return read;
}

/** A size of the log with its root, in base64. */
export interface Stand {
  readonly size: number;
  readonly root: string;
}

/** How what is published now stands to what was kept. */
export type Continuity =
  | { readonly is: 'same'; readonly now: Stand }
  /** Everything that was there is there still, and more came behind it. */
  | { readonly is: 'extends'; readonly kept: Stand; readonly now: Stand }
  /** What was there is not there any more, or not as it was: there are two logs under one key. */
  | { readonly is: 'does-not-extend'; readonly kept: Stand; readonly now: Stand }
  /** Fewer entries than were there. */
  | { readonly is: 'older'; readonly kept: Stand; readonly now: Stand }
  | { readonly is: 'other-log'; readonly kept: string; readonly now: string }
  /** The kept key did not sign it: the keys, as each is written. */
  | { readonly is: 'other-key'; readonly kept: string; readonly now: string }
  /** What is published now is no checkpoint that its own key signed. */
  | { readonly is: 'unsigned' };

/** The ways that are no alarm. */
export const IN_ORDER: readonly Continuity['is'][] = ['same', 'extends'];

/**
 * Whether a log still extends a checkpoint that was kept, by the log's own tiles. Throws what reading a tile throws; tiles
 * that lead to another root are no reason to throw, but an answer.
 */
export async function continuityOf(
  kept: Kept,
  now: Published,
  readTile: (tile: TileRef) => Promise<Uint8Array>,
): Promise<Continuity> {
  const [before, after] = [opened(kept), opened(now)];
  if (before === undefined) throw new TypeError('what was kept is no signed checkpoint');
  if (after === undefined) return { is: 'unsigned' };
  const [was, is] = [before.checkpoint, after.checkpoint];
  if (was.origin !== is.origin) return { is: 'other-log', kept: was.origin, now: is.origin };
  // A log that was given another key may be signed by both.
  if (signed(now.note, before.key) === undefined) {
    return { is: 'other-key', kept: writeVerifierKey(before.key), now: writeVerifierKey(after.key) };
  }
  const stands = { kept: standOf(was), now: standOf(is) };
  if (is.size < was.size) return { is: 'older', ...stands };
  if (is.size === was.size) {
    return isSame(is.root, was.root) ? { is: 'same', now: stands.now } : { is: 'does-not-extend', ...stands };
  }
  return { is: (await isPrefix(was, is, readTile)) ? 'extends' : 'does-not-extend', ...stands };
}

/**
 * Whether what somebody says to be the log up to a size is the beginning of what is published: undefined where that is
 * shorter, or is no checkpoint that its own key signed.
 */
export async function isBeginningOf(
  { size, root }: Stand,
  published: Published,
  readTile: (tile: TileRef) => Promise<Uint8Array>,
): Promise<boolean | undefined> {
  const is = opened(published)?.checkpoint;
  const told = fromBase64(root);
  if (is === undefined || is.size < size) return undefined;
  if (told === undefined) return false;
  if (is.size === size) return isSame(is.root, told);
  return isPrefix({ size, root: told }, is, readTile);
}

async function isPrefix(
  was: Pick<Checkpoint, 'size' | 'root'>,
  is: Checkpoint,
  readTile: (tile: TileRef) => Promise<Uint8Array>,
): Promise<boolean> {
  const hashes = await consistencyProof(was.size, is.size, hashesFrom(is.size, readTile)).catch((error: unknown) => {
    // A tile that is not as wide as it has to be.
    if (error instanceof RangeError) return undefined;
    throw error;
  });
  return hashes !== undefined && checkConsistency(was.size, is.size, hashes, was.root, is.root);
}

function standOf({ size, root }: Checkpoint): Stand {
  return { size, root: toBase64(root) };
}

/** The checkpoint that a key signed of its own log; undefined where it is none. */
function opened({ note, vkey }: Published): { readonly checkpoint: Checkpoint; readonly key: Verifier } | undefined {
  try {
    const key = readVerifierKey(vkey.trim());
    const checkpoint = signed(note, key);
    return checkpoint?.origin === key.name ? { checkpoint, key } : undefined;
  } catch (error) {
    if (error instanceof NoteError) return undefined;
    throw error;
  }
}

function signed(note: string, key: Verifier): Checkpoint | undefined {
  try {
    return readCheckpoint(openNote(note, [key]).text);
  } catch (error) {
    if (error instanceof NoteError) return undefined;
    throw error;
  }
}
