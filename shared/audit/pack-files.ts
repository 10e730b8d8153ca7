import { sha256 } from '#sha256';
import { toHex } from '../log/tree/bytes.ts';
import { Wrong } from './wrong.ts';

/** The files of a pack that somebody has in front of them, wherever they lie. */
export interface PackFiles {
  /** The paths of all files there are. */
  list(): Promise<ReadonlySet<string>>;
  find(path: string): Promise<Uint8Array | undefined>;
  /** A file piece by piece. Throws Wrong where there is none. */
  stream(path: string): AsyncIterable<Uint8Array>;
  /** In hexadecimal. Throws Wrong where there is no such file. */
  sha256(path: string): Promise<string>;
}

/** Reads a file that has to be there. */
export async function readFrom(files: Pick<PackFiles, 'find'>, path: string): Promise<Uint8Array> {
  const bytes = await files.find(path);
  if (bytes === undefined) throw missing(path);
  return bytes;
}

export function missing(path: string): Wrong {
  return new Wrong(`缺少文件 ${path}`, `The file ${path} is missing`);
}

/** A pack as it was opened: what it lists, and the bytes of each file. */
export interface OpenedPack {
  readonly paths: readonly string[];
  readonly file: (path: string) => Promise<Uint8Array | undefined>;
}

/** The files of a pack that is in memory. */
export class FilesAtHand implements PackFiles {
  readonly #pack: OpenedPack;

  constructor(pack: OpenedPack) {
    this.#pack = pack;
  }

  async list(): Promise<ReadonlySet<string>> {
    return new Set(this.#pack.paths);
  }

  find(path: string): Promise<Uint8Array | undefined> {
    return this.#pack.file(path);
  }

  async *stream(path: string): AsyncGenerator<Uint8Array> {
    yield await readFrom(this, path);
  }

  async sha256(path: string): Promise<string> {
    return toHex(sha256(await readFrom(this, path)));
  }
}
