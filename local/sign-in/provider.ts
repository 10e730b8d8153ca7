import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JWK } from 'jose';
import Provider, { type Configuration, errors, interactionPolicy } from 'oidc-provider';
import type { Person } from '../person.ts';
import type { Accounts } from './accounts.ts';
import { serveDoors } from './door-route.ts';
import { accountBehind, type Doors } from './doors.ts';
import { interactionOf } from './interaction.ts';
import { isOfOwnPage } from './own-page.ts';
import { PAGE_HEADERS, problemPage, signedOutPage, signOutPage } from './page.ts';
import type { SignInStore } from './sign-in-store.ts';

/** Where the provider is, below the server's origin. */
export const SIGN_IN_PATH = '/oidc';
/** Where a page takes a one-time code for the doors of a demonstration. */
export const DOORS_PATH = `${SIGN_IN_PATH}/doors`;
/** The pages of the tracker, and programs on this machine that a person signs in for. */
export const WEB_CLIENT = 'nuanzhang-web';
export const COMMAND_LINE_CLIENT = 'nuanzhang-command-line';
export const COMMAND_LINE_REDIRECT = 'http://127.0.0.1/signed-in';

const HOUR = 3_600;
/** A token of the command line is pasted, and nobody renews it. */
export const COMMAND_LINE_TOKEN_SECONDS = 12 * HOUR;
const DAY = 24 * HOUR;
/** Stands for the tracker where the provider speaks of resources (RFC 8707). */
const RESOURCE = 'urn:nuanzhang:tracker';

export interface SignInOptions {
  /** `http://127.0.0.1:8080` */
  readonly origin: string;
  readonly audience: string;
  /** Signs tokens: RSA, with its `kid`. */
  readonly privateKey: JWK;
  readonly cookieKey: Buffer;
  readonly accounts: Accounts;
  readonly store: SignInStore;
  /** Through which demo accounts sign in without a password; undefined where there are none. */
  readonly doors: Doors | undefined;
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/** The OpenID provider of this machine: it knows the accounts of the data folder, and signs as any other issuer would. */
export interface SignIn {
  readonly issuer: string;
  /** Serves everything below the provider's path: false where the path is none of its own. */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
  /** An access token for a person, without a page: for what runs in this process. */
  issue(person: Person): Promise<string>;
}

export function openSignIn(options: SignInOptions): SignIn {
  const { origin, accounts, doors, now, log } = options;
  const issuer = `${origin}${SIGN_IN_PATH}`;
  const provider = new Provider(issuer, configurationOf(options));
  // Behind a proxy, which ends TLS. Whatever it says of host and scheme is set below.
  provider.proxy = true;
  // What is not the client's doing is told here; to the client it is told without what is inside.
  provider.on('server_error', (_context, error) => log(error.stack ?? error.message));
  const path = `${SIGN_IN_PATH}/sign-in/`;
  const interaction = interactionOf({ provider, accounts, doors, path, now, log });
  const callback = provider.callback();
  return {
    issuer,
    serve(request, response) {
      const url = request.url ?? '';
      if (!url.startsWith(`${SIGN_IN_PATH}/`)) return false;
      if (url === DOORS_PATH) {
        serveDoors(request, response, doors, origin).catch(() => response.destroy());
        return true;
      }
      const isOwn = isOfOwnPage(request, origin);
      // Whatever host a request names, there is one issuer.
      const { host, protocol } = new URL(origin);
      request.headers.host = host;
      request.headers['x-forwarded-host'] = host;
      request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
      if (url.startsWith(path)) {
        interaction(request, response, isOwn);
        return true;
      }
      Object.assign(request, { originalUrl: url, url: url.slice(SIGN_IN_PATH.length) });
      callback(request, response);
      return true;
    },
    async issue(person) {
      const client = await provider.Client.find(COMMAND_LINE_CLIENT);
      if (client === undefined) throw new Error('the provider does not know its own client');
      const token = new provider.AccessToken({
        accountId: person.subject,
        client,
        grantId: '',
        gty: 'local',
        expiresIn: COMMAND_LINE_TOKEN_SECONDS,
        scope: '',
        extra: claimsOf(person),
        resourceServer: {
          ...resourceOf(options.audience, client.clientId),
          scopes: new Set<string>(),
          identifier: () => RESOURCE,
        },
      });
      return token.save();
    },
  };
}

/** Lists travel as words separated by spaces, as most issuers write them. */
function claimsOf({ name, roles, units }: Person) {
  return { ...(name === undefined ? {} : { name }), roles: roles.join(' '), units: units.join(' ') };
}

function resourceOf(audience: string, client: string) {
  return {
    scope: '',
    audience,
    accessTokenTTL: client === COMMAND_LINE_CLIENT ? COMMAND_LINE_TOKEN_SECONDS : HOUR,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'RS256' } },
  } as const;
}

