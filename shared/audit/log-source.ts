import { logKey } from '../log/journal/log-files.ts';
import { readBundle } from '../log/tree/bundle.ts';
import { type Checkpoint, readCheckpoint } from '../log/tree/checkpoint.ts';
import { NoteError, openNote, type Verifier, writeVerifierKey } from '../log/tree/note.ts';
import { bundlePath, bundlesOf, tilePath, tilesOf } from '../log/tree/tile.ts';
import { Wrong } from './wrong.ts';

/** Reads a file of the log, by its key. */
export interface LogSource {
  get(key: string): Promise<Uint8Array | undefined>;
}

/** The checkpoint, signed by the key that was given from outside. */
export async function signedCheckpoint(source: LogSource, key: Verifier): Promise<Checkpoint> {
  const path = logKey('checkpoint');
  const note = textFrom(await required(source, path), path);
  const checkpoint = parsed(path, () => readCheckpoint(openNote(note, [key]).text));
  if (checkpoint.origin !== key.name) {
    throw new Wrong(
      `校验点属于 ${checkpoint.origin},不属于 ${key.name}`,
      `The checkpoint is of ${checkpoint.origin}, not of ${key.name}`,
    );
  }
  const own = await source.get(logKey('vkey'));
  if (own !== undefined && textFrom(own, logKey('vkey')) !== `${writeVerifierKey(key)}\n`) {
    throw new Wrong(`${logKey('vkey')} 不是给定的验证公钥`, `${logKey('vkey')} is not the key that was given`);
  }
  return checkpoint;
}

/** The paths that the log of that size consists of. */
export function logPaths(size: number): Set<string> {
  const paths = [
    'checkpoint',
    'vkey',
    ...Array.from(tilesOf(size), tilePath),
    ...Array.from(bundlesOf(size), ({ n, width }) => bundlePath(n, width)),
  ];
  return new Set(paths.map(logKey));
}

/** The entries of a bundle, as many as there have to be. */
export async function bundleAt(source: LogSource, n: number, width: number): Promise<Uint8Array[]> {
  const path = logKey(bundlePath(n, width));
  const entries = entriesIn(await required(source, path));
  if (entries.length !== width)
    throw new Wrong(`${path} 不是 ${width} 条分录`, `${path} does not hold ${width} entries`);
  return entries;
}

function entriesIn(bundle: Uint8Array): Uint8Array[] {
  try {
    return readBundle(bundle);
  } catch {
    return [];
  }
}

export async function required(source: LogSource, path: string): Promise<Uint8Array> {
  const bytes = await source.get(path);
  if (bytes === undefined) throw new Wrong(`缺少文件 ${path}`, `The file ${path} is missing`);
  return bytes;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function textFrom(bytes: Uint8Array, path: string): string {
  return parsed(path, () => utf8.decode(bytes));
}

/** What is read of a file, or of an entry, that may not be in its form. */
export function parsed<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const said = error instanceof NoteError ? `: ${error.message}` : '';
    if (error instanceof NoteError && error.code !== 'malformed') {
      throw new Wrong(
        `${path} 的签名不能用给定的公钥验证${said}`,
        `${path} is not signed by the key that was given${said}`,
      );
    }
    throw new Wrong(`${path} 的格式不对${said}`, `${path} is not in its form${said}`);
  }
}
