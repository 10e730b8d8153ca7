import type { KeyReused } from '../../shared/commands/command.ts';
import { type FieldError, invalid, type Refusal } from '../../shared/domain/refusal.ts';
import type { Role } from '../../shared/domain/role.ts';
import { type ExportRequest, PAPER_KINDS } from '../../shared/schemas/export.ts';
import {
  type ExportJob,
  type ExportJobs,
  MAX_OPEN_JOBS,
  MAX_OPEN_JOBS_OF_ONE,
} from '../../shared/storage/ports/export-jobs.ts';
import type { Key, Ledger } from '../../shared/storage/ports/ledger.ts';
import { MONEY } from '../front/caller.ts';
import type { Asked, Reply } from '../front/operation.ts';
import type { ExportDesk } from './desk.ts';
import { exportView } from './export-view.ts';

/** Queues an export, 202. A repeat with the same key and body is told how far it is, 200. */
export async function requestExport(desk: ExportDesk, request: ExportRequest, asked: Asked): Promise<Reply> {
  const { key, role, caller } = asked;
  if (key === undefined || role === null) throw new Error('a write has a key and is made in a role');
  if (!asksFor(role, request)) return { forbidden: MONEY };
  const now = desk.clock();
  const job: ExportJob = {
    id: key,
    request,
    requestHash: asked.requestHash(),
    by: { subject: caller.subject, role },
    createdAt: now,
    status: 'queued',
    tries: 0,
    beat: now,
    asOf: null,
    rowsDone: 0,
    rowsKnown: 0,
    files: [],
  };
  const repeat = await repeatOf(desk.jobs, job);
  if (repeat !== undefined) return repeat;
  const refused = (await wrongIn(desk.ledger, job.request)) ?? (await tooManyOf(desk.jobs, job));
  if (refused !== undefined) return { refused };
  if (asked.isDryRun) return { status: 200, body: { dryRun: true, export: exportView(job) } };
  if ((await desk.jobs.create(job)) === 'exists') return (await repeatOf(desk.jobs, job)) ?? keyReused;
  desk.wake();
  return { status: 202, body: { export: exportView(job) } };
}

const keyReused: { readonly refused: KeyReused } = { refused: { refusal: 'key-reused' } };

/** The answer to a key that was used before; undefined where it is free. */
async function repeatOf(jobs: ExportJobs, { id, requestHash }: ExportJob): Promise<Reply | undefined> {
  const stored = await jobs.read(id);
  if (stored === undefined) return undefined;
  if (stored.job.requestHash !== requestHash) return keyReused;
  return { status: 200, body: { export: exportView(stored.job) } };
}

/** Who reads the books of money may ask for anything; keepers, for the papers that go with their goods. */
function asksFor(role: Role, { kind }: ExportRequest): boolean {
  return MONEY.some((one) => one === role) || PAPER_KINDS.some((paper) => paper === kind);
}

/** A filter that names nothing would make an empty file as if there were nothing, so it is refused. */
async function wrongIn(ledger: Pick<Ledger, 'read'>, request: ExportRequest): Promise<Refusal | undefined> {
  const { fundingLine, unit, item, consignment, consignments = [] } = request;
  const keys: Key[] = [
    ...(fundingLine === undefined ? [] : [{ row: 'fundingLine', id: fundingLine } as const]),
    ...(unit === undefined ? [] : [{ row: 'unit', id: unit } as const]),
    ...(item === undefined ? [] : [{ row: 'item', id: item } as const]),
    ...(consignment === undefined ? [] : [{ row: 'consignment', id: consignment } as const]),
    ...consignments.map((one) => ({ row: 'consignment', id: one }) as const),
  ];
  if (keys.length === 0) return undefined;
  const found = await ledger.read(keys);
  const errors: FieldError[] = [];
  const check = (name: string, id: string | undefined, row: object | undefined) => {
    if (id !== undefined && row === undefined) errors.push({ pointer: `/${name}`, code: 'unknown-reference' });
  };
  check('fundingLine', fundingLine, found.fundingLine(fundingLine ?? ''));
  check('unit', unit, found.state('unit', unit ?? ''));
  check('item', item, found.state('item', item ?? ''));
  check('consignment', consignment, found.state('consignment', consignment ?? ''));
  for (const [at, one] of consignments.entries()) check(`consignments/${at}`, one, found.state('consignment', one));
  return errors.length === 0 ? undefined : invalid(errors);
}

/** Requests of one instant do not see each other: then a few more than the most are let in. */
async function tooManyOf(jobs: ExportJobs, { by }: ExportJob): Promise<Refusal | undefined> {
  const open = await jobs.open();
  const own = open.filter(({ job }) => job.by.subject === by.subject).length;
  if (own >= MAX_OPEN_JOBS_OF_ONE) return { refusal: 'too-many-exports', whose: 'own', most: MAX_OPEN_JOBS_OF_ONE };
  if (open.length >= MAX_OPEN_JOBS) return { refusal: 'too-many-exports', whose: 'all', most: MAX_OPEN_JOBS };
  return undefined;
}
