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

/** All that claims say by themselves, whatever the time and the member list are. */
interface Told {
  readonly standing: z.output<typeof standing>;
  readonly signedIn: SignedIn | undefined;
  /** Undefined where it does not parse, which is no matter for a member. */
  readonly granted: Pick<Granted, 'roles' | 'units'> | undefined;
}

/**
 * Checks in the handler what the gateway's authorizer checked before it, and finds the caller's roles: who is in the
 * member list has what the list says and nothing else, anybody else what the token says.
 */
export function createIdentity(
  { issuer, audience, rolesClaim, unitsClaim, firstAdmin }: IdentityRules,
  members: MemberList,
  clock: () => number,
): Identity {
  /** A gateway that remembers a token hands the same object on with every request: what it says is read once. */
  const known = new WeakMap<object, Told>();

  function tell(given: unknown): Told | undefined {
    if (typeof given !== 'object' || given === null) return undefined;
    const before = known.get(given);
    if (before !== undefined) return before;
    const claims = anyClaims.safeParse(given);
    const parsed = standing.safeParse(given);
    if (!claims.success || !parsed.success) return undefined;
    const signedIn = signedInAs(claims.data.name, parsed.data.iat);
    const told = { standing: parsed.data, signedIn, granted: claimed(claims.data) };
    known.set(given, told);
    return told;
  }

  /** Asked of every request: what was taken a moment ago may have expired. */
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

  function callerOf({ standing: { sub: subject }, ...told }: Told, member: Granted | undefined): Caller | undefined {
    const signedIn = member?.named ? undefined : told.signedIn;
    if (member !== undefined) {
      return { subject, ...member, source: 'members', signedIn };
    }
    const { granted } = told;
    if (granted === undefined) return undefined;
    if (subject !== firstAdmin) return { subject, ...granted, source: 'token', signedIn };
    const roles: Role[] = ROLES.filter((role) => role === 'admin' || granted.roles.includes(role));
    return { subject, roles, units: granted.units, source: 'first-admin', signedIn };
  }

  return {
    callerOf(given) {
      const told = tell(given);
      if (told === undefined || !isTaken(told.standing)) return undefined;
      const found = members.find(told.standing.sub);
      return found instanceof Promise ? found.then((member) => callerOf(told, member)) : callerOf(told, found);
    },
  };
}
