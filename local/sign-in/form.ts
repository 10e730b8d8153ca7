import type { IncomingMessage } from 'node:http';
import { readBody } from '../body.ts';

/** What a sign-in page may send. */
const MOST_BYTES = 4_096;

/** The fields of a form; undefined where it is none, or larger than any page of ours sends. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  if (!isOfType(request, 'application/x-www-form-urlencoded')) return undefined;
  const text = await readText(request);
  return text === undefined ? undefined : new URLSearchParams(text);
}

/** The value of a JSON body; undefined where it is none, malformed, or larger than any page of ours sends. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!isOfType(request, 'application/json')) return undefined;
  const text = await readText(request);
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function isOfType({ headers }: IncomingMessage, type: string): boolean {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() === type;
}

async function readText(request: IncomingMessage): Promise<string | undefined> {
  const body = await readBody(request);
  return typeof body === 'object' && body.length <= MOST_BYTES ? body.toString('utf8') : undefined;
}
