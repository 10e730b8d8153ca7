import type { Id } from '../domain/id.ts';
import type { Sealed } from '../domain/voucher.ts';
import type { LogFiles } from '../log/journal/log-files.ts';
import { recallByPlace, sealedEntries, undoing, Walk } from '../log/journal/walk.ts';
import { rootOf } from '../log/tree/proof.ts';
import { hashesFrom } from '../log/tree/tile-hashes.ts';
import { sumsOf } from '../reports/cube-sums.ts';
import { Register } from '../reports/register.ts';
import { LedgerError } from '../storage/ports/ledger.ts';
import type { ListName, ListRows } from '../storage/ports/lists.ts';
import {
  type Filling,
  lengthOf,
  MOST_ROWS,
  MOST_TEXT,
  type Projection,
  type ProjectionStep,
  placesOfAll,
  withoutNothing,
} from '../storage/ports/projection.ts';
import { listingOf } from './listing.ts';
import type { Standing } from './standing.ts';

export interface ProjectorOptions {
  readonly projection: Projection;
  readonly files: LogFiles;
  /** What stands, for the lists that tell of it. */
  readonly ledger: Standing;
}

/** Keeps the projection up with the log. What one projector is asked at once, it does one after the other. */
export interface Projector {
  /** Projects what is sealed up to that size, which is that of a checkpoint, and not projected yet. */
  catchUp(size: number): Promise<void>;
  /**
   * Makes all of it anew from the first entry on, up to that size and to what is projected already, while what is there
   * goes on being read and filled. `progress` is told how many entries are done.
   */
  rebuild(size: number, progress?: (done: number) => void): Promise<void>;
}

/** Times that another projector may come first before this one gives up and is called again. */
const ATTEMPTS = 5;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Folds sealed entries into the projection, each exactly once. Several at once are harmless and do the work once. */
export function createProjector({ projection, files, ledger }: ProjectorOptions): Projector {
  /** What is sealed up to what is projected now; where its entries stand, whoever projected them told. */
  const sealed = { size: 0, bundle: (n: number, width: number) => files.bundle(n, width) };
  const recall = recallByPlace(sealed, (ids) => placesOfAll(projection, ids));
  const walk = new Walk(recall);
  /** What is registered by that size, where this projector projected everything before; read back otherwise. */
  let names: { readonly size: number; readonly register: Register } | undefined;
  let last: Promise<void> = Promise.resolve();

  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }

  /** Undefined where the projection moved away from that size. */
  async function registerAt(size: number): Promise<Register | undefined> {
    if (size === 0) return new Register();
    const known = names;
    // It is entered into from here on, so it is that of no size until all of it is projected.
    names = undefined;
    if (known?.size === size) return known.register;
    const { asOf, register } = await projection.read();
    return asOf.size === size ? Register.of(register) : undefined;
  }

  /** Whether all of the stretch was projected by this one. */
  async function project(filling: Filling, { from, to }: Stretch, progress: (done: number) => void): Promise<boolean> {
    const register = await registerAt(from);
    if (register === undefined) return false;
    sealed.size = to;
    const hashAt = hashesFrom(to, (tile) => files.tile(tile));
    let at = from;
    for await (const bundle of sealedEntries(files, { from, size: to }, walk)) {
      const undone = await undoing(bundle, recall);
      for (const portion of portionsOf(undone, register, await listingOf(undone, ledger))) {
        const { sums, register: registered, lists, places } = portion;
        const size = at + places.size;
        const root = Buffer.from(await rootOf(0, size, hashAt)).toString('base64');
        // Before the position passes them, so that whatever is projected has a place.
        await projection.tellPlaces(places);
        const step = { from: at, to: { size, root }, sums: withoutNothing(sums), register: registered, lists };
        if ((await filling.advance(step)) === 'moved') return false;
        at = size;
        progress(at);
      }
    }
    names = { size: to, register };
    return true;
  }

  async function catchUp(size: number): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const filling = await projection.current();
      if (filling.isEarlier) return rebuild(size, () => undefined);
      const from = filling.position.size;
      if (from >= size || (await project(filling, { from, to: size }, () => undefined))) return;
    }
    throw new LedgerError('busy', `the projection was moved by others ${ATTEMPTS} times`);
  }

  /** The size to go on to where others projected more meanwhile: what is read must not go back. */
  async function sizeAhead(size: number): Promise<number> {
    const { position } = await projection.current();
    // Their steps end anywhere, and the log has files of the sizes that were published.
    return position.size > size ? ((await files.checkpoint())?.size ?? size) : size;
  }

  async function rebuild(size: number, progress: (done: number) => void): Promise<void> {
    const anew = await projection.anew();
    for (let from = 0, to = Math.max(size, await sizeAhead(size)); to > from; ) {
      if (!(await project(anew, { from, to }, progress))) throw overtaken();
      from = to;
      to = await sizeAhead(from);
    }
    if ((await anew.takeOver()) === 'moved') throw overtaken();
  }

  return {
    catchUp: (size) => inTurn(() => catchUp(size)),
    rebuild: (size, progress = () => undefined) => inTurn(() => rebuild(size, progress)),
  };
}