function configurationOf(options: SignInOptions): Configuration {
  const { origin, audience, privateKey, cookieKey, accounts, store, doors } = options;
  const signedIn = `${origin}/`;
  return {
    adapter: (model: string) => store.adapter(model),
    jwks: { keys: [privateKey] },
    clients: [
      {
        client_id: WEB_CLIENT,
        token_endpoint_auth_method: 'none',
        redirect_uris: [signedIn],
        post_logout_redirect_uris: [signedIn],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
      {
        client_id: COMMAND_LINE_CLIENT,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: [COMMAND_LINE_REDIRECT],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    responseTypes: ['code'],
    scopes: ['openid'],
    claims: { openid: ['sub', 'name', 'roles', 'units'] },
    conformIdTokenClaims: false,
    cookies: { keys: [cookieKey.toString('base64')], long: { signed: true }, short: { signed: true } },
    interactions: { url: (_context, { uid }) => `${SIGN_IN_PATH}/sign-in/${uid}`, policy: policyOf(doors) },
    async findAccount(_context, subject) {
      const person = await accounts.find(subject);
      return person && { accountId: subject, claims: () => ({ sub: subject, ...claimsOf(person) }) };
    },
    async extraTokenClaims(_context, token) {
      if (!('accountId' in token)) return undefined;
      // Issued in this process, a token brings its person's claims along: that person need have no account.
      const person = token.extra === undefined ? await accounts.find(token.accountId) : undefined;
      return person === undefined ? token.extra : claimsOf(person);
    },
    loadExistingGrant: grantToOwnClients,
    // Refresh tokens end with the session: whoever signs out of it is signed out everywhere.
    issueRefreshToken: async (_context, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    ttl: {
      AccessToken: (_context, token) => token.resourceServer?.accessTokenTTL ?? HOUR,
      AuthorizationCode: 60,
      IdToken: HOUR,
      Interaction: HOUR,
      RefreshToken: 14 * DAY,
      Session: 14 * DAY,
      Grant: 14 * DAY,
    },
    features: {
      devInteractions: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: async (_context, client, token) => token.clientId === client.clientId,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo(_context, resource, client) {
          if (resource !== RESOURCE) throw new errors.InvalidTarget();
          return resourceOf(audience, client.clientId);
        },
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource(context, form) {
          context.set(PAGE_HEADERS);
          context.body = signOutPage(form);
        },
        postLogoutSuccessSource(context) {
          context.set(PAGE_HEADERS);
          context.body = signedOutPage();
        },
      },
    },
    renderError(context, { error, error_description = '' }) {
      context.set(PAGE_HEADERS);
      context.body = problemPage(error, error_description);
    },
  };
}

/** Nobody is asked for consent. Whoever asks for a door is let in as its account, whoever they were before. */
function policyOf(doors: Doors | undefined) {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  if (doors === undefined) return policy;
  const isOtherDoor = new interactionPolicy.Check('other_door', 'another account was asked for', ({ oidc }) => {
    const behind = accountBehind(oidc.params?.login_hint);
    const isAnother = behind !== undefined && oidc.session?.accountId !== behind;
    // Who signed in with a password meanwhile is whoever they said.
    return isAnother && oidc.result?.login === undefined;
  });
  policy.get('login')?.checks.add(isOtherDoor);
  return policy;
}

/** Nobody is asked whether the tracker's own clients may know who they are. */
const grantToOwnClients: Configuration['loadExistingGrant'] = async (context) => {
  const { client, session, provider } = context.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const existing = session.grantIdFor(client.clientId);
  const grant = existing === undefined ? undefined : await provider.Grant.find(existing);
  if (grant !== undefined) return grant;
  const made = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  made.addOIDCScope('openid');
  made.addResourceScope(RESOURCE, '');
  await made.save();
  return made;
};
