import type { Refusal } from '../../shared/domain/refusal.ts';
import type { OpenImport } from '../../shared/schemas/import.ts';
import { type ImportJob, type Imports, MAX_OPEN_IMPORTS } from '../../shared/storage/ports/imports.ts';
import { roleFor } from '../front/caller.ts';
import type { Asked, Reply } from '../front/operation.ts';
import type { ImportDesk } from './desk.ts';
import { importView } from './import-view.ts';
import { IMPORTED } from './kinds.ts';

/** Imports looked through for those of one person: the newest. */
const LOOKED_AT = 200;
/** One whose rows do not come any more is in nobody's way after a day. */
const IDLE_MS = 86_400_000;

/** Opens an import, 202: its rows come in parts. A repeat with the same key and body is told how far it is, 200. */
export async function openImport(desk: ImportDesk, body: OpenImport, asked: Asked): Promise<Reply> {
  const { key, caller } = asked;
  if (key === undefined) throw new Error('a write has a key');
  const { access } = IMPORTED[body.kind];
  const role = roleFor(access, caller);
  if (role === undefined || role === null) return { forbidden: access };
  const { subject, roles, units, source } = caller;
  const now = desk.clock();
  const job: ImportJob = {
    ...body,
    id: key,
    requestHash: asked.requestHash(),
    by: { subject, role },
    signedIn: { roles, units, source },
    createdAt: now,
    received: 0,
    recorded: 0,
    refused: 0,
    beat: now,
  };
  const repeat = await repeatOf(desk.imports, job);
  if (repeat !== undefined) return repeat;
  const refused = await tooManyOf(desk.imports, job);
  if (refused !== undefined) return { refused };
  if (asked.isDryRun) return { status: 200, body: { dryRun: true, import: importView(job) } };
  // What their token calls them is known here; when a row's turn comes it is not.
  await desk.namings.before(desk, { id: key, actor: job.by, signedIn: caller.signedIn });
  if ((await desk.imports.create(job)) === 'exists') return (await repeatOf(desk.imports, job)) ?? KEY_REUSED;
  return { status: 202, body: { import: importView(job) } };
}

const KEY_REUSED: Reply = { refused: { refusal: 'key-reused' } };

/** The answer to a key that was used before; undefined where it is free. */
async function repeatOf(imports: Imports, { id, requestHash }: ImportJob): Promise<Reply | undefined> {
  const stored = await imports.read(id);
  if (stored === undefined) return undefined;
  if (stored.job.requestHash !== requestHash) return KEY_REUSED;
  return { status: 200, body: { import: importView(stored.job) } };
}

async function tooManyOf(imports: Imports, { by, createdAt }: ImportJob): Promise<Refusal | undefined> {
  const { items } = await imports.list({ limit: LOOKED_AT });
  const own = items.filter(({ job }) => {
    const isIdle = job.beat + IDLE_MS <= createdAt;
    return job.by.subject === by.subject && job.endedAt === undefined && !isIdle;
  });
  return own.length >= MAX_OPEN_IMPORTS ? { refusal: 'too-many-imports', most: MAX_OPEN_IMPORTS } : undefined;
}
