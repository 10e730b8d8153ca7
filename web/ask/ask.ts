import type * as z from 'zod';
import { currentLanguage } from '../words/language.ts';
import { Problem, problemIn } from './problem.ts';

/** The one place from which the pages ask the server. */

/** Who asks. The sign-in room gives it; without it, only what is public is answered. */
export interface Credentials {
  /** A token that is good now; undefined where nobody is signed in. */
  readonly token: () => Promise<string | undefined>;
  /** A token was refused: another one, or undefined where one has to sign in again. */
  readonly renewed: (refused: string) => Promise<string | undefined>;
}

let credentials: Credentials = { token: async () => undefined, renewed: async () => undefined };

export function askAs(given: Credentials): void {
  credentials = given;
}

/** A path of the API with its query, `/api/entries?kind=order`, or where a demonstration tells of its doors. */
export type Path = `/api/${string}` | '/oidc/doors';

export interface Asking {
  readonly method?: 'GET' | 'POST';
  /** What is written, as JSON. */
  readonly body?: object;
  /** Of a write: the id of the entry that it becomes, the same at each try. */
  readonly key?: string;
  readonly signal?: AbortSignal;
}

const PATIENCE_MS = 35_000;

/** Asks, and gives the answer as its schema reads it. Throws a Problem, and nothing else but an AbortError. */
export async function ask<S extends z.ZodType>(path: Path, schema: S, asking: Asking = {}): Promise<z.output<S>> {
  const response = await answered(path, asking);
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    throw new Problem('unreadable', { status: response.status, detail: `${path}: ${parsed.error.message}` });
  }
  return parsed.data;
}

/** The same of what is no JSON: checkpoints, tiles, keys. */
export async function askForBytes(path: Path, asking: Asking = {}): Promise<Uint8Array<ArrayBuffer>> {
  const response = await answered(path, asking);
  return new Uint8Array(await response.arrayBuffer());
}

export interface Text {
  readonly text: string;
  /** When it was written, in milliseconds since 1970, where the server tells it. */
  readonly changedAt: number | undefined;
}

export async function askForText(path: Path, asking: Asking = {}): Promise<Text> {
  const response = await answered(path, asking);
  const changedAt = Date.parse(response.headers.get('last-modified') ?? '');
  return { text: await response.text(), changedAt: Number.isNaN(changedAt) ? undefined : changedAt };
}

async function answered(path: Path, asking: Asking): Promise<Response> {
  const token = await credentials.token();
  const response = await sent(path, asking, token);
  if (response.ok) return response;
  const problem = await problemIn(response);
  if (problem.why !== 'unauthenticated' || token === undefined) throw problem;
  const another = await credentials.renewed(token);
  if (another === undefined) throw problem;
  const again = await sent(path, asking, another);
  if (again.ok) return again;
  throw await problemIn(again);
}

async function sent(path: Path, { method = 'GET', body, key, signal }: Asking, token?: string): Promise<Response> {
  const headers = new Headers({ accept: 'application/json', 'accept-language': currentLanguage() });
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (key !== undefined) headers.set('idempotency-key', key);
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    return await fetch(path, {
      method,
      headers,
      signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem('unreachable', { detail: String(error) });
  }
}
