import type { Entry } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { Sealed } from '../domain/voucher.ts';
import type { LogFiles } from '../log/log-files.ts';
import { rootOf } from '../log/proof.ts';
import { hashesFrom } from '../log/tile-hashes.ts';
import { type Recall, sealedEntries, Walk } from '../log/walk.ts';
import { sumsOf } from '../reports/cube-sums.ts';
import { Register } from '../reports/register.ts';
import { LedgerError } from '../storage/ledger.ts';
import { type Filling, MOST_ROWS, type Projection, type ProjectionStep } from '../storage/projection.ts';

export interface ProjectorOptions {
  readonly projection: Projection;
  readonly files: LogFiles;
  readonly recall: Recall;
}

/** Keeps the projection up with the log. */
export interface Projector {
  /** Projects what is sealed up to that size and not projected yet. */
  catchUp(size: number): Promise<void>;
  /** Makes all of it anew from the first entry on, while what is there goes on being read. */
  rebuild(size: number, progress?: (done: number) => void): Promise<void>;
}

/** Times that another projector may come first before this one gives up and is called again. */
const ATTEMPTS = 5;

/** Folds sealed entries into the projection, each exactly once. Several at once are harmless and do the work once. */
export function createProjector({ projection, files, recall }: ProjectorOptions): Projector {
  /** What is registered so far, where this projector projected everything before; read back otherwise. */
  const walk = new Walk(recall);
  let names: { readonly size: number; readonly register: Register } | undefined;

  async function registerAt(size: number): Promise<Register> {
    if (names?.size === size) return names.register;
    const { asOf, register } = await projection.read();
    if (asOf.size === size) return Register.of(register);
    const told = new Register();
    for await (const bundle of sealedEntries(files, { from: 0, size }, new Walk(recall))) {
      for (const { entry } of bundle) told.enter(entry);
    }
    return told;
  }

  async function project(filling: Filling, to: number, progress: (done: number) => void): Promise<boolean> {
    const { size: from } = filling.position;
    const register = from === 0 ? new Register() : await registerAt(from);
    let at = from;
    for await (const bundle of sealedEntries(files, { from, size: to }, walk)) {
      for (const step of stepsOf(bundle, register)) {
        const size = at + step.count;
        const root = Buffer.from(
          await rootOf(
            0,
            size,
            hashesFrom(to, (tile) => files.tile(tile)),
          ),
        ).toString('base64');
        await projection.tellPlaces(step.places);
        const outcome = await filling.advance({
          from: at,
          to: { size, root },
          sums: step.sums,
          register: step.register,
        });
        if (outcome === 'moved') {
          names = undefined;
          return false;
        }
        at = size;
      }
      names = { size: at, register };
      progress(at);
    }
    return true;
  }

  return {
    async catchUp(size) {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const filling = await projection.current();
        if (filling.position.size >= size || (await project(filling, size, () => undefined))) return;
      }
      throw new LedgerError('busy', `the projection was moved by others ${ATTEMPTS} times`);
    },
    async rebuild(size, progress = () => undefined) {
      names = undefined;
      const filling = await projection.anew();
      if (!(await project(filling, size, progress))) throw new LedgerError('busy', 'another rebuilding is under way');
      await filling.takeOver();
    },
  };
}

interface Step extends Pick<ProjectionStep, 'sums' | 'register'> {
  readonly count: number;
  readonly places: ReadonlyMap<Id, number>;
}

/** A bundle in as few steps as its rows allow; the register goes on with every entry. */
function* stepsOf(bundle: readonly Sealed[], register: Register): Generator<Step> {
  for (let from = 0; from < bundle.length; ) {
    let step = stepOf(bundle.slice(from), register);
    // Halved until it fits: what one entry touches always does.
    for (let count = bundle.length - from; step.sums.size + step.register.size > MOST_ROWS; ) {
      count = Math.ceil(count / 2);
      step = stepOf(bundle.slice(from, from + count), register);
    }
    for (const { entry } of bundle.slice(from, from + step.count)) register.enter(entry);
    yield step;
    from += step.count;
  }
}

function stepOf(postings: readonly Sealed[], before: Register): Step {
  const after = before.copy();
  const changed = new Set<Id>();
  for (const { entry } of postings) {
    after.enter(entry);
    const id = registeredBy(entry);
    if (id !== undefined) changed.add(id);
  }
  const texts = [...changed].flatMap((id): [Id, string][] => {
    const text = after.write(id);
    return text === undefined ? [] : [[id, text]];
  });
  return {
    count: postings.length,
    sums: sumsOf(postings),
    register: new Map(texts),
    places: new Map(postings.map(({ entry, index }) => [entry.id, index])),
  };
}

/** What an entry registers, amends or closes. */
function registeredBy(entry: Entry): Id | undefined {
  if (entry.kind === 'registration') return entry.id;
  if (entry.kind !== 'amendment' && entry.kind !== 'closure') return undefined;
  const { type } = entry.facts;
  return type === 'fundingLine' ? entry.refs.fundingLines?.[0] : entry.refs[type];
}
