import type * as z from 'zod';
import type { AnyCommand, Command, CommandOn } from '../../shared/commands/command.ts';
import type { Kind } from '../../shared/domain/facts.ts';
import type { Id } from '../../shared/domain/id.ts';
import { KINDS } from '../../shared/domain/kinds.ts';
import type { Role } from '../../shared/domain/role.ts';
import type { Route } from '../../shared/routes.ts';
import { parse } from '../../shared/schemas/body.ts';
import { dryRunQuery } from '../../shared/schemas/dry-run.ts';
import type { StoredEntry } from '../../shared/storage/ports/ledger.ts';
import { recordedAnswer } from '../answers/recorded.ts';
import type { Tracker } from '../composition/tracker.ts';
import { type AnswerOf, type Asked, type Reply, showingFor, type TargetIn, targeted } from './operation.ts';
import { keyedHash } from './request-hash.ts';

interface Write<B, K extends Kind, P extends string> {
  readonly body: z.ZodType<B>;
  /** The kind of entry that it records. */
  readonly writes: K;
  /** The document answered beside the entry, where its kind does not say which: something registered. */
  readonly answer?: AnswerOf<'recorded'>;
  /** Decides and records. */
  readonly command: TargetIn<P> extends Id ? CommandOn<B> : Command<B>;
  /** What is answered beside what was recorded. */
  readonly beside?: (tracker: Tracker, recorded: StoredEntry) => Promise<object>;
}

/**
 * A write of the ledger. A repeat answers 200 with what was recorded; a dry run answers 200 with what would be, under a
 * key that stays free.
 */
export function write<B, K extends Kind, P extends Route['path']>(
  path: P,
  access: readonly Role[],
  summary: string,
  { command, beside = async () => ({}), ...terms }: Write<B, K, P>,
  units: Route['units'] = 'any',
) {
  const run = async (tracker: Tracker, asked: Asked): Promise<Reply> => {
    const parsed = parse(terms.body, asked.input, asked.today);
    if ('faults' in parsed) return parsed;
    const { key, role, caller, target } = targeted(asked, path);
    if (key === undefined || role === null) throw new Error('a write has a key and is made in a role');
    const outcome = await (command as AnyCommand<B>)(tracker, {
      id: key,
      actor: { subject: caller.subject, role },
      signedIn: caller.signedIn,
      roles: caller.roles,
      units: caller.units,
      writes: terms.writes,
      isDryRun: asked.isDryRun,
      requestHash: keyedHash(await tracker.personKey(), asked.requestHash()),
      target: target as never,
      body: parsed.value,
    });
    if ('refusal' in outcome) return { refused: outcome };
    const told = recordedAnswer(outcome, showingFor(role));
    // What is shown beside an entry is shown because the entry stands.
    if (outcome.recorded === 'not') return { status: 200, body: { dryRun: true, ...told } };
    const answered = { ...told, ...(await beside(tracker, outcome.entry)) };
    return { status: outcome.recorded === 'now' ? 201 : 200, body: answered };
  };
  return {
    method: 'POST',
    path,
    access,
    units,
    summary,
    form: 'recorded',
    answer: answerTo(terms.writes),
    query: dryRunQuery,
    ...terms,
    run,
  } as const;
}

/** What an entry of a kind is about. */
function answerTo(kind: Kind): AnswerOf<'recorded'> {
  const { document } = KINDS[kind];
  if (document === null) return 'noDocument';
  const about = 'opens' in document ? document.opens : document.of;
  return about === 'target' || about === 'registered' ? 'anyDocument' : about;
}
