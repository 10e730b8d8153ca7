import { dateInShanghai } from '../domain/calendar.ts';
import type * as command from '../domain/command.ts';
import type { Id } from '../domain/id.ts';
import { isEverInUse, usesOf } from '../domain/in-use.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import {
  amend,
  close,
  ownRolesRefusal,
  packRefusal,
  parentRefusal,
  planRefusal,
  register,
} from '../domain/registration.ts';
import type { PlanFields, Registered, RegisteredKind, RegistryFieldsOf } from '../domain/registry.ts';
import type { Change, Found } from '../storage/ports/ledger.ts';
import { blind } from './blinding.ts';
import { placed } from './changes.ts';
import type { Command, Office, Request } from './command.ts';
import { claims, type Prepared, record } from './record.ts';
import { itemsIn, placedRegistered, unitsIn } from './registered.ts';

export const openFundingLine: Command<command.OpenFundingLine> = (office, request) =>
  record(office, request, [], async () => {
    const { note: _note, exception: _exception, ...fields } = request.body;
    const decision = register('fundingLine', fields, today(office));
    if (isRefusal(decision)) return decision;
    const { id } = request;
    const { code, name } = fields;
    return {
      decision,
      changes: [
        { change: 'open-line', id, code, name },
        { change: 'claim', claim: claims.code('fundingLine', code) },
      ],
      document: (opening) => ({
        kind: 'fundingLine',
        id,
        opening,
        line: { id, code, name, available: 0n, cash: 0n, closed: false },
      }),
    };
  });

/** Closes a funding line on which nothing stands any more; storage makes sure of the money, the journal tells the rest. */
export const closeFundingLine: Command<command.Close> = (office, request) =>
  record(office, request, [], async () => {
    const id = request.target ?? '';
    const found = await office.ledger.read([{ row: 'fundingLine', id }]);
    const line = found.fundingLine(id);
    if (!line) return { refusal: 'not-found', kind: 'fundingLine', id };
    const { postings } = await office.journal.whole();
    const decision = close('fundingLine', id, request.body.reason, today(office), {
      closed: line.closed,
      uses: usesOf('fundingLine', id, postings),
    });
    return isRefusal(decision) ? decision : { decision, changes: [{ change: 'close-line', id }] };
  });

export const registerUnit: Command<command.RegisterUnit> = (office, request) =>
  record(office, request, [], async () => {
    const { note: _note, exception: _exception, phone, ...fields } = request.body;
    const { parent } = fields;
    const above = parent === undefined ? undefined : await registered(office, 'unit', parent);
    const lineage = [fields.code, ...(above?.lineage ?? [])];
    const refusal = parentRefusal(fields, above);
    const below: Change[] = parent === undefined ? [] : [{ change: 'count', counter: subUnits(parent), by: 1n }];
    return opened(
      office,
      request,
      'unit',
      { fields, closed: false, lineage },
      { refusal, phone, code: fields.code, below },
    );
  });

export const registerItem: Command<command.RegisterItem> = (office, request) =>
  record(office, request, [], async () => {
    const { note: _note, exception: _exception, ...fields } = request.body;
    return opened(office, request, 'item', { fields, closed: false }, { code: fields.code });
  });

export const registerSupplier: Command<command.RegisterSupplier> = (office, request) =>
  record(office, request, [], async () => {
    const { note: _note, exception: _exception, phone, ...fields } = request.body;
    return opened(office, request, 'supplier', { fields, closed: false }, { phone, code: fields.uscc });
  });

export const registerWarehouse: Command<command.RegisterWarehouse> = (office, request) =>
  record(office, request, [], async () => {
    const { note: _note, exception: _exception, ...fields } = request.body;
    return opened(office, request, 'warehouse', { fields, closed: false }, { code: fields.code });
  });

export const registerTariff: Command<command.RegisterTariff> = (office, request) =>
  record(office, request, [], async () => {
    const { note: _note, exception: _exception, ...fields } = request.body;
    return opened(office, request, 'tariff', { fields, closed: false }, { code: fields.code });
  });

export const registerPlan: Command<command.RegisterPlan> = (office, request) =>
  record(office, request, [], async () => {
    const { note: _note, exception: _exception, ...fields } = request.body;
    const refusal = await planProblem(office, fields);
    return opened(office, request, 'plan', { fields, closed: false }, { refusal, code: fields.number });
  });

export const registerMember: Command<command.RegisterMember> = (office, request) =>
  record(office, request, [], async () => {
    const { note: _note, exception, ...fields } = request.body;
    const { subject } = fields;
    const refusal = ownRolesRefusal(subject, request.actor.subject, exception);
    return opened(office, request, 'member', { fields, closed: false }, { refusal, code: subject });
  });

