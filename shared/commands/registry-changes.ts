import type { Id } from '../domain/id.ts';
import type {
  Registered,
  RegisteredKind,
  RegisteredOfPersons,
  RegistryFieldsOf,
  RegistryKind,
  SupplierFields,
  UnitFields,
} from '../domain/registry.ts';
import type { Spending, ThresholdFields } from '../domain/threshold.ts';
import { type Asked, claims, closeLine, count, plain, release, take } from './asked.ts';
import { placed } from './changes.ts';
import { named, renamed } from './namesakes.ts';
import { placedRegistered } from './registered.ts';

/** What an entry about something registered changes: told by what it says and by the rows as they stood before it. */

/** What nobody else of the kind may hold: a code, a plan's number, a supplier's 统一社会信用代码, a member's subject. */
const CODES: { readonly [K in RegistryKind]: (fields: Partial<RegistryFieldsOf[K]>) => string | undefined } = {
  fundingLine: ({ code }) => code,
  unit: ({ code }) => code,
  item: ({ code }) => code,
  supplier: ({ uscc }) => uscc,
  warehouse: ({ code }) => code,
  tariff: ({ code }) => code,
  plan: ({ number }) => number,
  member: ({ subject }) => subject,
  threshold: () => undefined,
};

/** What stands beside the fields of a registration or an amendment. */
export interface Surroundings {
  /** What was given that is personal, which the entry's personal row keeps. */
  readonly personal: readonly RegisteredOfPersons[];
  /** The unit that the fields name as the parent. */
  readonly above?: Registered<'unit'> | undefined;
}

export function lineChanges(id: Id, { code, name }: RegistryFieldsOf['fundingLine']): Asked[] {
  return [plain({ change: 'open-line', id, code, name }), take(claims.code('fundingLine', code))];
}

export function registrationChanges<K extends RegisteredKind>(
  kind: K,
  id: Id,
  fields: RegistryFieldsOf[K],
  { personal, above }: Surroundings,
): Asked[] {
  const unit = unitIn(kind, fields);
  const state: Registered<K> = {
    fields,
    closed: false,
    ...keptBy(id, personal),
    ...(unit?.code === undefined ? {} : { lineage: lineageOf(unit.code, above) }),
  };
  const code = CODES[kind](fields);
  const spending = spendingIn(kind, fields);
  const supplier = supplierIn(kind, fields);
  return [
    placed(placedRegistered(kind, id, state), undefined),
    ...(code === undefined ? [] : [take(claims.code(kind, code))]),
    ...(spending === undefined ? [] : [take(claims.threshold(spending))]),
    ...(supplier === undefined ? [] : [named(supplier)]),
    ...(unit?.parent === undefined ? [] : [count(subUnits(unit.parent), 1n)]),
  ];
}

/** What is registered, as it stands before an entry. */
export interface Standing<K extends RegisteredKind> {
  readonly id: Id;
  readonly version: Id;
  readonly state: Registered<K>;
}

export function amendmentChanges<K extends RegisteredKind>(
  kind: K,
  { id, version, state: old }: Standing<K>,
  by: Id,
  changed: Partial<RegistryFieldsOf[K]>,
  { personal, above }: Surroundings,
): Asked[] {
  const before = unitIn(kind, old.fields);
  const parent = unitIn(kind, changed)?.parent;
  const supplier = supplierIn(kind, old.fields);
  const isMoved = parent !== undefined && parent !== before?.parent;
  const state: Registered<K> = {
    ...old,
    fields: { ...old.fields, ...changed },
    ...keptBy(by, personal),
    ...(isMoved && before?.code !== undefined ? { lineage: lineageOf(before.code, above) } : {}),
  };
  return [
    placed(placedRegistered(kind, id, state), version),
    ...(isMoved ? moved(id, before?.parent, parent) : []),
    ...recoded(kind, CODES[kind](old.fields), CODES[kind](changed)),
    ...(supplier === undefined ? [] : renamed(supplier, { ...supplier, ...changed })),
  ];
}

export function closureChanges<K extends RegisteredKind>(kind: K, { id, version, state }: Standing<K>): Asked[] {
  const parent = unitIn(kind, state.fields)?.parent;
  const spending = spendingIn(kind, state.fields);
  const subject = kind === 'member' ? CODES[kind](state.fields) : undefined;
  return [
    placed(placedRegistered(kind, id, { ...state, closed: true }), version),
    ...(kind === 'unit' ? [none(id)] : []),
    ...(parent === undefined ? [] : [count(subUnits(parent), -1n)]),
    // The subject is free again: whoever comes back is granted anew. So is the spending, for another threshold.
    ...(subject === undefined ? [] : [release(claims.code('member', subject))]),
    ...(spending === undefined ? [] : [release(claims.threshold(spending))]),
  ];
}

export function closedLineChanges(id: Id): Asked[] {
  return [closeLine(id)];
}

/** The fields where they are those of a unit. Kind and fields belong together, which the parameters say and a type cannot. */
function unitIn<K extends RegisteredKind>(
  kind: K,
  fields: Partial<RegistryFieldsOf[K]>,
): Partial<UnitFields> | undefined {
  return kind === 'unit' ? (fields as Partial<UnitFields>) : undefined;
}

function keptBy(entry: Id, personal: readonly RegisteredOfPersons[]): Pick<Registered, RegisteredOfPersons> {
  return Object.fromEntries(personal.map((field) => [field, entry]));
}

function supplierIn<K extends RegisteredKind>(kind: K, fields: RegistryFieldsOf[K]): SupplierFields | undefined {
  return kind === 'supplier' ? (fields as SupplierFields) : undefined;
}

/** What a threshold is of, where the fields are those of one. */
function spendingIn<K extends RegisteredKind>(kind: K, fields: RegistryFieldsOf[K]): Spending | undefined {
  return kind === 'threshold' ? (fields as ThresholdFields).spending : undefined;
}

function lineageOf(code: string, above: Registered<'unit'> | undefined): readonly string[] {
  return [code, ...(above?.lineage ?? [])];
}

/** Counts the open units directly below a unit. */
const subUnits = (unit: Id) => `sub-units/${unit}`;

/** Holds only while no open unit stands below this one. */
function none(unit: Id): Asked {
  return count(subUnits(unit), 0n, 0n, (quantity) => ({
    refusal: 'still-in-use',
    uses: [{ what: 'sub-units', quantity }],
  }));
}

/** A unit moves in the tree only while nothing stands below it, because those below know what is above them. */
function moved(unit: Id, from: Id | undefined, to: Id): Asked[] {
  return [none(unit), ...(from === undefined ? [] : [count(subUnits(from), -1n)]), count(subUnits(to), 1n)];
}

function recoded(kind: RegisteredKind, from: string | undefined, to: string | undefined): Asked[] {
  if (to === undefined) return [];
  const [before, after] = [from === undefined ? undefined : claims.code(kind, from), claims.code(kind, to)];
  if (before?.name === after.name) return [];
  return [take(after), ...(before === undefined ? [] : [release(before)])];
}
