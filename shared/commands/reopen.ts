import type * as command from '../domain/command.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { reopen } from '../domain/registration.ts';
import type { Registered, RegisteredKind } from '../domain/registry.ts';
import type { CommandOn, Office } from './command.ts';
import { withHolder } from './namesakes.ts';
import { record } from './record.ts';
import { registeredIn } from './registered.ts';
import { ownRoles, registered, today, treeChangesOf } from './registry.ts';
import { reopenedLineChanges, reopeningChanges, type Surroundings } from './registry-changes.ts';

/** Opens a funding line again, with nothing on it. */
export const reopenFundingLine: CommandOn<command.Reopen> = (office, request) =>
  record(office, request, [], async () => {
    const id = request.target;
    const line = (await office.ledger.read([{ row: 'fundingLine', id }])).fundingLine(id);
    if (!line) return { refusal: 'not-found', kind: 'fundingLine', id };
    const decision = reopen('fundingLine', id, request.body.reason, today(office), line);
    if (isRefusal(decision)) return decision;
    const { closedBy } = line;
    return {
      decision,
      changes: reopenedLineChanges(id),
      ...(closedBy === undefined ? {} : { previous: closedBy }),
    };
  });

export const reopenUnit = reopening('unit', async (office, { fields: { parent } }) => {
  const treeChanges = await treeChangesOf(office);
  const above = parent ? await registered(office, 'unit', parent) : undefined;
  const refusal: Refusal | undefined =
    parent && above?.closed ? { refusal: 'closed', kind: 'unit', id: parent } : undefined;
  return { refusal, treeChanges };
});
export const reopenItem = reopening('item');
export const reopenSupplier = reopening('supplier');
export const reopenWarehouse = reopening('warehouse');
export const reopenTariff = reopening('tariff');
export const reopenPlan = reopening('plan');

/** Gives back the roles that were withdrawn, unless the person was granted others meanwhile. */
export const reopenMember = reopening('member', async (_office, { fields }, request) => ({
  refusal: ownRoles(request, fields.subject),
}));

interface Looked extends Pick<Surroundings, 'treeChanges'> {
  readonly refusal: Refusal | undefined;
}

export function reopening<K extends RegisteredKind>(
  kind: K,
  look?: (office: Office, state: Registered<K>, request: Parameters<CommandOn<command.Reopen>>[1]) => Promise<Looked>,
): CommandOn<command.Reopen> {
  return async (office, request) => {
    const answer = await record(office, request, [], async () => {
      const id = request.target;
      const row = registeredIn(await office.ledger.read([{ row: kind, id }]), kind, id);
      if (!row) return { refusal: 'not-found', kind, id };
      const { closed } = row.state;
      const { refusal, treeChanges } = (await look?.(office, row.state, request)) ?? {};
      const decision = reopen(kind, id, request.body.reason, today(office), { closed, refusal });
      if (isRefusal(decision)) return decision;
      return { decision, changes: reopeningChanges(kind, row, treeChanges), previous: row.version };
    });
    return withHolder(office.ledger, answer, request.target);
  };
}
