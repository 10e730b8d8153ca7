import type * as z from 'zod';
import type { KeyReused } from '../../shared/commands/command.ts';
import type { CalendarDate } from '../../shared/domain/calendar.ts';
import type { Id } from '../../shared/domain/id.ts';
import { isRefusal, type Refusal } from '../../shared/domain/refusal.ts';
import type { Role } from '../../shared/domain/role.ts';
import type { Access, Route } from '../../shared/routes.ts';
import { type Parsed, parse } from '../../shared/schemas/body.ts';
import type { dryRunQuery } from '../../shared/schemas/dry-run.ts';
import { type Fault, pointerOf } from '../../shared/schemas/fault.ts';
import { LIMITS } from '../../shared/schemas/limits.ts';
import type { AsOf } from '../../shared/storage/ports/journal.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Answered } from '../answers/answers.ts';
import type { GatewayProblemName } from '../problems/gateway-problems.ts';
import type { Caller } from './caller.ts';

/** What a path names, where it has a parameter for it: an id, a lot, a month, or the SHA-256 of evidence. */
export type TargetIn<P extends string> = P extends `${string}{${'id' | 'lot' | 'month' | 'sha256'}}${string}`
  ? Id
  : undefined;

/** A request after everything that all routes share was checked. */
export interface Asked<T extends Id | undefined = Id | undefined> {
  readonly caller: Caller;
  /** The role the call is made in; null on a route that asks for none. */
  readonly role: Role | null;
  /** The unit codes the call is bound to; undefined where the role is not bound to units. */
  readonly units: readonly string[] | undefined;
  /** What the path names; undefined where it has no parameter for it. */
  readonly target: T;
  /** Every parameter of the path by its name, not checked yet. */
  readonly path: Readonly<Record<string, string | undefined>>;
  /** The Idempotency-Key of a write. */
  readonly key: Id | undefined;
  /** Whether a write is only to tell what would become of it. */
  readonly isDryRun: boolean;
  /** The JSON body of a write, or the query parameters of a read, not parsed yet. */
  readonly input: unknown;
  readonly today: CalendarDate;
  /** In which the caller reads. */
  readonly language: Language;
  /** SHA-256 over subject, route and canonical body, in base64. Only of a body that parsed. */
  readonly requestHash: () => string;
}

/** A file as it lies in a store, for answers that are no JSON. */
export interface ServedFile {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** Whether what stands at this address never changes, or may in a moment. */
  readonly cached: 'for-good' | 'briefly';
  /** When it was last written, in milliseconds since 1970 UTC, where that is told. */
  readonly changedAt?: number | undefined;
}

/** How long an answer may be kept: until it is asked for again and was not changed, or for minutes by anybody. */
export type Kept = 'revalidated' | 'for-minutes';

export type Reply =
  | { readonly status: 200 | 201 | 202; readonly body: object }
  | { readonly file: ServedFile }
  /** What was asked for stands elsewhere. */
  | { readonly location: `/${string}` }
  | { readonly refused: Refusal | KeyReused }
  /** Nothing that a rule says: there is nothing at this address. */
  | { readonly problem: GatewayProblemName }
  /** What is asked for takes one of these roles, which the route alone does not say. */
  | { readonly forbidden: readonly Role[] }
  | { readonly faults: readonly Fault[] };

/**
 * One operation, declared whole: where it is asked for and by whom, what it takes and answers, and what it does with `T`.
 * A table of a group names each of its operations once; routes, grants, the OpenAPI document and the page of permissions
 * are made from these tables.
 */
export type Declared<T> = Answered &
  Pick<Route, 'method' | 'path' | 'access' | 'units'> & {
    readonly summary: string;
    readonly body?: z.ZodType;
    readonly query?: z.ZodObject;
    /** The status of a POST that does something for the first time: 201 unless told otherwise. */
    readonly first?: 200 | 202;
    /** A read that refuses by state too, with 409. */
    readonly refuses?: true;
    /** What nobody may keep, where this is left out. */
    readonly kept?: Kept;
    /** Of which prefix of the log the answer would be, where it is made of that and nothing else: at one small read. */
    readonly asOf?: (tracker: T, asked: Asked) => Promise<AsOf | null | undefined>;
    readonly run: (tracker: T, asked: Asked) => Promise<Reply>;
  };

/** The operations of a group by their names. */
export type Table<T> = Readonly<Record<string, Declared<T>>>;

export type AnswerOf<F extends Answered['form']> = Extract<Answered, { readonly form: F }>['answer'];

interface Submit<B, T, P extends string> {
  readonly body: z.ZodType<B>;
  /** How the body is described, where parts of it are looked at later than it is taken. */
  readonly described?: z.ZodType;
  /** Of one that can be tried. */
  readonly query?: typeof dryRunQuery;
  readonly answer: AnswerOf<'whole'>;
  readonly first?: 200 | 202;
  readonly submit: (tracker: T, body: B, asked: Asked<TargetIn<P>>) => Promise<Reply>;
}

