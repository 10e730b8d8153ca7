import * as z from 'zod';
import type { SignedIn } from '../../shared/commands/naming.ts';
import { ROLES, type Role } from '../../shared/domain/role.ts';
import { name } from '../../shared/schemas/scalars.ts';
import type { Caller } from './caller.ts';
import type { Granted, MemberList } from './member-list.ts';

/** Which tokens are taken, and what in them says who may do what. */
export interface IdentityRules {
  /** The exact `iss`. */
  readonly issuer: string;
  /** In `aud`, or `client_id` where a token has no audience, as API Gateway's authorizer has it. */
  readonly audience: string;
  /** Names of claims at the top of the token: words separated by spaces or commas, or a list of them. */
  readonly rolesClaim: string;
  readonly unitsClaim: string;
  /** Who is admin as long as the member list does not name them, so that there is somebody to grant the first role. */
  readonly firstAdmin: string | undefined;
}

export interface Identity {
  /** The caller of a token's claims, undefined where they are none of a token that is taken. At once while the list is fresh. */
  callerOf(claims: unknown): Caller | undefined | Promise<Caller | undefined>;
}

/** API Gateway hands every claim on as text, a list as `[a b]`; issuers also write lists with spaces or commas alone. */
const list = z
  .string()
  .max(8_000)
  .transform((text) =>
    text
      .replace(/^\[(.*)\]$/s, '$1')
      .split(/[\s,]+/)
      .filter((part) => part !== ''),
  );

const maybeList = list.optional();

/** Seconds since 1970 UTC (RFC 7519, section 2). A gateway may write them as 1.6E9. */
const instant = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,12})?(E\d{1,2})?$/i)
  .transform(Number);

const standing = z.object({
  iss: z.string(),
  aud: list.optional(),
  client_id: z.string().optional(),
  exp: instant,
  nbf: instant.optional(),
  iat: instant.optional(),
  sub: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^\p{Cc}]+$/u),
});

/** What a token calls its person (OpenID Connect Core, section 5.1); what could not be printed is no name. */
function signedInAs(claim: unknown, iat: number | undefined): SignedIn | undefined {
  const called = name.safeParse(claim);
  if (!called.success) return undefined;
  return { name: called.data, ...(iat === undefined ? {} : { issuedAt: iat * 1_000 }) };
}

const anyClaims = z.record(z.string(), z.unknown());

/**
 * Checks in the handler what the gateway's authorizer checked before it, and finds the caller's roles: who is in the
 * member list has what the list says and nothing else, anybody else what the token says.
 */
export function createIdentity(
  { issuer, audience, rolesClaim, unitsClaim, firstAdmin }: IdentityRules,
  members: MemberList,
  clock: () => number,
): Identity {
  function isTaken({ iss, aud, client_id, exp, nbf = 0, iat = 0 }: z.output<typeof standing>): boolean {
    const seconds = clock() / 1000;
    const isForUs = aud === undefined ? client_id === audience : aud.includes(audience);
    return iss === issuer && isForUs && exp > seconds && nbf <= seconds && iat <= seconds;
  }

  function claimed(claims: Readonly<Record<string, unknown>>): Pick<Granted, 'roles' | 'units'> | undefined {
    const roles = maybeList.safeParse(claims[rolesClaim]);
    const units = maybeList.safeParse(claims[unitsClaim]);
    if (!roles.success || !units.success) return undefined;
    return { roles: ROLES.filter((role) => roles.data?.includes(role)), units: units.data ?? [] };
  }

  function callerOf(
    { sub: subject, iat }: z.output<typeof standing>,
    claims: Readonly<Record<string, unknown>>,
    member: Granted | undefined,
  ): Caller | undefined {
    const signedIn = member?.named ? undefined : signedInAs(claims.name, iat);
    if (member !== undefined) {
      return { subject, ...member, source: 'members', signedIn };
    }
    const granted = claimed(claims);
    if (granted === undefined) return undefined;
    if (subject !== firstAdmin) return { subject, ...granted, source: 'token', signedIn };
    const roles: Role[] = ROLES.filter((role) => role === 'admin' || granted.roles.includes(role));
    return { subject, roles, units: granted.units, source: 'first-admin', signedIn };
  }

  return {
    callerOf(given) {
      const claims = anyClaims.safeParse(given);
      const parsed = standing.safeParse(given);
      if (!claims.success || !parsed.success || !isTaken(parsed.data)) return undefined;
      const found = members.find(parsed.data.sub);
      if (found instanceof Promise) return found.then((member) => callerOf(parsed.data, claims.data, member));
      return callerOf(parsed.data, claims.data, found);
    },
  };
}
