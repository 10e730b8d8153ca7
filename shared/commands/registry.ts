import { dateInShanghai } from '../domain/calendar.ts';
import type * as command from '../domain/command.ts';
import type { Id } from '../domain/id.ts';
import { hasMoved, isEverInUse, usesOf } from '../domain/in-use.ts';
import { invalid, isRefusal, type Refusal } from '../domain/refusal.ts';
import {
  amend,
  close,
  ownRolesRefusal,
  packRefusal,
  parentRefusal,
  plannedLines,
  register,
  type UnitPlace,
} from '../domain/registration.ts';
import {
  type PlannedLine,
  REGISTERED_OF_PERSONS,
  type Registered,
  type RegisteredKind,
  type RegisteredOfPersons,
  type RegistryFieldsOf,
} from '../domain/registry.ts';
import { blind } from './blinding.ts';
import type { Command, CommandOn, Office, Request } from './command.ts';
import { withHolder } from './namesakes.ts';
import { isPlanned } from './plan.ts';
import { type Prepared, record } from './record.ts';
import { itemsIn, registeredIn, unitsIn } from './registered.ts';
import {
  amendmentChanges,
  closedLineChanges,
  closureChanges,
  lineChanges,
  registrationChanges,
  type Surroundings,
  TREE,
} from './registry-changes.ts';
import { levelsFrom, lineagesOf } from './unit-tree.ts';

const recordFundingLine: Command<command.OpenFundingLine> = (office, request) =>
  record(office, request, [], async () => {
    const fields = saidIn(request.body);
    const decision = register('fundingLine', fields, today(office));
    if (isRefusal(decision)) return decision;
    const { id } = request;
    const { code, name } = fields;
    const line = { id, code, name, available: 0n, cash: 0n, closed: false, lows: { available: [], cash: [] } };
    return {
      decision,
      changes: lineChanges(id, fields),
      document: (opening) => ({ kind: 'fundingLine', id, opening, line }),
    };
  });

export const openFundingLine: Command<command.OpenFundingLine> = async (office, request) =>
  withHolder(office.ledger, await recordFundingLine(office, request));

/** Closes a funding line on which nothing stands any more; storage makes sure of the money, the journal tells the rest. */
export const closeFundingLine: CommandOn<command.Close> = (office, request) =>
  record(office, request, [], async () => {
    const id = request.target;
    const found = await office.ledger.read([{ row: 'fundingLine', id }]);
    const line = found.fundingLine(id);
    if (!line) return { refusal: 'not-found', kind: 'fundingLine', id };
    const { postings } = await office.journal.whole();
    const decision = close('fundingLine', id, request.body.reason, today(office), {
      closed: line.closed,
      uses: usesOf('fundingLine', id, postings),
    });
    return isRefusal(decision) ? decision : { decision, changes: closedLineChanges(id) };
  });

export const registerUnit: Command<command.RegisterUnit> = registering('unit', async (office, { body }) => {
  const { phone, ...fields } = saidIn(body);
  const { parent } = fields;
  return { fields, personal: { phone }, refusal: parent ? parentRefusal(await placeBelow(office, parent)) : undefined };
});

export const registerItem: Command<command.RegisterItem> = registering('item', async (_office, { body }) => {
  const fields = saidIn(body);
  return { fields };
});

export const registerWarehouse: Command<command.RegisterWarehouse> = registering(
  'warehouse',
  async (_office, { body }) => {
    const fields = saidIn(body);
    return { fields };
  },
);

export const registerTariff: Command<command.RegisterTariff> = registering('tariff', async (_office, { body }) => {
  const fields = saidIn(body);
  return { fields };
});

export const registerSupplier: Command<command.RegisterSupplier> = registering(
  'supplier',
  async (_office, { body }) => {
    const { phone, ...fields } = saidIn(body);
    return { fields, personal: { phone } };
  },
);

export const registerPlan: Command<command.RegisterPlan> = registering('plan', async (office, { body }) => {
  const { lines: asked, ...fields } = saidIn(body);
  const lines = await planned(office, asked);
  return isRefusal(lines) ? { fields: { ...fields, lines: [] }, refusal: lines } : { fields: { ...fields, lines } };
});

export const registerMember: Command<command.RegisterMember> = registering('member', async (_office, request) => {
  const { name, ...fields } = saidIn(request.body);
  return { fields, personal: { name }, refusal: ownRoles(request, fields.subject) };
});

