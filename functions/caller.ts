import * as z from 'zod';
import { type Access, ROLES, type Role } from './routes.ts';

/** Who is calling, as the verified token says. */
export interface Caller {
  readonly subject: string;
  readonly roles: readonly Role[];
  /** Codes of the units that a coordinator acts for. */
  readonly units: readonly string[];
}

export const ANYONE: Caller = { subject: '', roles: [], units: [] };

/** API Gateway hands on a list in a claim as `[a b]`; issuers also write it with spaces alone. */
const list = z
  .string()
  .max(8_000)
  .transform((text) =>
    text
      .replace(/^\[(.*)\]$/s, '$1')
      .split(/[\s,]+/)
      .filter((part) => part !== ''),
  );

const claims = z.object({
  sub: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^\p{Cc}]+$/u),
  roles: list.exactOptional(),
  units: list.exactOptional(),
});

/** The caller of a token's claims, roles that are none left out; undefined where they name nobody. */
export function callerOf(given: unknown): Caller | undefined {
  const parsed = claims.safeParse(given);
  if (!parsed.success) return undefined;
  const { sub, roles = [], units = [] } = parsed.data;
  return { subject: sub, roles: ROLES.filter((role) => roles.includes(role)), units };
}

/**
 * The role a call is made in: the first of the route's roles that the caller holds. Null where the route asks for
 * none; undefined where the caller may not call it.
 */
export function roleFor(access: Access, caller: Caller): Role | null | undefined {
  if (access === 'public' || access === 'signed-in') return null;
  return access.find((role) => caller.roles.includes(role));
}
