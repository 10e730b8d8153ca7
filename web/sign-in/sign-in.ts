import * as oauth from 'oauth4webapi';
import * as z from 'zod';
import type { Role } from '../../shared/domain/role.ts';
import { type Configuration, installationAnswers } from '../../shared/schemas/installation.ts';
import { ask } from '../ask/ask.ts';
import { begin, drop, end, read, type Session } from './session.ts';

/** Authorization code flow with PKCE (RFC 7636) at the issuer that the server names; it comes back to the server's own address. */

const PENDING = 'nuanzhang.signing-in';
const HOUR_S = 3_600;

const pending = z.object({ verifier: z.string(), state: z.string(), returnTo: z.string().startsWith('/') });

interface Issuer {
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
}

let known: Promise<Issuer> | undefined;

/** Whom people sign in at; looked for again where that failed. */
function issuer(): Promise<Issuer> {
  known ??= discovered().catch((error: unknown) => {
    known = undefined;
    throw error;
  });
  return known;
}

async function discovered(): Promise<Issuer> {
  const { issuer, client }: Configuration = await ask('/api/configuration', installationAnswers.configuration);
  const url = new URL(issuer);
  const response = await oauth.discoveryRequest(url, options());
  return { server: await oauth.processDiscoveryResponse(url, response), client: { client_id: client } };
}

/** Without TLS on the loopback address alone, where a page has crypto at all. */
function options() {
  return { [oauth.allowInsecureRequests]: location.protocol === 'http:' };
}

function returnAddress(): string {
  return `${location.origin}/`;
}

interface SigningIn {
  /** The door of a demonstration that one goes in by; the session of before is let go of. */
  readonly door?: Role;
  /** Where one comes back to; the address that is shown now, unless it is said. */
  readonly returnTo?: string;
}

/** Leads to the issuer's page, and from there back. */
export async function signIn({ door, returnTo = here() }: SigningIn = {}): Promise<void> {
  const { server, client } = await issuer();
  if (server.authorization_endpoint === undefined) throw new Error(`${server.issuer} names no authorization endpoint`);
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  sessionStorage.setItem(PENDING, JSON.stringify({ verifier, state, returnTo }));
  const url = new URL(server.authorization_endpoint);
  for (const [name, value] of Object.entries({
    client_id: client.client_id,
    redirect_uri: returnAddress(),
    response_type: 'code',
    scope: 'openid',
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(door === undefined ? {} : { login_hint: door }),
  })) {
    url.searchParams.set(name, value);
  }
  // What is still being asked goes out as who asked.
  if (door !== undefined) addEventListener('pagehide', drop, { once: true });
  location.assign(url);
}

function here(): string {
  return `${location.pathname}${location.search}${location.hash}`;
}

/**
 * Takes what the issuer sent back with the address, where this is such an address, and puts the one in its place from
 * which signing in began. Throws what went wrong; the address is put right all the same.
 */
export async function comeBack(): Promise<void> {
  const url = new URL(location.href);
  const text = sessionStorage.getItem(PENDING);
  sessionStorage.removeItem(PENDING);
  const begun = pending.safeParse(text === null ? undefined : JSON.parse(text));
  history.replaceState(null, '', begun.success ? begun.data.returnTo : '/');
  if (!begun.success) return;
  const { server, client } = await issuer();
  const parameters = oauth.validateAuthResponse(server, client, url, begun.data.state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    returnAddress(),
    begun.data.verifier,
    options(),
  );
  const answer = await oauth.processAuthorizationCodeResponse(server, client, response);
  begin(sessionOf(answer, oauth.getValidatedIdTokenClaims(answer)?.sub));
}

export async function renew({ refreshToken = '', ...held }: Session): Promise<Session> {
  const { server, client } = await issuer();
  const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refreshToken, options());
  const answer = await oauth.processRefreshTokenResponse(server, client, response);
  return { ...held, refreshToken, ...sessionOf(answer, held.subject) };
}

function sessionOf(answer: oauth.TokenEndpointResponse, subject: string | undefined): Session {
  const { access_token, expires_in = HOUR_S, refresh_token, id_token } = answer;
  return {
    accessToken: access_token,
    until: Date.now() + expires_in * 1_000,
    ...(refresh_token === undefined ? {} : { refreshToken: refresh_token }),
    ...(id_token === undefined ? {} : { idToken: id_token }),
    ...(subject === undefined ? {} : { subject }),
  };
}

/** Ends the session here, and leads to the issuer's page that ends it there, if it has one. */
export async function signOut(): Promise<void> {
  const idToken = read()?.idToken;
  end('no');
  const { server, client } = await issuer();
  if (server.end_session_endpoint === undefined) return;
  const url = new URL(server.end_session_endpoint);
  url.searchParams.set('client_id', client.client_id);
  url.searchParams.set('post_logout_redirect_uri', returnAddress());
  if (idToken !== undefined) url.searchParams.set('id_token_hint', idToken);
  location.assign(url);
}