export const amendUnit: Command<command.AmendUnit> = (office, request) =>
  record(office, request, [], async () => {
    const { note: _note, exception: _exception, reason: _reason, phone, ...changed } = request.body;
    const above = changed.parent === undefined ? undefined : await registered(office, 'unit', changed.parent);
    return amended(office, request, 'unit', changed, (old) => {
      const refusal = parentRefusal(changed, above, old.fields.code);
      if (changed.parent === undefined || changed.parent === old.fields.parent) return { refusal, phone };
      const lineage = [old.fields.code, ...(above?.lineage ?? [])];
      return { refusal, phone, lineage, below: moved(request.target ?? '', old.fields.parent, changed.parent) };
    });
  });

export const amendItem: Command<command.AmendItem> = (office, request) =>
  record(office, request, [], async () => {
    const { note: _note, exception: _exception, reason: _reason, ...changed } = request.body;
    return amended(office, request, 'item', changed, (old) => ({
      refusal: packRefusal(changed, old.fields.baseMeasure),
    }));
  });

export const amendSupplier: Command<command.AmendSupplier> = (office, request) =>
  record(office, request, [], async () => {
    const { note: _note, exception: _exception, reason: _reason, phone, ...changed } = request.body;
    return amended(office, request, 'supplier', changed, (old) => ({
      phone,
      below:
        changed.uscc === undefined || changed.uscc === old.fields.uscc ? [] : recoded(old.fields.uscc, changed.uscc),
    }));
  });

export const amendWarehouse: Command<command.AmendWarehouse> = (office, request) =>
  record(office, request, [], async () => {
    const { note: _note, exception: _exception, reason: _reason, ...changed } = request.body;
    return amended(office, request, 'warehouse', changed, () => ({}));
  });

export const amendTariff: Command<command.AmendTariff> = (office, request) =>
  record(office, request, [], async () => {
    const { note: _note, exception: _exception, reason: _reason, ...changed } = request.body;
    return amended(office, request, 'tariff', changed, () => ({}));
  });

export const amendPlan: Command<command.AmendPlan> = (office, request) =>
  record(office, request, [], async () => {
    const { note: _note, exception: _exception, reason: _reason, ...changed } = request.body;
    const refusal = await planProblem(office, changed);
    return amended(office, request, 'plan', changed, () => ({ refusal }));
  });

export const amendMember: Command<command.AmendMember> = (office, request) =>
  record(office, request, [], async () => {
    const { note: _note, exception, reason: _reason, ...changed } = request.body;
    return amended(office, request, 'member', changed, (old) => ({
      refusal: ownRolesRefusal(old.fields.subject, request.actor.subject, exception),
    }));
  });

export const closeUnit = closing('unit');
export const closeItem = closing('item');
export const closeSupplier = closing('supplier');
export const closeWarehouse = closing('warehouse');
export const closeTariff = closing('tariff');
export const closePlan = closing('plan');

/** Withdraws every role. The subject is free again: whoever comes back is granted anew. */
export const closeMember = closing('member');

function today(office: Office): string {
  return dateInShanghai(office.clock());
}

/** Counts the open units directly below a unit. */
const subUnits = (unit: Id) => `sub-units/${unit}`;

async function registered<K extends RegisteredKind>(
  office: Office,
  kind: K,
  id: Id,
): Promise<Registered<K> | undefined> {
  const found: Found = await office.ledger.read([{ row: kind, id }]);
  const row = found.state<RegisteredKind>(kind, id);
  return row?.state as Registered<K> | undefined;
}

interface Surroundings {
  readonly refusal?: Refusal | undefined;
  readonly phone?: string | undefined;
  /** What nobody else may hold: a code, a plan's number, a supplier's 统一社会信用代码. */
  readonly code?: string | undefined;
  readonly lineage?: readonly string[];
  readonly below?: readonly Change[];
}

function opened<K extends RegisteredKind>(
  office: Office,
  request: Request<command.Remarks>,
  kind: K,
  state: Registered<K>,
  around: Surroundings,
): Prepared | Refusal {
  const decision = register(kind, state.fields, today(office), around.refusal);
  if (isRefusal(decision)) return decision;
  const { id } = request;
  const withPhone = around.phone === undefined ? state : { ...state, phone: id };
  const code: Change[] = around.code === undefined ? [] : [{ change: 'claim', claim: claims.code(kind, around.code) }];
  return {
    decision,
    changes: [placed(placedRegistered(kind, id, withPhone), undefined), ...code, ...(around.below ?? [])],
    blinding: blind(office, { phone: around.phone }),
  };
}

