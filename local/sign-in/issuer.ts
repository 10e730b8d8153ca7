import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { createLocalJWKSet, createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import type { Session } from '../../shared/schemas/installation.ts';
import { CannotStart } from '../cannot-start.ts';
import type { Environment } from '../environment.ts';
import type { Keys } from '../keys.ts';
import type { Person } from '../person.ts';
import { saidBy } from '../said-by.ts';
import { Accounts } from './accounts.ts';
import { Doors } from './doors.ts';
import { issuerFile } from './obtain-token.ts';
import { openSignIn, SIGN_IN_PATH, WEB_CLIENT } from './provider.ts';
import { SignInStore } from './sign-in-store.ts';

/** Whose tokens the tracker takes. */
export interface Issuer {
  readonly issuer: string;
  /** Where it gives tokens; undefined where that is this server. */
  readonly tokenEndpoint: string | undefined;
  readonly audience: string;
  /** The client id of the pages. */
  readonly client: string;
  readonly keyOf: JWTVerifyGetKey;
  /** Serves what is the issuer's own: false where the path is none of it. */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
  /** Who is signed in; undefined where somebody else signs people in. */
  readonly sessions: () => readonly Session[] | undefined;
  /** A token for a person without a page; undefined where somebody else issues tokens. */
  readonly issue: ((person: Person) => Promise<string>) | undefined;
  /** Undefined where there are none. */
  readonly doors: Doors | undefined;
}

export interface IssuerOptions {
  readonly environment: Pick<Environment, 'data' | 'issuer' | 'audience' | 'client'>;
  readonly origin: string;
  readonly keys: Keys;
  /** Whether the demonstration has the folder, and so doors. */
  readonly hasDoors: boolean;
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/** Doors are for the machine itself, whatever else a server may listen on. */
const LOOPBACK = '127.0.0.1';

/** The issuer that the environment names, or else a provider in this process with the accounts of the data folder. */
export async function openIssuer(options: IssuerOptions): Promise<Issuer> {
  const { issuer, audience, client } = options.environment;
  if (issuer !== undefined) return { ...(await foreignIssuer(issuer, audience)), client };
  const { environment, origin, keys, hasDoors, now, log } = options;
  const store = await SignInStore.open(environment.data, now);
  const doorsHere = { origin, key: keys.accountKey, path: SIGN_IN_PATH, now };
  const doors = hasDoors && new URL(origin).hostname === LOOPBACK ? new Doors(doorsHere) : undefined;
  const signIn = openSignIn({
    origin,
    audience,
    privateKey: keys.signingKey,
    cookieKey: keys.cookieKey,
    accounts: new Accounts(environment.data, keys.accountKey),
    store,
    doors,
    now,
    log,
  });
  await writeIssuer(issuerFile(environment.data), `${signIn.issuer}\n`, log);
  const keyOf = createLocalJWKSet({ keys: [keys.publicKey] });
  const sessions = () => store.sessions();
  const { issuer: own, serve, issue } = signIn;
  return { issuer: own, tokenEndpoint: undefined, audience, client: WEB_CLIENT, keyOf, serve, sessions, issue, doors };
}

/** Commands beside the server look there for it. A disk that is full keeps them out, and not the server. */
async function writeIssuer(file: string, text: string, log: (line: string) => void): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return;
  await writeFile(file, text, { mode: 0o600 }).catch((error: unknown) => {
    log(`${file} 未能写入,npm run token 暂不可用:${saidBy(error)}`);
  });
}

const PATIENCE_MS = 5_000;
/** Between two looks for keys that are not known yet, whoever sends such tokens. */
const COOLDOWN_MS = 30_000;
const KEYS_MS = 600_000;

const discovered = z.object({ issuer: z.string(), jwks_uri: z.url(), token_endpoint: z.url().optional() });

/** OpenID Connect Discovery, section 4: the document is at a fixed place below the issuer, and names it. */
async function foreignIssuer(issuer: string, audience: string): Promise<Omit<Issuer, 'client'>> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const document = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'error' })
    .then((response) => response.json())
    .catch((error: unknown) => {
      throw unusable(issuer, saidBy(error));
    });
  const found = discovered.safeParse(document);
  if (!found.success || found.data.issuer !== issuer) throw unusable(issuer, `${url} names another issuer, or no keys`);
  const { jwks_uri, token_endpoint: tokenEndpoint } = found.data;
  const keyOf = createRemoteJWKSet(new URL(jwks_uri), {
    timeoutDuration: PATIENCE_MS,
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: KEYS_MS,
  });
  const none = { sessions: () => undefined, issue: undefined, doors: undefined };
  return { issuer, tokenEndpoint, audience, keyOf, serve: () => false, ...none };
}

function unusable(issuer: string, said: string): CannotStart {
  return new CannotStart(
    `签发者 ${issuer} 无法使用:${said}。请检查 NUANZHANG_ISSUER。`,
    `The issuer ${issuer} cannot be used: ${said}. Check NUANZHANG_ISSUER.`,
  );
}
