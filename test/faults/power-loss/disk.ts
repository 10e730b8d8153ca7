import type { Event } from './recording.ts';

/** What had not been synced when the power went, and how much of it the disk has all the same. */
export const LOSSES = ['none', 'all', 'some', 'torn'] as const;
export type Loss = (typeof LOSSES)[number];

/** Files of a folder as the disk has them. */
export type Contents = ReadonlyMap<string, Buffer>;

/** Of this a disk writes all or nothing. */
const SECTOR = 512;

type Change = Extract<Event, { did: 'write' | 'cut' }>;

/** One file, whatever name it has. */
interface Content {
  synced: Buffer;
  /** Since it was synced. */
  changes: Change[];
}

/**
 * A folder on a disk whose power may go. POSIX promises no more than this: what a file held when it was synced is there,
 * and a name when its folder was. Of everything else any part may be there, in whatever order it was written; only within
 * one sector is nothing mixed.
 */
export class Disk {
  #names = new Map<string, Content>();
  #syncedNames = new Map<string, Content>();

  apply(event: Event): void {
    switch (event.did) {
      case 'create':
        if (!this.#names.has(event.file)) this.#names.set(event.file, { synced: Buffer.alloc(0), changes: [] });
        return;
      case 'remove':
        this.#names.delete(event.file);
        return;
      case 'write':
      case 'cut':
        this.#named(event.file).changes.push(event);
        return;
      case 'sync': {
        const content = this.#named(event.file);
        content.synced = changed(content.synced, content.changes);
        content.changes = [];
        return;
      }
      case 'sync-folder':
        this.#syncedNames = new Map(this.#names);
        return;
      case 'say':
    }
  }

  /** What is found after the power went now. */
  after(loss: Loss, random: () => number): Contents {
    const names = new Map<string, Content>();
    for (const name of new Set([...this.#names.keys(), ...this.#syncedNames.keys()])) {
      const isNew = loss === 'all' || (loss !== 'none' && random() < 0.5);
      const content = (isNew ? this.#names : this.#syncedNames).get(name);
      if (content !== undefined) names.set(name, content);
    }
    return new Map(
      Array.from(names, ([name, { synced, changes }]) => [name, changed(synced, left(changes, loss, random))]),
    );
  }

  #named(file: string): Content {
    const content = this.#names.get(file);
    if (content === undefined) throw new Error(`${file} was never created`);
    return content;
  }
}

function left(changes: readonly Change[], loss: Loss, random: () => number): readonly Change[] {
  if (loss === 'none') return [];
  if (loss === 'all') return changes;
  const pieces = loss === 'some' ? changes : changes.flatMap(sectorsOf);
  const some = pieces.filter(() => random() < 0.5);
  return some
    .map((piece) => ({ piece, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ piece }) => piece);
}

function sectorsOf(change: Change): Change[] {
  if (change.did === 'cut') return [change];
  const sectors: Change[] = [];
  for (let from = 0, to = 0; from < change.bytes.length; from = to) {
    to = Math.min(change.bytes.length, from + SECTOR - ((change.at + from) % SECTOR));
    sectors.push({ ...change, at: change.at + from, bytes: change.bytes.subarray(from, to) });
  }
  return sectors;
}

function changed(before: Buffer, changes: readonly Change[]): Buffer {
  let size = before.length;
  let most = size;
  for (const change of changes) {
    size = change.did === 'cut' ? change.size : Math.max(size, change.at + change.bytes.length);
    most = Math.max(most, size);
  }
  const bytes = Buffer.alloc(most);
  before.copy(bytes);
  for (const change of changes) {
    if (change.did === 'cut') bytes.fill(0, change.size);
    else change.bytes.copy(bytes, change.at);
  }
  return bytes.subarray(0, size);
}
