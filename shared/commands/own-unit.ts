import type { Id } from '../domain/id.ts';
import { actsFor, boundTo } from '../domain/own-units.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Office, Request } from './command.ts';
import { lineageOf } from './unit-tree.ts';

type Asking = Pick<Request<unknown>, 'roles' | 'units'>;

/** Refused where that role of the caller is bound to units and the unit is none of them, nor below one. */
export async function anothersUnit(
  office: Pick<Office, 'ledger'>,
  { units }: Pick<Asking, 'units'>,
  role: string,
  unit: Id<'unit'>,
): Promise<Refusal | undefined> {
  const codes = boundTo(role, units);
  if (codes === undefined) return undefined;
  return actsFor(codes, await lineageOf(office.ledger, unit)) ? undefined : { refusal: 'not-your-unit', unit };
}

/**
 * The first of the roles that may do something in which the caller may do it to what is of that unit, or of none: each of
 * their roles is asked by itself, so that none lends another its reach. Undefined where they hold none of the roles.
 */
export async function roleOver(
  office: Pick<Office, 'ledger'>,
  { roles: held, units }: Asking,
  roles: readonly string[],
  unit: Id<'unit'> | undefined,
): Promise<{ readonly role: string } | Refusal | undefined> {
  let refusal: Refusal | undefined;
  for (const role of roles.filter((one) => held.includes(one))) {
    const foreign = unit === undefined ? undefined : await anothersUnit(office, { units }, role, unit);
    if (foreign === undefined) return { role };
    refusal ??= foreign;
  }
  return refusal;
}
