import type { Id } from '../../shared/domain/id.ts';
import { ROLE_SOURCES, ROLES } from '../../shared/domain/role.ts';
import {
  asOver,
  IMPORTS_KEPT_MS,
  type ImportJob,
  type ImportRow,
  type Imports,
  isDue,
  type StoredImport,
  waitingIn,
} from '../../shared/storage/ports/imports.ts';
import { LedgerError } from '../../shared/storage/ports/ledger.ts';
import { pagesOf } from '../../shared/storage/ports/pages.ts';
import type { Tracker } from '../composition/tracker.ts';
import type { Caller } from '../front/caller.ts';
import type { MemberList } from '../front/member-list.ts';
import { outcomeOf } from './row-outcome.ts';

/** What imports are carried out with. */
export interface ImportWorks extends Tracker {
  readonly imports: Imports;
  /** Whom it names has what it says when a row's turn comes. */
  readonly members: Pick<MemberList, 'find'>;
  /** A name that no other run has. */
  readonly runName: () => string;
  /** Takes what nobody expected; the row that met it says `internal-error` and no more. */
  readonly report: (error: unknown) => void;
}

/** A run that shows no sign of life for so long is dead: it shows one with every few rows. */
export const SILENT_MS = 60_000;

/** Rows whose outcomes are kept together, at most, and for how long they are gathered. */
const GATHERED = 25;
const GATHERING_MS = 1_000;
/** How often a run may meet rows that come while it keeps outcomes. */
const MAX_MEETINGS = 50;

export interface Carrying {
  /** Whether to leave the rest to a later run. Asked before each row. */
  readonly isOver: () => boolean;
  /** 0 where no other run can be alive. */
  readonly silentMs?: number;
}

/**
 * Carries out the rows of an import that wait, in their order, each under its own key: so one whose outcome was not kept
 * when a run died is repeated by the next and recorded once. `elsewhere` where another run has it.
 */
export async function carryOut(
  works: ImportWorks,
  id: Id,
  { isOver, silentMs = SILENT_MS }: Carrying,
): Promise<'carried-out' | 'left' | 'elsewhere'> {
  const run = works.runName();
  let held = await take(works, id, { run, silentMs });
  while (held !== undefined) {
    const isLeft = waitingIn(held.job) > 0;
    if (!isLeft || isOver()) {
      const released = await replaced(works, held, (job) =>
        isLeft || waitingIn(job) === 0 ? without(asOver(job, works.clock())) : job,
      );
      if (released === undefined) return 'elsewhere';
      if (released.job.run === undefined) return isLeft ? 'left' : 'carried-out';
      held = released;
      continue;
    }
    held = await step(works, held, isOver);
    if (held?.job.run === undefined && held !== undefined) return 'carried-out';
  }
  return 'elsewhere';
}

/** Gives the import to this run; undefined where there is nothing to do, or another one is at it. */
async function take(
  { imports, clock }: ImportWorks,
  id: Id,
  { run, silentMs }: { readonly run: string; readonly silentMs: number },
): Promise<StoredImport | undefined> {
  for (let meetings = 0; meetings < MAX_MEETINGS; meetings += 1) {
    const stored = await imports.read(id);
    if (stored === undefined || !isDue(stored.job)) return undefined;
    const { job, version } = stored;
    const now = clock();
    if (job.run !== undefined && job.beat > now - silentMs) return undefined;
    const taken = { ...job, run, beat: now };
    if ((await imports.replace(version, taken)) === 'replaced') return { job: taken, version: version + 1 };
  }
  throw met();
}

/** A few rows, and their outcomes kept. What a row's trouble leaves undone is left, with what came before it kept. */
async function step(works: ImportWorks, held: StoredImport, isOver: () => boolean): Promise<StoredImport | undefined> {
  const { job } = held;
  const rows = await works.imports.rows(job.id, { after: job.recorded + job.refused, limit: GATHERED });
  if (rows.length === 0) throw new LedgerError('corrupt-row', `rows of the import ${job.id} are not there`);
  const caller = await callerOf(works, job);
  const begun = performance.now();
  const outcomes: ImportRow[] = [];
  try {
    for (const row of rows) {
      if (row.outcome !== 'waiting') throw new LedgerError('corrupt-row', `a row of ${job.id} has an outcome already`);
      if (outcomes.length > 0 && (isOver() || performance.now() - begun > GATHERING_MS)) break;
      const { ordinal, key, requestHash } = row;
      const asked = { kind: job.kind, caller, key, body: JSON.parse(row.body), isDryRun: false };
      outcomes.push({ ordinal, key, requestHash, ...(await outcomeOf(works, asked, works.report)) });
    }
  } catch (error) {
    const kept = replaced(works, held, (now) => without(counted(now, outcomes, works.clock())), outcomes);
    // Where these cannot be kept either, the next run repeats their rows.
    await kept.catch(works.report);
    throw error;
  }
  return replaced(works, held, (now) => counted(now, outcomes, works.clock()), outcomes);
}

function counted(job: ImportJob, outcomes: readonly ImportRow[], now: number): ImportJob {
  const refused = job.refused + outcomes.filter(({ outcome }) => outcome === 'refused').length;
  const recorded = job.recorded + outcomes.filter(({ outcome }) => outcome === 'recorded').length;
  const next = asOver({ ...job, recorded, refused }, now);
  return next.endedAt === undefined ? next : without(next);
}

function without({ run: _run, ...job }: ImportJob): ImportJob {
  return job;
}

/** Replaces the import as it stands now, as long as it is this run's; undefined where it is no longer. */
async function replaced(
  { imports, clock }: ImportWorks,
  held: StoredImport,
  change: (job: ImportJob) => ImportJob,
  rows: readonly ImportRow[] = [],
): Promise<StoredImport | undefined> {
  const { run } = held.job;
  let { job, version } = held;
  for (let meetings = 0; meetings < MAX_MEETINGS; meetings += 1) {
    const next = { ...change(job), beat: clock() };
    if ((await imports.replace(version, next, rows)) === 'replaced') return { job: next, version: version + 1 };
    const now = await imports.read(job.id);
    if (now === undefined || now.job.run !== run) return undefined;
    ({ job, version } = now);
  }
  throw met();
}

function met(): LedgerError {
  return new LedgerError('busy', `an import changed ${MAX_MEETINGS} times while it was carried out`);
}

/** Who asks, with what they may do now: by the member list where it names them, else by what their sign-in said. */
async function callerOf({ members }: ImportWorks, { by: { subject }, signedIn }: ImportJob): Promise<Caller> {
  const granted = await members.find(subject);
  if (granted !== undefined) return { subject, roles: granted.roles, units: granted.units, source: 'members' };
  const roles = ROLES.filter((role) => signedIn.roles.includes(role));
  const source = ROLE_SOURCES.find((one) => one === signedIn.source) ?? 'token';
  // Whom the list named then and names no more has nothing that anybody says.
  return { subject, roles: source === 'members' ? [] : roles, units: signedIn.units, source };
}

const PAGE = 100;

/** Forgets every import that has been kept as long as one is, with all its rows. Answers how many there were. */
export async function sweepImports(imports: Imports, now: number): Promise<number> {
  let swept = 0;
  for await (const page of pagesOf((options) => imports.list(options), PAGE)) {
    for (const { job } of page) {
      if (job.createdAt + IMPORTS_KEPT_MS > now) continue;
      await imports.remove(job.id);
      swept += 1;
    }
  }
  return swept;
}
