import type { Id } from '../domain/id.ts';
import { actsFor } from '../domain/own-units.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Office, Request } from './command.ts';
import { lineageOf } from './unit-tree.ts';

/** Refused where the caller is bound to units and the unit is none of them, nor below one. */
export async function anothersUnit(
  office: Office,
  { units }: Pick<Request<unknown>, 'units'>,
  unit: Id<'unit'>,
): Promise<Refusal | undefined> {
  if (units === undefined) return undefined;
  return actsFor(units, await lineageOf(office.ledger, unit)) ? undefined : { refusal: 'not-your-unit', unit };
}
