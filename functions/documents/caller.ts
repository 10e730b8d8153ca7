import { claims } from '../../shared/commands/asked.ts';
import { MAX_KEYS } from '../../shared/storage/ports/bounds.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import type { Tracker } from '../composition/tracker.ts';
import { type Caller, roleFor } from '../front/caller.ts';
import type { Asked } from '../front/operation.ts';

/** Whom the tracker takes a caller for: what they are called, which units they act for, and what they may call. */
export async function readCaller({ ledger }: Tracker, _query: unknown, { caller }: Asked): Promise<object> {
  const { subject, roles, units, source } = caller;
  const [name, ownUnits] = await Promise.all([nameOf(ledger, caller), registeredUnits(ledger, units)]);
  return {
    subject,
    ...(name === undefined ? {} : { name }),
    roles,
    units,
    ownUnits,
    source,
    operations: await operationsFor(caller),
  };
}

/** The name that the member list gives; else that of the token. Whose name was erased there has none. */
async function nameOf(ledger: Pick<Ledger, 'read'>, { named, signedIn }: Caller): Promise<string | undefined> {
  if (named === undefined) return signedIn?.name;
  return (await ledger.read([{ row: 'personal', id: named }])).personal(named)?.name?.value;
}

/** The units that codes are of, to the letter, in their order. What nobody registered is left out. */
async function registeredUnits(ledger: Pick<Ledger, 'read'>, codes: readonly string[]): Promise<object[]> {
  const units: object[] = [];
  for (let at = 0; at < codes.length; at += MAX_KEYS) {
    const asked = codes.slice(at, at + MAX_KEYS).map((code) => claims.code('unit', code).name);
    const claimed = await ledger.read(asked.map((claim) => ({ row: 'claim', claim })));
    const ids = [...new Set(asked.map((claim) => claimed.claim(claim)).filter((id) => id !== undefined))];
    const found = await ledger.read(ids.map((id) => ({ row: 'unit', id })));
    for (const id of ids) {
      const fields = found.state('unit', id)?.state.fields;
      if (fields !== undefined && codes.includes(fields.code)) units.push({ id, code: fields.code, name: fields.name });
    }
  }
  return units;
}

/** By the one table of routes, which is loaded when it is first asked for: no other read needs it. */
async function operationsFor(caller: Caller): Promise<string[]> {
  const { routes } = await import('../../shared/routes.ts');
  return routes.flatMap(({ operation, access }) => (roleFor(access, caller) === undefined ? [] : [operation]));
}
