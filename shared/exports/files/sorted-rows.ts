import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

export interface SortedRowsOptions<T> {
  readonly encode: (row: T) => string;
  readonly decode: (text: string) => T;
  /** Where files of its own are kept. It is made where it is not there. */
  readonly folder: string;
  /** Rows that are kept in memory. */
  readonly limit: number;
}

interface Kept<T> {
  readonly key: string;
  readonly row: T;
}

/** Rows in their order in a file, with the key of the last one. */
interface Run {
  readonly path: string;
  readonly last: string;
}

/** A row as it stands in a file. */
interface Written {
  readonly key: string;
  readonly text: string;
}

/** Sorts with files below that folder. */
export function sortedIn(folder: string) {
  return <T>(options: Omit<SortedRowsOptions<T>, 'folder'>): SortedRows<T> => new SortedRows({ ...options, folder });
}

const READ_BYTES = 64 * 1024;
const WRITE_CHARACTERS = 256 * 1024;
/** Runs that are merged at once: beyond it they are merged into longer ones first. */
const MOST_RUNS = 64;

/**
 * Rows that come back in the order of their keys, those of equal keys as they were added, however many there are: what
 * does not fit into memory goes to files as sorted runs, which are merged while they are read. Keys are compared by their
 * UTF-16 units and hold no tab, rows no line feed once they are encoded.
 */
export class SortedRows<T> {
  readonly #options: SortedRowsOptions<T>;
  readonly #folder: string;
  #rows: Kept<T>[] = [];
  #inOrder = true;
  #runs: Run[] = [];
  #count = 0;

  constructor(options: SortedRowsOptions<T>) {
    this.#options = options;
    this.#folder = join(options.folder, `rows-${randomUUID()}`);
  }

  add(key: string, row: T): void {
    const last = this.#rows.at(-1);
    if (last !== undefined && key < last.key) this.#inOrder = false;
    this.#rows.push({ key, row });
    if (this.#rows.length >= this.#options.limit) this.#spill();
  }

  /** The rows in their order; read once, after the last one was added. */
  async *sorted(): AsyncGenerator<T> {
    while (this.#runs.length > MOST_RUNS) this.#shorten();
    const inMemory = this.#take();
    const sources: Iterator<Written | Kept<T>>[] = [...this.#runs.map(({ path }) => rowsIn(path)), inMemory.values()];
    for (const one of merged(sources)) yield 'text' in one ? this.#options.decode(one.text) : one.row;
  }

  /** Removes its files; may be called at any time, and again. */
  close(): void {
    this.#rows = [];
    this.#runs = [];
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #take(): Kept<T>[] {
    const rows = this.#rows;
    if (!this.#inOrder) rows.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    this.#rows = [];
    this.#inOrder = true;
    return rows;
  }

  /** Rows that come in their order lengthen the run before them, so that most ledgers are one run and nothing is merged. */
  #spill(): void {
    const rows = this.#take();
    const first = rows[0];
    const last = rows.at(-1);
    if (first === undefined || last === undefined) return;
    const before = this.#runs.at(-1);
    const goesOn = before !== undefined && before.last <= first.key;
    const path = goesOn ? before.path : this.#newPath();
    append(path, this.#encoded(rows));
    if (goesOn) this.#runs.pop();
    this.#runs.push({ path, last: last.key });
  }

  *#encoded(rows: Iterable<Kept<T>>): Generator<Written> {
    for (const { key, row } of rows) yield { key, text: this.#options.encode(row) };
  }

  /** The oldest runs become one, so that rows of equal keys stay as they were added. */
  #shorten(): void {
    const oldest = this.#runs.slice(0, MOST_RUNS);
    const path = this.#newPath();
    append(path, merged(oldest.map((run) => rowsIn(run.path))));
    for (const run of oldest) rmSync(run.path);
    const lasts = oldest.map((run) => run.last).sort();
    this.#runs = [{ path, last: lasts.at(-1) ?? '' }, ...this.#runs.slice(MOST_RUNS)];
  }

  #newPath(): string {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#count += 1;
    return join(this.#folder, String(this.#count));
  }
}

function append(path: string, rows: Iterable<Written>): void {
  const file = openSync(path, 'a', 0o600);
  try {
    let text = '';
    for (const row of rows) {
      text += `${row.key}\t${row.text}\n`;
      if (text.length < WRITE_CHARACTERS) continue;
      writeSync(file, text);
      text = '';
    }
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
}

function* rowsIn(path: string): Generator<Written> {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(READ_BYTES);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for (let read = readSync(file, bytes); read > 0; read = readSync(file, bytes)) {
      const lines = (rest + decoder.write(bytes.subarray(0, read))).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const cut = line.indexOf('\t');
        yield { key: line.slice(0, cut), text: line.slice(cut + 1) };
      }
    }
  } finally {
    closeSync(file);
  }
}

/** Of sorted sources, all rows in order; of equal keys those of an earlier source first. */
function* merged<K extends { readonly key: string }>(sources: readonly Iterator<K>[]): Generator<K> {
  const heads = sources.map((source) => source.next());
  try {
    for (;;) {
      let least = -1;
      let row: K | undefined;
      for (const [at, head] of heads.entries()) {
        if (head.done === true || (row !== undefined && head.value.key >= row.key)) continue;
        least = at;
        row = head.value;
      }
      const source = sources[least];
      if (row === undefined || source === undefined) return;
      yield row;
      heads[least] = source.next();
    }
  } finally {
    for (const source of sources) source.return?.();
  }
}
