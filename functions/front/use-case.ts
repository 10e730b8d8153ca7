import { createHmac } from 'node:crypto';
import * as z from 'zod';
import type { AnyCommand, KeyReused } from '../../shared/commands/command.ts';
import type { CalendarDate } from '../../shared/domain/calendar.ts';
import type { Id } from '../../shared/domain/id.ts';
import { isRefusal, type Refusal } from '../../shared/domain/refusal.ts';
import { parse } from '../../shared/schemas/body.ts';
import type { Fault } from '../../shared/schemas/fault.ts';
import type { StoredEntry } from '../../shared/storage/ports/ledger.ts';
import { recordedAnswer } from '../answers/recorded.ts';
import type { Tracker } from '../composition/tracker.ts';
import type { GatewayProblemName } from '../problems/gateway-problems.ts';
import type { Role } from '../routes.ts';
import type { Caller } from './caller.ts';

/** A request after everything that all routes share was checked. */
export interface Asked {
  readonly caller: Caller;
  /** The role the call is made in; null on a route that asks for none. */
  readonly role: Role | null;
  /** The unit codes the call is bound to; undefined where the role is not bound to units. */
  readonly units: readonly string[] | undefined;
  /** What the path names, where the route has a parameter: an id, or the SHA-256 of evidence. */
  readonly target: Id | undefined;
  /** Every parameter of the path by its name, not checked yet. */
  readonly path: Readonly<Record<string, string | undefined>>;
  /** The Idempotency-Key of a write. */
  readonly key: Id | undefined;
  /** The JSON body of a write, or the query parameters of a read, not parsed yet. */
  readonly input: unknown;
  readonly today: CalendarDate;
  /** SHA-256 over subject, route and canonical body, in base64. Only of a body that parsed. */
  readonly requestHash: () => string;
}

/** A file as it lies in a store, for answers that are no JSON. */
export interface ServedFile {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** Whether what stands at this address never changes, or may in a moment. */
  readonly cached: 'for-good' | 'briefly';
}

export type Reply =
  | { readonly status: 200 | 201 | 202; readonly body: object }
  | { readonly file: ServedFile }
  | { readonly refused: Refusal | KeyReused }
  /** Nothing that a rule says: there is nothing at this address. */
  | { readonly problem: GatewayProblemName }
  | { readonly faults: readonly Fault[] };

/** What one route does: parse, call, respond. `T` is what it works with. */
export interface UseCase<T = Tracker> {
  readonly run: (tracker: T, asked: Asked) => Promise<Reply>;
}

/** What a write answers beside what was recorded. */
type Beside = (tracker: Tracker, recorded: StoredEntry) => Promise<object>;

/** A write: its body, and the command that decides and records it. A repeat answers 200 with what was recorded. */
export function write<B>(body: z.ZodType<B>, command: AnyCommand<B>, beside: Beside = async () => ({})): UseCase {
  return {
    async run(tracker, asked) {
      const parsed = parse(body, asked.input, asked.today);
      if ('faults' in parsed) return parsed;
      const { key, role, caller, units, target } = asked;
      if (key === undefined || role === null) throw new Error('a write has a key and is made in a role');
      const answer = await command(tracker, {
        id: key,
        actor: { subject: caller.subject, role },
        roles: caller.roles,
        units,
        requestHash: keyed(await tracker.personKey(), asked.requestHash()),
        target: target as never,
        body: parsed.value,
      });
      if ('refusal' in answer) return { refused: answer };
      const answered = { ...recordedAnswer(answer, showingFor(role)), ...(await beside(tracker, answer.entry)) };
      return { status: answer.recorded === 'now' ? 201 : 200, body: answered };
    },
  };
}

/** A body may name a person, whose name could be found by trying: so its hash is stored only under a key. */
function keyed(key: Uint8Array, requestHash: string): string {
  return createHmac('sha256', key).update(requestHash).digest('base64');
}

/** A read: its query parameters, and what answers them. */
export function read<Q, T = Tracker>(
  query: z.ZodType<Q>,
  answer: (tracker: T, query: Q, asked: Asked) => Promise<object | Refusal>,
): UseCase<T> {
  return {
    async run(tracker, asked) {
      const parsed = parse(query, asked.input, asked.today);
      if ('faults' in parsed) return parsed;
      const found = await answer(tracker, parsed.value, asked);
      return isRefusal(found) ? { refused: found } : { status: 200, body: found };
    },
  };
}

/** A read that takes no query parameters. */
export const noQuery = z.strictObject({});

/** What a caller may see of a document: a coordinator sees no prices. */
export function showingFor(role: Role | null): { readonly prices: boolean } {
  return { prices: role !== 'coordinator' };
}
