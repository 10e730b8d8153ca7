import { ClosedMonths } from '../shared/domain/closed-months.ts';
import type { Id } from '../shared/domain/id.ts';
import type { Openings } from '../shared/domain/openings.ts';
import { readBundle } from '../shared/log/bundle.ts';
import { type Checkpoint, readCheckpoint } from '../shared/log/checkpoint.ts';
import { logKey } from '../shared/log/log-files.ts';
import { NoteError, openNote, type Verifier, writeVerifierKey } from '../shared/log/note.ts';
import { LogPrefix, UnsoundEntry } from '../shared/log/prefix.ts';
import { bundlePath, bundlesOf, TILE_WIDTH, tilePath, tilesOf } from '../shared/log/tile.ts';
import { leafHash, type Tile, TreeEdge } from '../shared/log/tree.ts';
import type { SealedBytes } from '../shared/log/walk.ts';
import { decodeEntry } from '../shared/schemas/entry.ts';
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
    ...Array.from(bundlesOf(size), bundleName),
  ];
  return new Set(paths.map(logKey));
}

function bundleName({ n, width }: { readonly n: number; readonly width: number }): string {
  return bundlePath(n, width);
}

/**
 * Goes through every entry of the log: each is one, none stands there twice, refers ahead, takes an account below
 * zero or effect in a closed month, and together they give every tile and the root of the checkpoint. Gives them on, bundle by bundle.
 */
export class LogCheck {
  readonly #source: LogSource;
  readonly #checkpoint: Checkpoint;
  readonly #prefix: LogPrefix;
  readonly #closedMonths = new ClosedMonths();

  constructor(source: LogSource, checkpoint: Checkpoint) {
    this.#source = source;
    this.#checkpoint = checkpoint;
    this.#prefix = new LogPrefix((ids) => this.#recall(ids));
  }

  /** What the entries given on count in. */
  get openings(): Openings {
    return this.#prefix.openings;
  }

  async *entries(): AsyncGenerator<readonly SealedBytes[]> {
    const { size, root } = this.#checkpoint;
    const edge = TreeEdge.empty();
    for await (const { from, bundle } of this.#bundles()) {
      for (const bytes of bundle) edge.append(leafHash(bytes));
      const entries = bundle.map((bytes, at) => readEntry(bytes, from + at));
      const sealed = await this.#prefix.enter(entries).catch(tellUnsound);
      entries.forEach((entry, at) => {
        const month = this.#closedMonths.enter(entry);
        if (month !== undefined) throw misdated(from + at, month);
      });
      yield sealed.map((posting, at) => ({ ...posting, canonical: bundle[at] ?? new Uint8Array() }));
      // Partial tiles are right once all entries are there; before that only what was filled can be compared.
      if (from + TILE_WIDTH <= size)
        await this.#compare(edge.takeTiles().filter(({ tile }) => tile.width === TILE_WIDTH));
    }
    await this.#compare(edge.partialTiles());
    if (Buffer.compare(edge.root(), root) !== 0) {
      throw new Wrong('由分录算出的根与校验点不符', 'The root computed from the entries is not that of the checkpoint');
    }
  }

  /** Each is read while the one before it is gone through. */
  async *#bundles() {
    const { size } = this.#checkpoint;
    const read = (from: number) => {
      const bundle = this.#bundle(from / TILE_WIDTH, Math.min(TILE_WIDTH, size - from));
      // What is wrong with it is told when its turn comes.
      bundle.catch(() => undefined);
      return bundle;
    };
    let next = size === 0 ? undefined : read(0);
    for (let from = 0; next !== undefined; from += TILE_WIDTH) {
      const bundle = await next;
      next = from + TILE_WIDTH < size ? read(from + TILE_WIDTH) : undefined;
      yield { from, bundle };
    }
  }

  async #bundle(n: number, width: number): Promise<Uint8Array[]> {
    const path = logKey(bundlePath(n, width));
    const entries = entriesIn(await required(this.#source, path));
    if (entries.length !== width)
      throw new Wrong(`${path} 不是 ${width} 条分录`, `${path} does not hold ${width} entries`);
    return entries;
  }

  async #compare(tiles: readonly Tile[]): Promise<void> {
    for (const { tile, bytes } of tiles) {
      const path = logKey(tilePath(tile));
      if (Buffer.compare(await required(this.#source, path), bytes) !== 0) {
        throw new Wrong(`${path} 与由分录算出的散列不符`, `${path} is not what its entries hash to`);
      }
    }
  }

  async #recall(ids: readonly Id[]) {
    const entries = [];
    for (const id of ids) {
      const place = this.#prefix.placeOf(id);
      if (place === undefined) continue;
      const n = Math.floor(place / TILE_WIDTH);
      const bundle = await this.#bundle(n, Math.min(TILE_WIDTH, this.#checkpoint.size - n * TILE_WIDTH));
      const bytes = bundle[place % TILE_WIDTH];
      if (bytes !== undefined) entries.push(readEntry(bytes, place));
    }
    return entries;
  }
}

function entriesIn(bundle: Uint8Array): Uint8Array[] {
  try {
    return readBundle(bundle);
  } catch {
    return [];
  }
}

function readEntry(bytes: Uint8Array, index: number) {
  return parsed(`#${index + 1}`, () => decodeEntry(textFrom(bytes, `#${index + 1}`)));
}

function misdated(index: number, month: string): Wrong {
  return new Wrong(
    `凭证号 ${index + 1} 的分录计入已结账的 ${month}`,
    `Voucher ${index + 1} takes effect in ${month}, which was closed more than a minute before`,
  );
}

function tellUnsound(error: unknown): never {
  if (!(error instanceof UnsoundEntry)) throw error;
  const { code, index, message } = error;
  const WORDS = { repeated: '重复', 'refers-ahead': '所引用的尚不存在', 'below-zero': '使账户为负' } as const;
  throw new Wrong(
    `凭证号 ${index + 1} 的分录${WORDS[code]}:${message}`,
    `Voucher ${index + 1} is unsound (${code}): ${message}`,
  );
}

async function required(source: LogSource, path: string): Promise<Uint8Array> {
  const bytes = await source.get(path);
  if (bytes === undefined) throw new Wrong(`缺少文件 ${path}`, `The file ${path} is missing`);
  return bytes;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textFrom(bytes: Uint8Array, path: string): string {
  return parsed(path, () => utf8.decode(bytes));
}

function parsed<T>(path: string, read: () => T): T {
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
