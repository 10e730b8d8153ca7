import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile as Opened, openPromise } from 'yauzl';
import { ZipFile as Archive } from 'yazl';

/** A file on its way into an archive; its chunks are asked for once, when those before it are written. */
export interface ZipFile {
  /** With forward slashes. */
  readonly path: string;
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

export interface ZipOptions {
  /** Stored as they are otherwise: then the same files always give the same archive, to the byte. */
  readonly compressed: boolean;
}

const MODE = 0o100_644;

/** An archive as a stream: files are read one after the other, and nothing of them is kept. */
export async function* writeZip(files: AsyncIterable<ZipFile>, { compressed }: ZipOptions): AsyncGenerator<Uint8Array> {
  const archive = new Archive();
  const fail = (error: unknown): void => void archive.outputStream.emit('error', error);
  archive.on('error', fail);
  const fed = feed(archive, files, compressed).catch(fail);
  const output: AsyncIterable<Uint8Array> = Readable.from(archive.outputStream);
  for await (const chunk of output) yield chunk;
  await fed;
}

/** An instant that archives can tell and that is the same in any zone. Its files tell by their content when they are from. */
const noTime = () => new Date(1980, 1, 1);

async function feed(archive: Archive, files: AsyncIterable<ZipFile>, compress: boolean): Promise<void> {
  for await (const { path, chunks } of files) {
    const stream = Readable.from(chunks(), { objectMode: false, highWaterMark: 256 * 1024 });
    const done = new Promise<void>((resolve, reject) => {
      stream.once('end', resolve);
      stream.once('error', reject);
    });
    archive.addReadStream(stream, path, { compress, mtime: noTime(), mode: MODE, forceDosTimestamp: true });
    await done;
  }
  archive.end();
}

export interface UnzipLimits {
  readonly files: number;
  readonly bytes: number;
}

const MOST: UnzipLimits = { files: 10_000, bytes: 256 * 1024 * 1024 };

/** The files of a small archive in memory, by path. */
export async function filesIn(bytes: Uint8Array, limits = MOST): Promise<Map<string, Uint8Array>> {
  const opened = await fromBufferPromise(Buffer.from(bytes), OPTIONS);
  const files = new Map<string, Uint8Array>();
  for await (const { path, chunks } of entriesOf(opened, limits)) {
    const parts: Uint8Array[] = [];
    for await (const chunk of chunks()) parts.push(chunk);
    files.set(path, Buffer.concat(parts));
  }
  return files;
}

/** The files of an archive, in the order in which it lists them; each is read before the next. */
export async function* readZip(path: string, limits: UnzipLimits): AsyncGenerator<ZipFile> {
  yield* entriesOf(await openPromise(path, OPTIONS), limits);
}

const OPTIONS = {
  decodeStrings: true,
  validateEntrySizes: true,
  strictFileNames: true,
  autoClose: false,
};

/** The archive is not one, or holds what no archive of ours does. */
export class BadArchive extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadArchive';
  }
}

async function* entriesOf(opened: Opened, limits: UnzipLimits): AsyncGenerator<ZipFile> {
  const seen = new Set<string>();
  let bytes = 0;
  try {
    if (opened.entryCount > limits.files) throw new BadArchive(`it holds more than ${limits.files} files`);
    for await (const entry of opened.eachEntry()) {
      const path = entry.fileName;
      bytes += entry.uncompressedSize;
      if (bytes > limits.bytes) throw new BadArchive(`it holds more than ${limits.bytes} bytes`);
      if (seen.has(path) || path.endsWith('/'))
        throw new BadArchive(`it holds ${path}, which is no file or there twice`);
      seen.add(path);
      yield { path, chunks: () => chunksOf(opened, entry) };
    }
  } finally {
    opened.close();
  }
}

async function* chunksOf(opened: Opened, entry: Entry): AsyncGenerator<Uint8Array> {
  let crc = 0;
  for await (const chunk of await opened.openReadStreamPromise(entry)) {
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (crc !== entry.crc32) throw new BadArchive(`${entry.fileName} does not have its checksum`);
}
