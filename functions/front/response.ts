import type { Access } from '../../shared/routes.ts';
import { languageOf } from '../../shared/words/language.ts';
import type { Mentions } from '../../shared/words/mentions.ts';
import { gatewayProblemOf, type Problem, type ProblemResponse, toResponse } from '../problems/problem.ts';
import type { Names } from './names.ts';
import type { Kept, Reply, ServedFile } from './operation.ts';
import { isHeld, tagOf } from './tags.ts';

/** As much of an event as answers go by. */
interface AnsweredEvent {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly requestContext: { readonly requestId: string };
}

/** What an answer is made for: the request, and how its operation is declared. */
export interface Answering {
  readonly event: AnsweredEvent;
  readonly access: Access;
  readonly kept?: Kept | undefined;
}

/** What ids mean: in sentences, and beside the ids themselves. */
export interface Meanings {
  readonly mentions: Mentions;
  readonly names: Names;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** What an operation replied, as it leaves. */
export async function respond(
  reply: Reply,
  answering: Answering,
  { mentions, names }: Meanings,
): Promise<ProblemResponse> {
  const { event } = answering;
  if ('body' in reply) return jsonResponse(reply, answering);
  if ('file' in reply) return fileResponse(reply.file, answering);
  if ('location' in reply) {
    const headers = { location: reply.location, 'cache-control': 'no-store', ...traced(event) };
    return { statusCode: 303, headers, body: '' };
  }
  const language = languageOf(event.headers['accept-language']);
  if ('problem' in reply) return problemResponse(gatewayProblemOf(reply.problem, language), event);
  const { forbiddenProblem, invalidProblem, problemOfRefusal } = await import('../problems/refusal.ts');
  if ('forbidden' in reply) return problemResponse(forbiddenProblem(reply.forbidden, language), event);
  if ('faults' in reply) return problemResponse(invalidProblem(reply.faults, language), event);
  const problem = problemOfRefusal(reply.refused, language, mentions);
  return problemResponse({ ...problem, members: withNames(problem.members ?? {}, names) }, event);
}

/** Beside what it names, where it names anything. */
export function withNames(body: object, names: Names): object {
  return Object.keys(names).length === 0 ? body : { ...body, names };
}

const KEPT = { revalidated: 'no-cache', 'for-minutes': 'max-age=300' } as const;
const CACHE = { 'for-good': 'max-age=31536000, immutable', briefly: 'max-age=2' } as const;

/** Only what anybody may read may be kept by caches that answer others (RFC 9111, section 5.2.2.9). */
function cacheControl(access: Access, how: string): string {
  return `${access === 'public' ? 'public' : 'private'}, ${how}`;
}

interface Written {
  readonly text: string;
  readonly etag: string;
}

/** What is the same object whoever asks, as it is written. */
const WRITTEN = new WeakMap<object, Written>();

function written(body: object, kept: Kept): Written {
  const known = WRITTEN.get(body);
  if (known !== undefined) return known;
  const text = JSON.stringify(body);
  const made = { text, etag: tagOf(text) };
  if (kept === 'for-minutes') WRITTEN.set(body, made);
  return made;
}

function jsonResponse({ status, body }: Extract<Reply, { body: object }>, answering: Answering): ProblemResponse {
  const { event, access, kept } = answering;
  const headers = { 'content-type': JSON_TYPE, ...traced(event) };
  if (kept === undefined || status !== 200) {
    return { statusCode: status, headers: { ...headers, 'cache-control': 'no-store' }, body: JSON.stringify(body) };
  }
  const { text, etag } = written(body, kept);
  if (isHeld(etag, event.headers['if-none-match'])) return asHeld(etag, answering);
  return { statusCode: 200, headers: { ...headers, ...keptBy(etag, access, kept) }, body: text };
}

/** Nothing but that the client holds what would be answered. */
export function asHeld(etag: string, { event, access, kept = 'revalidated' }: Answering): ProblemResponse {
  return { statusCode: 304, headers: { ...traced(event), ...keptBy(etag, access, kept) }, body: '' };
}

function keptBy(etag: string, access: Access, kept: Kept) {
  return { etag, 'cache-control': cacheControl(access, KEPT[kept]), vary: 'accept-encoding' };
}

/** Text travels as it is; anything else in base64, which the gateway undoes. */
function fileResponse(
  { bytes, mediaType, cached, changedAt }: ServedFile,
  { event, access }: Answering,
): ProblemResponse {
  const isText = mediaType.startsWith('text/');
  return {
    statusCode: 200,
    headers: {
      'content-type': mediaType,
      'cache-control': cacheControl(access, CACHE[cached]),
      ...(changedAt !== undefined && { 'last-modified': new Date(changedAt).toUTCString() }),
      ...traced(event),
    },
    body: Buffer.from(bytes).toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
  };
}

/** A problem, in the language that was asked for. */
export function problemResponse(problem: Problem, event: AnsweredEvent): ProblemResponse {
  const response = toResponse(problem, languageOf(event.headers['accept-language']));
  return { ...response, headers: { ...response.headers, ...traced(event) } };
}

function traced(event: AnsweredEvent) {
  return { 'x-request-id': event.requestContext.requestId };
}
