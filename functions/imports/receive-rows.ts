import type { Id } from '../../shared/domain/id.ts';
import type { Fault } from '../../shared/schemas/fault.ts';
import type { ImportRows } from '../../shared/schemas/import.ts';
import { LIMITS } from '../../shared/schemas/limits.ts';
import {
  asOver,
  type ImportJob,
  type ImportRow,
  MOST_ROWS_AT_ONCE,
  type StoredImport,
  waitingIn,
} from '../../shared/storage/ports/imports.ts';
import { LedgerError } from '../../shared/storage/ports/ledger.ts';
import { roleFor } from '../front/caller.ts';
import type { Asked, Reply } from '../front/operation.ts';
import { keyedHash } from '../front/request-hash.ts';
import type { ImportDesk } from './desk.ts';
import { importView } from './import-view.ts';
import { IMPORTED } from './kinds.ts';
import { hashOfRow, outcomeOf } from './row-outcome.ts';

/** How often a part may meet the run that carries earlier rows out, or another part. */
const MAX_MEETINGS = 50;
/** Rows of a dry run that are tried at once. */
const TRIED_AT_ONCE = 8;

/**
 * Takes rows of an import, 202: their turn comes when those before them have their outcomes. What it has already changes
 * nothing; where nothing of a part is new, 200.
 */
export async function receiveRows(desk: ImportDesk, part: ImportRows, asked: Asked<Id>): Promise<Reply> {
  const { rows, last = false } = part;
  const { caller, target, isDryRun } = asked;
  const stored = await desk.imports.read(target);
  if (stored === undefined || stored.job.by.subject !== caller.subject) {
    return { refused: { refusal: 'not-found', kind: 'import', id: target } };
  }
  const { kind } = stored.job;
  const { access } = IMPORTED[kind];
  if (roleFor(access, caller) === undefined) return { forbidden: access };
  const faults = faultsOf(rows);
  if (faults.length > 0) return { faults };
  if (isDryRun) return tried(desk, stored.job, part, asked);
  const personKey = await desk.personKey();
  const asRows = rows.map(({ key, body }) => ({
    key,
    body: JSON.stringify(body),
    requestHash: keyedHash(personKey, hashOfRow({ kind, caller, body })),
  }));
  return received(desk, stored, { rows: asRows, isLast: last }, asked);
}

/** A row that is on its way to its place. */
type Arriving = Pick<ImportRow & { readonly outcome: 'waiting' }, 'key' | 'requestHash' | 'body'>;

interface Part {
  readonly rows: readonly Arriving[];
  readonly isLast: boolean;
}

async function received(
  desk: ImportDesk,
  found: StoredImport,
  { rows, isLast }: Part,
  { caller }: Asked<Id>,
): Promise<Reply> {
  const { imports } = desk;
  let stored: StoredImport | undefined = found;
  let isNew = false;
  for (let meetings = 0; meetings < MAX_MEETINGS && stored !== undefined; ) {
    const { job, version } = stored;
    const places = await imports.places(
      job.id,
      rows.map(({ key }) => key),
    );
    const others = rows.flatMap(({ key, requestHash }, at): Fault[] => {
      const isOther = (places.get(key)?.requestHash ?? requestHash) !== requestHash;
      return isOther ? [{ pointer: `/rows/${at}/key`, code: 'repeated' }] : [];
    });
    if (others.length > 0) return { faults: others.slice(0, LIMITS.faults) };
    const left = rows.filter(({ key }) => !places.has(key));
    if (left.length === 0) {
      const whole = isLast ? asOver({ ...job, rows: job.received }, desk.clock()) : job;
      if (whole.rows !== job.rows && (await imports.replace(version, whole)) === 'stale') {
        meetings += 1;
        stored = await imports.read(job.id);
        continue;
      }
      if (waitingIn(whole) > 0) desk.rowsWait(job.id);
      return { status: isNew ? 202 : 200, body: { import: importView(whole) } };
    }
    const room = (job.rows ?? LIMITS.importRows) - job.received;
    if (left.length > room) return { faults: [{ pointer: '/rows', code: 'too-many', allowed: `${room}` }] };
    const some = left.slice(0, MOST_ROWS_AT_ONCE).map((row, at): ImportRow => {
      return { ...row, ordinal: job.received + at + 1, outcome: 'waiting' };
    });
    const { roles, units, source } = caller;
    const next: ImportJob = {
      ...job,
      received: job.received + some.length,
      signedIn: { roles, units, source },
      // The sign of life of a run is its own.
      beat: job.run === undefined ? desk.clock() : job.beat,
    };
    const isReplaced = (await imports.replace(version, next, some)) === 'replaced';
    isNew ||= isReplaced;
    if (!isReplaced) meetings += 1;
    stored = await imports.read(job.id);
  }
  throw new LedgerError('busy', `an import changed ${MAX_MEETINGS} times while rows of it came`);
}

function faultsOf(rows: ImportRows['rows']): Fault[] {
  const keys = new Set<Id>();
  const faults = rows.flatMap(({ key, body }, at): Fault[] => {
    if (keys.has(key)) return [{ pointer: `/rows/${at}/key`, code: 'repeated' }];
    keys.add(key);
    const isLarge = Buffer.byteLength(JSON.stringify(body)) > LIMITS.importRowBytes;
    return isLarge ? [{ pointer: `/rows/${at}/body`, code: 'too-large', allowed: `${LIMITS.importRowBytes}` }] : [];
  });
  return faults.slice(0, LIMITS.faults);
}

/** Each row by itself, as the ledger stands. */
async function tried(desk: ImportDesk, job: ImportJob, { rows }: ImportRows, asked: Asked<Id>): Promise<Reply> {
  const { caller, language } = asked;
  const told: object[] = [];
  for (let at = 0; at < rows.length; at += TRIED_AT_ONCE) {
    const some = rows.slice(at, at + TRIED_AT_ONCE).map(async ({ key, body }) => {
      const outcome = await outcomeOf(desk, { kind: job.kind, caller, key, body, isDryRun: true });
      if (outcome.outcome === 'recorded') return { key, passes: true };
      return { key, passes: false, problem: outcome.problem[language] };
    });
    told.push(...(await Promise.all(some)));
  }
  return { status: 200, body: { dryRun: true, import: importView(job), rows: told } };
}