async function amended<K extends RegisteredKind>(
  office: Office,
  request: Request<command.Remarks & { readonly reason: string }>,
  kind: K,
  changed: Partial<RegistryFieldsOf[K]>,
  around: (old: Registered<K>) => Surroundings,
): Promise<Prepared | Refusal> {
  const id = request.target ?? '';
  const found = await office.ledger.read([{ row: kind, id }]);
  const row = found.state<RegisteredKind>(kind, id);
  if (!row) return { refusal: 'not-found', kind, id };
  const old = row.state as Registered<K>;
  const { refusal, phone, lineage, below } = around(old);
  const said = { fields: changed, phone: phone !== undefined, reason: request.body.reason };
  const decision = amend(kind, id, said, today(office), { registered: old, refusal });
  if (isRefusal(decision)) return decision;
  const state: Registered<K> = {
    ...old,
    fields: { ...old.fields, ...changed },
    ...(phone === undefined ? {} : { phone: request.id }),
    ...(lineage === undefined ? {} : { lineage }),
  };
  return {
    decision,
    changes: [placed(placedRegistered(kind, id, state), row.version), ...(below ?? [])],
    blinding: blind(office, { phone }),
    previous: row.version,
    aboveCeiling: subUnitsStand,
  };
}

function closing(kind: RegisteredKind): Command<command.Close> {
  return (office, request) =>
    record(office, request, [], async () => {
      const id = request.target ?? '';
      const found = await office.ledger.read([{ row: kind, id }]);
      const row = found.state(kind, id);
      if (!row) return { refusal: 'not-found', kind, id };
      const uses = isEverInUse(kind) ? usesOf(kind, id, (await office.journal.whole()).postings) : [];
      const state = { closed: row.state.closed, uses };
      const decision = close(kind, id, request.body.reason, today(office), state);
      if (isRefusal(decision)) return decision;
      const subject = kind === 'member' ? found.state('member', id)?.state.fields.subject : undefined;
      const ownRoles = ownRolesRefusal(subject ?? '', request.actor.subject, request.body.exception);
      if (ownRoles) return ownRoles;
      const parent = kind === 'unit' ? found.state('unit', id)?.state.fields.parent : undefined;
      return {
        decision,
        changes: [
          placed(placedRegistered(kind, id, { ...row.state, closed: true }), row.version),
          ...(kind === 'unit' ? [none(id)] : []),
          ...(parent === undefined ? [] : [{ change: 'count', counter: subUnits(parent), by: -1n } as const]),
          ...(subject === undefined ? [] : [{ change: 'release', claim: claims.code('member', subject) } as const]),
        ],
        previous: row.version,
        aboveCeiling: subUnitsStand,
      };
    });
}

/** Holds only while no open unit stands below this one. */
function none(unit: Id): Change {
  return { change: 'count', counter: subUnits(unit), by: 0n, ceiling: 0n };
}

function subUnitsStand(_counter: string, stands: bigint): Refusal {
  return { refusal: 'still-in-use', uses: [{ what: 'sub-units', quantity: stands }] };
}

/** A unit moves in the tree only while nothing stands below it, because those below know what is above them. */
function moved(unit: Id, from: Id | undefined, to: Id): Change[] {
  return [
    none(unit),
    ...(from === undefined ? [] : [{ change: 'count', counter: subUnits(from), by: -1n } as const]),
    { change: 'count', counter: subUnits(to), by: 1n },
  ];
}

function recoded(from: string | undefined, to: string): Change[] {
  return [
    { change: 'claim', claim: claims.code('supplier', to) },
    ...(from === undefined ? [] : [{ change: 'release', claim: claims.code('supplier', from) } as const]),
  ];
}

/** Reads the units and items a plan names, 100 rows at a time. */
async function planProblem(office: Office, fields: Partial<PlanFields>): Promise<Refusal | undefined> {
  const units = [...new Set(fields.lines?.map((line) => line.unit))];
  const items = [...new Set(fields.lines?.map((line) => line.item))];
  const keys = [
    ...units.map((id) => ({ row: 'unit', id }) as const),
    ...items.map((id) => ({ row: 'item', id }) as const),
  ];
  const pages = await Promise.all(
    Array.from({ length: Math.ceil(keys.length / 100) }, (_, at) =>
      office.ledger.read(keys.slice(at * 100, at * 100 + 100)),
    ),
  );
  const known = pages.flatMap((found) => [...unitsIn(found, units)]);
  const goods = pages.flatMap((found) => [...itemsIn(found, items)]);
  return planRefusal(fields, new Map(known), new Map(goods));
}
