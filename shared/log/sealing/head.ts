import * as z from 'zod';
import { PREFIXES } from '../../storage/ports/prefixes.ts';
import { type Checkpoint, readCheckpoint } from '../tree/checkpoint.ts';
import { textOf } from '../tree/note.ts';

/** The head of the log, by which a round is committed. */
export interface Head {
  /** As stored: what the next swap has to find. */
  readonly bytes: Uint8Array;
  /** The signed checkpoint. */
  readonly note: string;
  readonly checkpoint: Checkpoint;
  /**
   * Where the round that made it is staged. No two rounds are staged under one key, so no two sequencers ever write the
   * same head, and one that lost can remove its own.
   */
  readonly staged: string;
}

const stored = z.strictObject({ checkpoint: z.string(), staged: z.string() });

export function writeHead(note: string, staged: string): Head {
  const bytes = Buffer.from(JSON.stringify({ checkpoint: note, staged } satisfies z.infer<typeof stored>));
  return { bytes, note, checkpoint: readCheckpoint(textOf(note)), staged };
}

/** Reads what `writeHead` wrote; throws for anything else. */
export function readHead(bytes: Uint8Array): Head {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const { checkpoint: note, staged } = stored.parse(JSON.parse(text));
  return { bytes, note, checkpoint: readCheckpoint(textOf(note)), staged };
}

const DIGITS = 15;

/** Under which keys rounds are staged that make the log that large. */
export function stagedKey(size: number, nonce: string): string {
  return `${PREFIXES.staged}${String(size).padStart(DIGITS, '0')}/${nonce}`;
}

/** What is staged beyond that size; what comes before it in order of keys can never be committed any more. */
export function stagedBeyond(size: number): string {
  return `${PREFIXES.staged}${String(size + 1).padStart(DIGITS, '0')}/`;
}