export const amendUnit: CommandOn<command.AmendUnit> = amending(
  'unit',
  async (office, { body, target }) => {
    const { phone, reason: _reason, ...changed } = saidIn(body);
    const { parent } = changed;
    if (parent === undefined) return { changed, personal: { phone } };
    // Before what it is decided by: where the tree changes meanwhile it is decided again.
    const treeChanges = await treeChangesOf(office);
    const refusal = parent === null ? undefined : parentRefusal(await placeBelow(office, parent, target));
    return { changed, personal: { phone }, treeChanges, refusal };
  },
  [TREE],
);

export const amendItem: CommandOn<command.AmendItem> = amending('item', async (office, { body, target }, old) => {
  const { reason: _reason, ...changed } = saidIn(body);
  const isOther = changed.service !== undefined && changed.service !== (old.fields.service ?? false);
  const isFixed = isOther && hasMoved(target, (await office.journal.whole()).postings);
  const fixed = isFixed ? invalid([{ pointer: '/service', code: 'in-the-books' }]) : undefined;
  const isAllotted = isOther && changed.service === true && !isFixed && (await isPlanned(office, target));
  const allotted = isAllotted ? invalid([{ pointer: '/service', code: 'allotted' }]) : undefined;
  return { changed, refusal: packRefusal(changed, old.fields.baseMeasure) ?? fixed ?? allotted };
});

export const amendSupplier: CommandOn<command.AmendSupplier> = amending('supplier', async (_office, { body }) => {
  const { phone, reason: _reason, ...changed } = saidIn(body);
  return { changed, personal: { phone } };
});

export const amendWarehouse: CommandOn<command.AmendWarehouse> = amending('warehouse', async (_office, { body }) => {
  const { reason: _reason, ...changed } = saidIn(body);
  return { changed };
});

export const amendTariff: CommandOn<command.AmendTariff> = amending('tariff', async (_office, { body }) => {
  const { reason: _reason, ...changed } = saidIn(body);
  return { changed };
});

export const amendPlan: CommandOn<command.AmendPlan> = amending('plan', async (office, { body }, old) => {
  const { reason: _reason, lines: asked, ...changed } = saidIn(body);
  if (asked === undefined) return { changed };
  const lines = await planned(office, asked, old.fields.lines);
  return isRefusal(lines) ? { changed: { ...changed, lines: [] }, refusal: lines } : { changed: { ...changed, lines } };
});

export const amendMember: CommandOn<command.AmendMember> = amending('member', async (_office, request, old) => {
  const { name, reason: _reason, ...changed } = saidIn(request.body);
  return { changed, personal: { name }, refusal: ownRoles(request, old.fields.subject) };
});

export const closeUnit = closing('unit');
export const closeItem = closing('item');
export const closeSupplier = closing('supplier');
export const closeWarehouse = closing('warehouse');
export const closeTariff = closing('tariff');
export const closePlan = closing('plan');

/** Withdraws every role. */
export const closeMember = closing('member');

export function today(office: Office): string {
  return dateInShanghai(office.clock());
}

/** What a body says beside its remarks. */
export function saidIn<B extends command.Remarks>(body: B): Omit<B, keyof command.Remarks> {
  const { note: _note, exception: _exception, ...said } = body;
  return said;
}

export async function registered<K extends RegisteredKind>(
  office: Office,
  kind: K,
  id: Id,
): Promise<Registered<K> | undefined> {
  return registeredIn(await office.ledger.read([{ row: kind, id }]), kind, id)?.state;
}

/** How often the tree of units has changed. Read before whatever is decided by the tree. */
export async function treeChangesOf({ ledger }: Office): Promise<bigint> {
  return (await ledger.read([{ row: 'counter', counter: TREE }])).counter(TREE);
}

/** Where a unit comes to lie below another, with all below it where it moves. */
async function placeBelow(office: Office, parent: Id, moving?: Id): Promise<UnitPlace> {
  const [found, lineages, levels] = await Promise.all([
    registered(office, 'unit', parent),
    lineagesOf(office.ledger, [parent]),
    moving === undefined ? undefined : levelsFrom(office.ledger, moving),
  ]);
  const above = lineages(parent).map(({ id }) => id);
  return {
    parent: found,
    above,
    ...(moving === undefined || levels === undefined ? {} : { moving: { unit: moving, levels } }),
  };
}

interface Looked extends Pick<Surroundings, 'treeChanges'> {
  readonly refusal?: Refusal | undefined;
  readonly personal?: Readonly<Partial<Record<RegisteredOfPersons, string | undefined>>>;
}

function givenIn(personal: Readonly<Record<string, string | undefined>>): readonly RegisteredOfPersons[] {
  return REGISTERED_OF_PERSONS.filter((field) => personal[field] !== undefined);
}

interface Registering<K extends RegisteredKind> extends Looked {
  readonly fields: RegistryFieldsOf[K];
}