/** A POST that leaves the ledger as it is. */
export function submit<B, T, P extends Route['path']>(
  path: P,
  access: readonly Role[],
  summary: string,
  { submit, body: taken, described, ...terms }: Submit<B, T, P>,
) {
  const run = async (tracker: T, asked: Asked): Promise<Reply> => {
    const parsed = parse(taken, asked.input, asked.today);
    return 'faults' in parsed ? parsed : submit(tracker, parsed.value, targeted(asked, path));
  };
  const body: z.ZodType = described ?? taken;
  return { method: 'POST', path, access, units: 'any', summary, form: 'whole', body, ...terms, run } as const;
}

type ReadAnswer = Exclude<Answered, { readonly form: 'recorded' | 'file' | 'redirect' }>;

/** What a read takes, what answers it, and in which form. */
export type Read<Q, T, X extends Id | undefined = Id | undefined, F = unknown, A = unknown> = ReadAnswer & {
  readonly form: F;
  readonly answer: A;
  /** The query parameters that it takes; none where this is left out. */
  readonly query?: z.ZodObject & z.ZodType<Q>;
  readonly refuses?: true;
  readonly kept?: Kept;
  /** Of which prefix of the log the answer would be; its own `asOf` says of which it is. Undefined where that is not all. */
  readonly asOf?: (tracker: T, query: Q) => Promise<AsOf | null | undefined>;
  readonly read: (tracker: T, query: Q, asked: Asked<X>) => Promise<object | Refusal>;
};

export function read<Q, T, P extends Route['path'], const F, const A>(
  path: P,
  access: Access,
  summary: string,
  { read, asOf, ...terms }: Read<Q, T, TargetIn<P>, F, A>,
  units: Route['units'] = 'any',
) {
  const parsedOf = ({ input, today }: Asked): Parsed<Q> =>
    terms.query === undefined ? nothing<Q>(input) : parse(terms.query, input, today);
  const run = async (tracker: T, asked: Asked): Promise<Reply> => {
    const parsed = parsedOf(asked);
    if ('faults' in parsed) return parsed;
    const found = await read(tracker, parsed.value, targeted(asked, path));
    return isRefusal(found) ? { refused: found } : { status: 200, body: found };
  };
  const asOfAsked = async (tracker: T, asked: Asked) => {
    const parsed = parsedOf(asked);
    return 'faults' in parsed ? undefined : asOf?.(tracker, parsed.value);
  };
  const known = asOf === undefined ? {} : { asOf: asOfAsked };
  return { method: 'GET', path, access, units, summary, ...terms, ...known, run } as const;
}

/** What was asked of a path, with what this path names. */
export function targeted<P extends string>(asked: Asked, path: P): Asked<TargetIn<P>> {
  const isNamed = /\{(id|lot|month|sha256)\}/.test(path);
  if (isNamed && asked.target === undefined) throw new Error(`${path} was asked for without what it names`);
  return asked as Asked<TargetIn<P>>;
}

/** What is wrong with query parameters where none are taken: each of them. */
export function unaskedFor(input: unknown): readonly Fault[] {
  const names = typeof input === 'object' && input !== null ? Object.keys(input) : [];
  return names.slice(0, LIMITS.faults).map((name) => ({ pointer: pointerOf([name]), code: 'unknown-field' }));
}

/** No query parameters. Without a schema for them, what reads them knows nothing of them. */
function nothing<Q>(input: unknown): Parsed<Q> {
  const faults = unaskedFor(input);
  return faults.length > 0 ? { faults } : { value: {} as Q };
}

/** A file as it lies in a store. */
export function file<T, P extends Route['path']>(
  path: P,
  access: 'public' | readonly Role[],
  summary: string,
  answer: AnswerOf<'file'>,
  serve: (tracker: T, asked: Asked<TargetIn<P>>) => Promise<Reply>,
) {
  const run = (tracker: T, asked: Asked): Promise<Reply> => serve(tracker, targeted(asked, path));
  return { method: 'GET', path, access, units: 'any', summary, form: 'file', answer, run } as const;
}

/** What stands elsewhere. A browser goes there and takes the fragment along (RFC 9110, section 10.2.2); a query says nothing. */
export function redirect<P extends Route['path'], const L extends `/${string}`>(path: P, summary: string, location: L) {
  const run = async (): Promise<Reply> => ({ location });
  return {
    method: 'GET',
    path,
    access: 'public',
    units: 'any',
    summary,
    form: 'redirect',
    answer: location,
    run,
  } as const;
}

/** What a caller may see of a document: a coordinator sees no prices. */
export function showingFor(role: Role | null): { readonly prices: boolean } {
  return { prices: role !== 'coordinator' };
}
