import type { Role } from '../../shared/domain/role.ts';
import type { ImportTold, RowTold } from '../../shared/schemas/import.ts';
import { IMPORTS_KEPT_MS, type ImportJob, type ImportRow, waitingIn } from '../../shared/storage/ports/imports.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Caller } from '../front/caller.ts';
import { READERS } from './kinds.ts';

export function importView(job: ImportJob): ImportTold {
  const { id, kind, note, by, createdAt, endedAt, rows, received, recorded, refused } = job;
  return {
    id,
    kind,
    ...(note === undefined ? {} : { note }),
    status: endedAt === undefined ? 'open' : 'done',
    openedBy: { subject: by.subject, role: by.role },
    createdAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    keptUntil: createdAt + IMPORTS_KEPT_MS,
    ...(rows === undefined ? {} : { rows }),
    received,
    waiting: waitingIn(job),
    recorded,
    refused,
  };
}

export function rowView(row: ImportRow, language: Language): RowTold {
  const { ordinal, key, outcome } = row;
  if (outcome === 'waiting') return { ordinal, key, outcome };
  if (outcome === 'recorded') return { ordinal, key, outcome, entry: row.entry };
  return { ordinal, key, outcome, problem: row.problem[language] };
}

/** Who looks over what others did, where they may read what it is about. */
const OVERSEERS: readonly Role[] = ['auditor', 'admin'];

/** Whoever opened an import sees it, and of others only who looks over such things. */
export function maySee({ by, kind }: ImportJob, { subject, roles }: Caller): boolean {
  const readers: readonly Role[] = READERS[kind];
  return by.subject === subject || roles.some((role) => OVERSEERS.includes(role) && readers.includes(role));
}
