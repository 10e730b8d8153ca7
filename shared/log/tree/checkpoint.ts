import { fromBase64, toBase64 } from './bytes.ts';
import { NoteError } from './note.ts';
import { HASH_BYTES, type Hash } from './tree.ts';

/** What a log commits to (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** The log's prefix without scheme and trailing slash. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

/** `origin LF size LF base64(root) LF` */
export function writeCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Reads what `writeCheckpoint` wrote; extension lines, which nobody writes here, are refused. */
export function readCheckpoint(text: string): Checkpoint {
  const [origin = '', digits = '', base64 = '', end, ...more] = text.split('\n');
  const root = fromBase64(base64);
  const size = /^(0|[1-9]\d*)$/.test(digits) ? Number(digits) : Number.NaN;
  if (origin === '' || end !== '' || more.length > 0 || !Number.isSafeInteger(size) || root?.length !== HASH_BYTES) {
    throw new NoteError('malformed', 'a checkpoint has three lines: origin, size, root');
  }
  return { origin, size, root };
}
