import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';

/** As API Gateway's JWT authorizer hands them to a function: every claim a string. */
export type Claims = Readonly<Record<string, string>>;
/** Why nobody is let in; `missing` where no bearer token came at all. */
export type Denial = 'missing' | 'invalid';

export interface Authorizer {
  /** Answers at once for a token it has verified before. */
  authorize(authorization: string | undefined): Claims | Denial | Promise<Claims | Denial>;
}

export interface AuthorizerOptions {
  /** Finds the issuer's key by the `kid` of a token; throws a JOSEError where there is none. */
  readonly keyOf: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
  readonly now: () => number;
}

interface Verified {
  readonly claims: Claims;
  readonly until: number;
}

const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;
const REMEMBERED_TOKENS = 1_000;

/** Verifies RS256 bearer tokens as API Gateway does; a verified one is remembered until it expires, never longer. */
export function createAuthorizer({ keyOf, issuer, audience, now }: AuthorizerOptions): Authorizer {
  const remembered = new Map<string, Verified>();

  async function verify(authorization: string): Promise<Claims | Denial> {
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined) return 'invalid';
    const time = now();
    const payload = await jwtVerify(token, keyOf, {
      issuer,
      algorithms: ['RS256'],
      requiredClaims: ['exp'],
      currentDate: new Date(time),
    }).then(({ payload }) => payload, denied);
    if (payload?.exp === undefined || (payload.iat ?? 0) * 1000 > time) return 'invalid';
    if (!isFor(audience, payload)) return 'invalid';
    const claims = claimsOf(payload);
    remember(authorization, { claims, until: payload.exp * 1000 });
    return claims;
  }

  function remember(authorization: string, verified: Verified): void {
    if (remembered.size >= REMEMBERED_TOKENS) {
      const oldest = remembered.keys().next();
      if (!oldest.done) remembered.delete(oldest.value);
    }
    remembered.set(authorization, verified);
  }

  return {
    authorize(authorization) {
      if (authorization === undefined) return 'missing';
      const known = remembered.get(authorization);
      if (known === undefined) return verify(authorization);
      if (now() < known.until) return known.claims;
      remembered.delete(authorization);
      return 'invalid';
    },
  };
}

/** API Gateway looks at `aud`, and at `client_id` where there is none. */
function isFor(audience: string, { aud, client_id }: JWTPayload): boolean {
  if (aud === undefined) return client_id === audience;
  return Array.isArray(aud) ? aud.includes(audience) : aud === audience;
}

function denied(error: unknown): undefined {
  if (!(error instanceof errors.JOSEError)) throw error;
}

/** Frozen: they are handed on with every request of their token. */
function claimsOf(payload: JWTPayload): Claims {
  return Object.freeze(Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, written(value)])));
}

/** API Gateway writes a list `[a b]` and an object `map[a:1 b:2]`. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).map(([name, member]) => `${name}:${written(member)}`);
  return `map[${members.join(' ')}]`;
}
