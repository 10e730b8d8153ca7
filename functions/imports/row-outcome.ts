import { dateInShanghai } from '../../shared/domain/calendar.ts';
import type { Id } from '../../shared/domain/id.ts';
import { boundTo } from '../../shared/domain/own-units.ts';
import type { ImportKind } from '../../shared/schemas/import.ts';
import { toldProblem } from '../../shared/storage/ports/import-state.ts';
import type { RowOutcome } from '../../shared/storage/ports/imports.ts';
import { LedgerError } from '../../shared/storage/ports/ledger.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Tracker } from '../composition/tracker.ts';
import { type Caller, roleFor } from '../front/caller.ts';
import { mentionsOf } from '../front/mentions.ts';
import type { Asked, Reply } from '../front/operation.ts';
import { requestHash } from '../front/request-hash.ts';
import { gatewayProblemOf, type Problem, toResponse } from '../problems/problem.ts';
import { IMPORTED } from './kinds.ts';

const refusals = () => import('../problems/refusal.ts');

/** A row whose turn it is, and who asks for it with the roles that they have now. */
export interface RowAsked {
  readonly kind: ImportKind;
  readonly caller: Caller;
  readonly key: Id;
  readonly body: unknown;
  readonly isDryRun: boolean;
}

/** By which request a row is recorded: the very write that it stands for, so that this is a repeat of that. */
export function hashOfRow({ kind, caller, body }: Pick<RowAsked, 'kind' | 'caller' | 'body'>): string {
  const { method, path } = IMPORTED[kind];
  return requestHash(caller.subject, { routeKey: `${method} ${path}`, target: undefined, body });
}

/**
 * Records a row, or only tries it, as its operation does when it is asked for directly. Throws a LedgerError where nothing
 * is known of it yet: the same row may be tried again and is recorded once.
 */
export async function outcomeOf(
  tracker: Tracker,
  row: RowAsked,
  report: (error: unknown) => void = () => undefined,
): Promise<RowOutcome> {
  const { access } = IMPORTED[row.kind];
  const role = roleFor(access, row.caller);
  if (role === undefined || role === null) {
    const { forbiddenProblem } = await refusals();
    return refused((language) => forbiddenProblem(access, language));
  }
  try {
    return await told(tracker, row.key, await IMPORTED[row.kind].run(tracker, askedFor(tracker, row, role)));
  } catch (error) {
    if (error instanceof LedgerError && error.code !== 'corrupt-row') throw error;
    report(error);
    // It may have been recorded before whatever went wrong.
    const entry = (await tracker.ledger.read([{ row: 'entry', id: row.key }])).entry(row.key);
    const isOwn = !row.isDryRun && entry?.entry.actor.subject === row.caller.subject;
    return isOwn ? { outcome: 'recorded', entry: row.key } : refused((one) => gatewayProblemOf('internal-error', one));
  }
}

function askedFor(tracker: Tracker, row: RowAsked, role: Asked['role']): Asked {
  const { caller, key, body, isDryRun } = row;
  return {
    caller,
    role,
    units: boundTo(role, caller.units),
    target: undefined,
    path: {},
    key,
    isDryRun,
    input: body,
    today: dateInShanghai(tracker.clock()),
    language: 'zh',
    requestHash: () => hashOfRow(row),
  };
}

async function told(tracker: Tracker, key: Id, reply: Reply): Promise<RowOutcome> {
  if ('body' in reply) return { outcome: 'recorded', entry: key };
  const { invalidProblem, problemOfRefusal } = await refusals();
  if ('faults' in reply) return refused((language) => invalidProblem(reply.faults, language));
  if (!('refused' in reply)) throw new Error('a row is recorded or refused');
  const mentions = await mentionsOf(tracker, reply.refused);
  return refused((language) => problemOfRefusal(reply.refused, language, mentions));
}

function refused(problem: (language: Language) => Problem): RowOutcome {
  const written = (language: Language) => toldProblem.parse(JSON.parse(toResponse(problem(language), language).body));
  return { outcome: 'refused', problem: { zh: written('zh'), en: written('en') } };
}
