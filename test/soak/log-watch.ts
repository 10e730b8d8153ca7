import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { type Checkpoint, readCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { openNote, readVerifierKey } from '../../shared/log/tree/note.ts';
import { leafHash, TreeEdge } from '../../shared/log/tree/tree.ts';
import { decodeEntry } from '../../shared/schemas/entry.ts';

/** Watches the log of a data folder from its files alone, over all that happens to its server. */
export class LogWatch {
  readonly #objects: string;
  readonly #files: LogFiles;
  /** By size: the root that was signed. */
  readonly #roots = new Map<number, string>();
  #largest = 0;

  constructor(data: string) {
    this.#objects = join(data, 'objects');
    this.#files = new LogFiles({ get: (key) => this.#read(key) });
  }

  /** How many different checkpoints were seen. */
  get checkpoints(): number {
    return this.#roots.size;
  }

  /** Looks at the checkpoint that is published now: it is signed, never smaller than before, never another of its size. */
  async look(): Promise<Checkpoint | undefined> {
    const note = await this.#files.checkpointNote();
    const key = await this.#read('log/vkey');
    if (note === undefined || key === undefined) {
      assert.equal(this.#largest, 0, 'the checkpoint is gone');
      return undefined;
    }
    const { text } = openNote(note, [readVerifierKey(key.toString().trim())]);
    const checkpoint = readCheckpoint(text);
    const { size, root } = checkpoint;
    assert.ok(size >= this.#largest, `the log went back from ${this.#largest} to ${size} entries`);
    const hex = hexOf(root);
    assert.equal(hex, this.#roots.get(size) ?? hex, `two roots were signed of the size ${size}`);
    this.#roots.set(size, hex);
    this.#largest = size;
    return checkpoint;
  }

  /** Reads the whole log: every place holds one entry, no entry has two, every checkpoint ever seen is a prefix of it. */
  async ids(): Promise<Set<string>> {
    const { size } = (await this.look()) ?? { size: 0 };
    const ids = new Set<string>();
    const edge = TreeEdge.empty();
    const roots = new Map([[0, hexOf(edge.root())]]);
    for await (const bundle of this.#files.entries(0, size)) {
      for (const bytes of bundle) {
        ids.add(decodeEntry(bytes.toString()).id);
        edge.append(leafHash(bytes));
        if (this.#roots.has(edge.size)) roots.set(edge.size, hexOf(edge.root()));
      }
      edge.takeTiles();
    }
    assert.equal(edge.size, size, 'places of the log are empty');
    assert.equal(ids.size, size, 'an entry has two places in the log');
    for (const [at, root] of this.#roots)
      assert.equal(roots.get(at), root, `the checkpoint of size ${at} is no prefix`);
    return ids;
  }

  async #read(key: string): Promise<Buffer | undefined> {
    try {
      return await readFile(join(this.#objects, key));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
