import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { gatewayProblem, type ProblemResponse } from '../../functions/problems/problem.ts';
import { languageOf } from '../../shared/words/language.ts';
import { answerAndClose, hasBody } from '../body.ts';
import { doorProblem } from './door-problems.ts';
import type { Doors } from './doors.ts';
import { readJson } from './form.ts';
import { isOfOwnPage } from './own-page.ts';

const asked = z.strictObject({ code: z.string().max(100) });

type Told = ProblemResponse & { readonly cookie?: string };

/**
 * Where a page asks whether its browser holds the doors (GET), and takes a one-time code for them (POST). It is not there
 * where there are no doors.
 */
export async function serveDoors(
  request: IncomingMessage,
  response: ServerResponse,
  doors: Doors | undefined,
  origin: string,
): Promise<void> {
  const { statusCode, headers, body, cookie } = await answer(request, doors, origin);
  if (cookie !== undefined) response.setHeader('set-cookie', cookie);
  if (hasBody(request) && !request.complete) return answerAndClose(request, response, statusCode, headers, body);
  response.writeHead(statusCode, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

async function answer(request: IncomingMessage, doors: Doors | undefined, origin: string): Promise<Told> {
  const language = languageOf(request.headers['accept-language']);
  if (doors === undefined) return gatewayProblem('not-found', language);
  if (!isOfOwnPage(request, origin)) return doorProblem('doors-elsewhere', language);
  if (request.method === 'GET') return open(doors.areOpenTo(request));
  if (request.method !== 'POST')
    return withHeader(gatewayProblem('method-not-allowed', language), 'allow', 'GET, POST');
  // Every browser names the origin of what it posts.
  if (request.headers.origin !== origin) return doorProblem('doors-elsewhere', language);
  const parsed = asked.safeParse(await readJson(request));
  if (!parsed.success) return doorProblem('door-code-malformed', language);
  const entered = doors.enter(parsed.data.code);
  switch (entered.outcome) {
    case 'open':
      return { ...open(true), cookie: entered.cookie };
    case 'spent':
      return doorProblem('door-code-spent', language);
    case 'unknown':
      return doorProblem('door-code-unknown', language);
    case 'waits':
      return withHeader(gatewayProblem('too-many-requests', language), 'retry-after', String(entered.seconds));
  }
}

function open(isOpen: boolean): Told {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { statusCode: 200, headers, body: JSON.stringify({ open: isOpen }) };
}

function withHeader(told: ProblemResponse, name: string, value: string): Told {
  return { ...told, headers: { ...told.headers, [name]: value } };
}
