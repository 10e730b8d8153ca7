import type { Id } from '../domain/id.ts';
import { actsFor } from '../domain/own-units.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Office, Request } from './command.ts';

/** Refused where the caller is bound to units and the unit is none of them, nor below one. */
export async function anothersUnit(
  office: Office,
  { units }: Pick<Request<unknown>, 'units'>,
  unit: Id<'unit'>,
): Promise<Refusal | undefined> {
  if (units === undefined) return undefined;
  const found = await office.ledger.read([{ row: 'unit', id: unit }]);
  return actsFor(units, found.state('unit', unit)?.state.lineage) ? undefined : { refusal: 'not-your-unit', unit };
}
