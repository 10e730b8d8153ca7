import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { CannotStart } from '../cannot-start.ts';
import { readAccountKey } from '../keys.ts';
import type { Person } from '../person.ts';
import { Accounts } from './accounts.ts';
import { COMMAND_LINE_CLIENT, COMMAND_LINE_REDIRECT } from './provider.ts';

const PATIENCE_MS = 10_000;
const MOST_REDIRECTS = 10;

const discovered = z.object({ issuer: z.url(), authorization_endpoint: z.url(), token_endpoint: z.url() });
const answered = z.object({ access_token: z.string(), token_type: z.literal('Bearer') });

/** Where the server of a data folder writes down who issues its tokens, for commands that run beside it. */
export function issuerFile(data: string): string {
  return join(data, 'sign-in', 'issuer');
}

/**
 * Signs a person in at the provider of a data folder's running server, as a browser would: authorization code with PKCE
 * (RFC 7636), the page's form, the code for a token. Who owns the data folder may sign in as anybody it knows.
 */
export async function obtainToken(data: string, person: Person): Promise<string> {
  const accounts = new Accounts(data, await readAccountKey(data));
  const known = await accounts.find(person.subject);
  if (!isSame(known, person)) await accounts.add(person);
  const password = accounts.password(person.subject);
  const issuer = (await readFile(issuerFile(data), 'utf8').catch(() => '')).trim();
  if (issuer === '') throw notRunning(data);
  const discovery = await ask(`${issuer}/.well-known/openid-configuration`, {}).catch(() => {
    throw notRunning(data);
  });
  const { authorization_endpoint, token_endpoint } = discovered.parse(await discovery.json());
  const verifier = randomBytes(32).toString('base64url');
  const code = await codeFor({ endpoint: authorization_endpoint, account: person.subject, password, verifier });
  const answer = await ask(token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: COMMAND_LINE_CLIENT,
      redirect_uri: COMMAND_LINE_REDIRECT,
      code,
      code_verifier: verifier,
    }),
  });
  return answered.parse(await answer.json()).access_token;
}

interface Asking {
  readonly endpoint: string;
  readonly account: string;
  readonly password: string;
  readonly verifier: string;
}

async function codeFor({ endpoint, account, password, verifier }: Asking): Promise<string> {
  const state = randomBytes(16).toString('base64url');
  const cookies = new Map<string, string>();
  const query = new URLSearchParams({
    client_id: COMMAND_LINE_CLIENT,
    redirect_uri: COMMAND_LINE_REDIRECT,
    response_type: 'code',
    scope: 'openid',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const page = await follow(`${endpoint}?${query}`, {}, cookies);
  const body = new URLSearchParams({ account, password });
  const signedIn = await follow(page.url, { method: 'POST', body }, cookies);
  const answer = new URL(signedIn.url).searchParams;
  const code = answer.get('code');
  if (!signedIn.isBack || code === null || answer.get('state') !== state) {
    throw new CannotStart(
      '登录未成功:正在运行的服务器可能属于另一个数据文件夹,请核对 NUANZHANG_DATA 和 PORT。',
      'Signing in did not work: the server that runs may be of another data folder. Check NUANZHANG_DATA and PORT.',
    );
  }
  return code;
}

/** Goes where a browser would go, with its cookies, until there is a page, or the way leads back to the client. */
async function follow(url: string, init: RequestInit, cookies: Map<string, string>) {
  let next = { url, init };
  for (let hop = 0; hop < MOST_REDIRECTS; hop += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await ask(next.url, { ...next.init, redirect: 'manual', headers: { cookie } }, 499);
    await response.arrayBuffer();
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) return { url: next.url, isBack: false };
    next = { url: new URL(location, next.url).href, init: {} };
    if (next.url.startsWith(`${COMMAND_LINE_REDIRECT}?`)) return { url: next.url, isBack: true };
  }
  throw new Error('signing in goes round in a circle');
}

async function ask(url: string, init: RequestInit, most = 299): Promise<Response> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
  if (response.status > most) throw new Error(`${new URL(url).pathname} answered ${response.status}`);
  return response;
}

function isSame(known: Person | undefined, { name, roles, units }: Person): boolean {
  const isKnown = known !== undefined && known.roles.join() === roles.join() && known.units.join() === units.join();
  return isKnown && (name === undefined || name === known.name);
}

export function notRunning(data: string): CannotStart {
  return new CannotStart(
    `数据文件夹 ${data} 的服务器没有运行;请先在另一个终端里 npm start。`,
    `No server runs over the data folder ${data}: npm start in another terminal first.`,
  );
}
