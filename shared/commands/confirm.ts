import type { Confirm } from '../domain/command.ts';
import { confirm as decideConfirmation } from '../domain/consignment.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { blind } from './blinding.ts';
import type { Command, Office, Request } from './command.ts';
import {
  consignmentKey,
  type LoadedConsignment,
  loadConsignment,
  lotsOfLines,
  prepareConsignment,
  stateOf,
} from './consignment.ts';
import { record } from './record.ts';

export const confirm: Command<Confirm> = (office, request) =>
  record(office, request, consignmentKey(request.target), async () => {
    const { body, id, actor } = request;
    const consignment = await loadConsignment(office, request);
    if (isRefusal(consignment)) return consignment;
    const refused = body.lines.filter((line) => (line.refused ?? 0n) > 0n).map((line) => line.line);
    const [foreign, lots] = await Promise.all([
      anothersUnit(office, request, consignment),
      lotsOfLines(office, consignment, refused),
    ]);
    if (foreign) return foreign;
    const decision = decideConfirmation(body, { ...stateOf(consignment, actor.subject, lots), id });
    if (isRefusal(decision)) return decision;
    return prepareConsignment(consignment, decision, id, lots, blind(office, { signatory: body.signatory }));
  });

/** A coordinator confirms for the units of the token and what lies below them, and for no other. */
async function anothersUnit(
  office: Office,
  request: Request<Confirm>,
  consignment: LoadedConsignment,
): Promise<Refusal | undefined> {
  const { units } = request;
  if (units === undefined) return undefined;
  const unit = consignment.dispatch.refs.unit ?? '';
  const found = await office.ledger.read([{ row: 'unit', id: unit }]);
  const lineage = found.state('unit', unit)?.state.lineage ?? [];
  return lineage.some((code) => units.includes(code)) ? undefined : { refusal: 'not-your-unit', unit };
}
