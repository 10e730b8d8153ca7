import { constants, createReadStream } from 'node:fs';
import { type FileHandle, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LogFiles, logKey } from '../../shared/log/journal/log-files.ts';
import type { Head } from '../../shared/log/sealing/head.ts';
import { readStaged } from '../../shared/log/sealing/staged-round.ts';
import { writeBundle } from '../../shared/log/tree/bundle.ts';
import { verifierOf, writeVerifierKey } from '../../shared/log/tree/note.ts';
import { bundlePath, bundlesOf, tilePath, tilesOf } from '../../shared/log/tree/tile.ts';
import { leafHash } from '../../shared/log/tree/tree.ts';
import { PREFIXES } from '../../shared/storage/ports/prefixes.ts';
import { Damage } from './damage.ts';
import { isAbsent, isOfTheMachine } from './durable-files.ts';

/** An object on its way into a backup; its bytes are asked for once. */
export interface SavedObject {
  readonly key: string;
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

/**
 * The log as it is with that head, whatever its files have grown to since: a partial tile or bundle is cut from the
 * full one. Where the round that made the head had not written its files yet, they are taken from what it staged: so
 * that has to be looked at first.
 */
export async function* logUpTo(
  { checkpoint: { size, origin }, note, staged }: Head,
  objects: string,
  publicKey: Uint8Array,
): AsyncGenerator<SavedObject> {
  const round = await fileOr(join(objects, staged));
  const unwritten = new Map(
    round === undefined ? [] : readStaged(round).files.map(({ path, bytes }) => [logKey(path), bytes]),
  );
  const files = new LogFiles({ get: async (key) => (await fileOr(join(objects, key))) ?? unwritten.get(key) });
  yield whole('checkpoint', Buffer.from(note));
  yield whole('vkey', Buffer.from(`${writeVerifierKey(verifierOf(origin, publicKey))}\n`));
  for (const ref of tilesOf(size)) yield whole(tilePath(ref), await reading(tilePath(ref), files.tile(ref)));
  for (const { n, width } of bundlesOf(size)) {
    const path = bundlePath(n, width);
    const entries = await reading(path, files.bundle(n, width));
    const hashes = await files.tile({ level: 0, n, width });
    if (!Buffer.concat(entries.map(leafHash)).equals(hashes)) throw unlike(path, tilePath({ level: 0, n, width }));
    yield whole(path, writeBundle(entries));
  }
}

/** Names the file of the log that is not there, or is not in its form. */
async function reading<T>(path: string, read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (isOfTheMachine(error)) throw error;
    const file = `objects/${logKey(path)}`;
    throw new Damage(`日志文件 ${file} 缺失或已损坏`, `the file of the log ${file} is missing or damaged`);
  }
}

/** Which of the two it is, the tiles above would say, if they are sound: both are put back together. */
function unlike(bundle: string, tile: string): Damage {
  const files = [bundle, tile].map((path) => `objects/${logKey(path)}`);
  return new Damage(
    `日志文件 ${files.join(' 与 ')} 不符,其中之一已损坏`,
    `the files of the log ${files.join(' and ')} do not fit, so one of them is damaged`,
  );
}

function whole(path: string, bytes: Uint8Array): SavedObject {
  return { key: logKey(path), chunks: () => one(bytes) };
}

/** Papers, whoever names them, and the files of those exports. */
export async function* papersAndExports(objects: string, exports: readonly string[]): AsyncGenerator<SavedObject> {
  const papers = await keysBelow(objects, PREFIXES.evidence);
  for (const key of [...papers, ...exports]) {
    const file = await openOr(join(objects, key), mayGo(key));
    if (file !== undefined) yield { key, chunks: () => readAndClose(file) };
  }
}

/** What has arrived is moved once it was looked at, and exports expire; a paper that was accepted stays for ever. */
function mayGo(key: string): boolean {
  return [PREFIXES.incoming, PREFIXES.declared, PREFIXES.exports].some((prefix) => key.startsWith(prefix));
}

async function keysBelow(objects: string, prefix: string): Promise<string[]> {
  const found: string[] = [];
  const folders = [prefix];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await readdir(join(objects, folder), { withFileTypes: true }).catch(unlessAbsent);
    for (const entry of entries ?? []) {
      if (entry.isDirectory()) folders.push(`${folder}${entry.name}/`);
      else if (entry.isFile()) found.push(folder + entry.name);
    }
  }
  return found.sort();
}

/** A file that is open is read to its end, whoever removes it meanwhile. */
async function openOr(path: string, isLeftOut: boolean): Promise<FileHandle | undefined> {
  try {
    return await open(path, constants.O_RDONLY);
  } catch (error) {
    if (isLeftOut && isAbsent(error)) return undefined;
    throw error;
  }
}

async function* readAndClose(file: FileHandle): AsyncGenerator<Uint8Array> {
  try {
    yield* file.createReadStream({ autoClose: false });
  } finally {
    await file.close();
  }
}

export function readFileChunks(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path, { highWaterMark: 1 << 20 });
}

function fileOr(path: string): Promise<Uint8Array | undefined> {
  return readFile(path).catch(unlessAbsent);
}

function unlessAbsent(error: unknown): undefined {
  if (!isAbsent(error)) throw error;
}

export async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