export function registering<K extends RegisteredKind, B extends command.Remarks>(
  kind: K,
  look: (office: Office, request: Request<B, undefined>) => Promise<Registering<K>>,
): Command<B> {
  return async (office, request) => {
    const answer = await record(office, request, [], async () => {
      const { fields, refusal, personal = {} } = await look(office, request);
      const decision = register(kind, fields, today(office), refusal);
      if (isRefusal(decision)) return decision;
      return {
        decision,
        changes: registrationChanges(kind, request.id, fields, { personal: givenIn(personal) }),
        blinding: blind(office, personal),
      };
    });
    return withHolder(office.ledger, answer);
  };
}

interface Amending<K extends RegisteredKind> extends Looked {
  readonly changed: Partial<RegistryFieldsOf[K]>;
}

export function amending<K extends RegisteredKind, B extends command.Remarks & { readonly reason: string }>(
  kind: K,
  look: (office: Office, request: Request<B, Id>, old: Registered<K>) => Promise<Amending<K>>,
  keys: readonly string[] = [],
): CommandOn<B> {
  return async (office, request) => {
    const answer = await record(office, request, keys, async (): Promise<Prepared | Refusal> => {
      const id = request.target;
      const row = registeredIn(await office.ledger.read([{ row: kind, id }]), kind, id);
      if (!row) return { refusal: 'not-found', kind, id };
      const { changed, refusal, personal = {}, treeChanges } = await look(office, request, row.state);
      const given = givenIn(personal);
      const said = { fields: changed, personal: given.length > 0, reason: request.body.reason };
      const decision = amend(kind, id, said, today(office), { registered: row.state, refusal });
      if (isRefusal(decision)) return decision;
      return {
        decision,
        changes: amendmentChanges(kind, row, request.id, changed, { personal: given, treeChanges }),
        blinding: blind(office, personal),
        previous: row.version,
      };
    });
    return withHolder(office.ledger, answer, request.target);
  };
}

export function closing(kind: RegisteredKind): CommandOn<command.Close> {
  return (office, request) =>
    record(office, request, [], async () => {
      const id = request.target;
      const found = await office.ledger.read([{ row: kind, id }]);
      const row = registeredIn(found, kind, id);
      if (!row) return { refusal: 'not-found', kind, id };
      const uses = isEverInUse(kind) ? usesOf(kind, id, (await office.journal.whole()).postings) : [];
      const state = { closed: row.state.closed, uses };
      const decision = close(kind, id, request.body.reason, today(office), state);
      if (isRefusal(decision)) return decision;
      const subject = kind === 'member' ? found.state('member', id)?.state.fields.subject : undefined;
      const own = subject === undefined ? undefined : ownRoles(request, subject);
      if (own) return own;
      return { decision, changes: closureChanges(kind, row), previous: row.version };
    });
}

export function ownRoles({ actor, body }: Request<command.Remarks>, subject: string): Refusal | undefined {
  return ownRolesRefusal(subject, actor.subject, body.exception);
}

/** Reads what the lines of a plan name, 100 rows at a time, and tells goods in the base measure. */
async function planned(
  office: Office,
  lines: readonly command.PlanLine[],
  standing: readonly PlannedLine[] = [],
): Promise<readonly PlannedLine[] | Refusal> {
  const units = [...new Set(lines.map((line) => line.unit))];
  const items = namedIn(lines, ({ item }) => item);
  const fundingLines = namedIn(lines, ({ fundingLine }) => fundingLine);
  const keys = [
    ...units.map((id) => ({ row: 'unit', id }) as const),
    ...items.map((id) => ({ row: 'item', id }) as const),
    ...fundingLines.map((id) => ({ row: 'fundingLine', id }) as const),
  ];
  const pages = await Promise.all(
    Array.from({ length: Math.ceil(keys.length / 100) }, (_, at) =>
      office.ledger.read(keys.slice(at * 100, at * 100 + 100)),
    ),
  );
  const known = pages.flatMap((found) => [...unitsIn(found, units)]);
  const goods = pages.flatMap((found) => [...itemsIn(found, items)]);
  const money = pages.flatMap((found) => fundingLines.filter((id) => found.fundingLine(id) !== undefined));
  return plannedLines(lines, {
    units: new Map(known),
    items: new Map(goods),
    fundingLines: new Set(money),
    standing,
  });
}

function namedIn<T extends Id>(
  lines: readonly command.PlanLine[],
  named: (line: command.PlanLine) => T | undefined,
): readonly T[] {
  return [...new Set(lines.flatMap((line) => named(line) ?? []))];
}