function overtaken(): LedgerError {
  return new LedgerError('busy', 'the projection was made anew by somebody else meanwhile');
}

/** What entries add, and their places: none where rows of lists alone go before what an entry adds. */
interface Added extends Pick<ProjectionStep, 'register' | 'sums' | 'lists'> {
  readonly places: ReadonlyMap<Id, number>;
}

/** What entries that follow each other add together. */
class Portion implements Added {
  readonly sums = new Map<string, Map<string, bigint>>();
  readonly register = new Map<Id, string>();
  readonly lists = new Map<ListName, Map<string, string | undefined>>();
  readonly places = new Map<Id, number>();
  #text = 0;

  get isNothing(): boolean {
    return this.places.size === 0 && this.lists.size === 0;
  }

  /** Whether one step takes the other as well. */
  hasRoomFor({ sums, register, lists }: Omit<Added, 'places'>): boolean {
    const rows = new Set([...this.sums.keys(), ...sums.keys()]).size;
    const names = new Set([...this.register.keys(), ...register.keys()]).size;
    const listed = rowsIn(this.lists) + rowsBeyond(this.lists, lists);
    return rows + names + listed <= MOST_ROWS && this.#text + textIn({ register, lists }) <= MOST_TEXT;
  }

  add({ sums, register, lists, places }: Added): void {
    for (const [key, figures] of sums) {
      const stands = this.sums.get(key) ?? new Map<string, bigint>();
      this.sums.set(key, stands);
      for (const [name, value] of figures) stands.set(name, (stands.get(name) ?? 0n) + value);
    }
    for (const [id, text] of register) this.register.set(id, text);
    for (const [list, rows] of lists) {
      const listed = this.lists.get(list) ?? new Map<string, string | undefined>();
      this.lists.set(list, listed);
      for (const [key, text] of rows) {
        this.#text += (text?.length ?? 0) - (listed.get(key)?.length ?? 0);
        listed.set(key, text);
      }
    }
    for (const [id, place] of places) this.places.set(id, place);
    this.#text += lengthOf(register);
  }
}

function rowsIn(lists: ListRows): number {
  return lists.values().reduce((count, rows) => count + rows.size, 0);
}

/** Rows that the others have beside those that are there. */
function rowsBeyond(there: ListRows, others: ListRows): number {
  let count = 0;
  for (const [list, rows] of others) for (const key of rows.keys()) count += there.get(list)?.has(key) ? 0 : 1;
  return count;
}

function textIn({ register, lists }: Pick<Added, 'register' | 'lists'>): number {
  return lists.values().reduce((length, rows) => length + lengthOf(rows), lengthOf(register));
}

/** A bundle in as few steps as their rows allow. The register goes on with every entry. */
function* portionsOf(
  bundle: readonly Sealed[],
  register: Register,
  listing: (posting: Sealed, register: Register) => ListRows,
): Generator<Added> {
  let portion = new Portion();
  for (const posting of bundle) {
    const sum = sumOf(posting, register);
    const lists = listing(posting, register);
    // What one entry sums up always fits: it has forty lots or shares at the most. With its rows of lists it may not:
    // those may go before it, for who reads them sees what stands.
    for (const added of new Portion().hasRoomFor({ ...sum, lists }) ? [{ ...sum, lists }] : apart(sum, lists)) {
      if (!portion.isNothing && !portion.hasRoomFor(added)) {
        yield portion;
        portion = new Portion();
      }
      portion.add(added);
    }
  }
  if (!portion.isNothing) yield portion;
}

const NOTHING: Added = { sums: new Map(), register: new Map(), lists: new Map(), places: new Map() };

/** Rows of lists one by one, then the sums. */
function* apart(sum: Added, lists: ListRows): Generator<Added> {
  for (const [list, rows] of lists) {
    for (const [key, text] of rows) yield { ...NOTHING, lists: new Map([[list, new Map([[key, text]])]]) };
  }
  yield sum;
}

function sumOf(posting: Sealed, register: Register): Added {
  const { entry, index } = posting;
  const registered = register.enter(entry);
  const text = registered === undefined ? undefined : register.write(registered);
  return {
    sums: sumsOf([posting], register),
    register: new Map(registered === undefined || text === undefined ? [] : [[registered, text]]),
    lists: new Map(),
    places: new Map([[entry.id, index]]),
  };
}
