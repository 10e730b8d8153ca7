import type { DocumentKind } from '../../shared/domain/documents.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Kind } from '../../shared/domain/facts.ts';
import type { Role } from '../../shared/domain/role.ts';
import { subjectOf } from '../../shared/domain/subject.ts';
import { MONEY } from '../front/caller.ts';

/** What persons get, by which rules, and who may do what. */
const OF_PERSONS: readonly DocumentKind[] = ['benefit', 'tariff', 'member'];
/** What is known of persons, and who looked at it. */
const ABOUT_PERSONS: readonly Kind[] = ['naming', 'disclosure', 'erasure'];
const SEES_ALL: readonly Role[] = MONEY;

/** Whether an entry is told to none but auditors and treasurers: who buys and keeps goods reads no benefits and no persons. */
export function isWithheld(entry: Entry, role: Role | null): boolean {
  if (role !== null && SEES_ALL.includes(role)) return false;
  const kind = subjectOf(entry)?.kind;
  return ABOUT_PERSONS.includes(entry.kind) || (kind !== undefined && OF_PERSONS.includes(kind));
}
