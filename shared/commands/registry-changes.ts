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
import type { CounterName } from '../storage/ports/guard-names.ts';
import { type Asked, claims, closeLine, count, countFrom, plain, release, reopenLine, take } from './asked.ts';
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
  /** How often the tree of units had changed when it was decided; an entry that stands was decided. */
  readonly treeChanges?: bigint | undefined;
}

export function lineChanges(id: Id, { code, name }: RegistryFieldsOf['fundingLine']): Asked[] {
  return [plain({ change: 'open-line', id, code, name }), take(claims.code('fundingLine', code))];
}

export function registrationChanges<K extends RegisteredKind>(
  kind: K,
  id: Id,
  fields: RegistryFieldsOf[K],
  { personal }: Surroundings,
): Asked[] {
  const parent = parentIn(kind, fields);
  const state: Registered<K> = { fields, closed: false, ...keptBy(id, personal) };
  const code = CODES[kind](fields);
  const spending = spendingIn(kind, fields);
  const supplier = supplierIn(kind, fields);
  return [
    placed(placedRegistered(kind, id, state), undefined),
    ...(code === undefined ? [] : [take(claims.code(kind, code))]),
    ...(spending === undefined ? [] : [take(claims.threshold(spending))]),
    ...(supplier === undefined ? [] : [named(supplier)]),
    ...(parent === undefined ? [] : [count(subUnits(parent), 1n)]),
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
  { personal, treeChanges }: Surroundings,
): Asked[] {
  const supplier = supplierIn(kind, old.fields);
  const fields = { ...old.fields, ...changed };
  const state: Registered<K> = { ...old, fields: settled(fields), ...keptBy(by, personal) };
  return [
    placed(placedRegistered(kind, id, state), version),
    ...moved(parentIn(kind, old.fields), parentIn(kind, fields), treeChanges),
    ...recoded(kind, CODES[kind](old.fields), CODES[kind](changed)),
    ...(supplier === undefined ? [] : renamed(supplier, { ...supplier, ...changed })),
  ];
}

export function closureChanges<K extends RegisteredKind>(kind: K, { id, version, state }: Standing<K>): Asked[] {
  const parent = parentIn(kind, state.fields);
  const spending = spendingIn(kind, state.fields);
  const subject = kind === 'member' ? CODES[kind](state.fields) : undefined;
  return [
    placed(placedRegistered(kind, id, { ...state, closed: true }), version),
    // Nothing moves below it at the same moment.
    ...(kind === 'unit' ? [none(id), count(TREE, 1n)] : []),
    ...(parent === undefined ? [] : [count(subUnits(parent), -1n)]),
    // The subject is free again: whoever comes back is granted anew. So is the spending, for another threshold.
    ...(subject === undefined ? [] : [release(claims.code('member', subject))]),
    ...(spending === undefined ? [] : [release(claims.threshold(spending))]),
  ];
}

export function closedLineChanges(id: Id): Asked[] {
  return [closeLine(id)];
}

/** What the closing kept is kept on; what it gave up is taken again. */
export function reopeningChanges<K extends RegisteredKind>(
  kind: K,
  { id, version, state }: Standing<K>,
  treeChanges?: bigint,
): Asked[] {
  const parent = parentIn(kind, state.fields);
  const subject = kind === 'member' ? CODES[kind](state.fields) : undefined;
  const spending = spendingIn(kind, state.fields);
  return [
    placed(placedRegistered(kind, id, { ...state, closed: false }), version),
    // What it opens below does not close at the same moment.
    ...(parent === undefined ? [] : [changesTree(treeChanges), count(subUnits(parent), 1n)]),
    ...(subject === undefined ? [] : [take(claims.code('member', subject))]),
    ...(spending === undefined ? [] : [take(claims.threshold(spending))]),
  ];
}

export function reopenedLineChanges(id: Id): Asked[] {
  return [reopenLine(id)];
}

/** What a unit lies below. Kind and fields belong together, which the parameters say and a type cannot. */
export function parentIn<K extends RegisteredKind>(kind: K, fields: Partial<RegistryFieldsOf[K]>): Id | undefined {
  return kind === 'unit' ? ((fields as Partial<UnitFields>).parent ?? undefined) : undefined;
}

/** What moved to the top lies below nothing, and what was dropped is not there. */
function settled<F extends object>(fields: F): F {
  const said = Object.entries(fields).filter(([, value]) => value !== null);
  return Object.fromEntries(said) as F;
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

/** The one row that every change of the tree goes through: it counts moves of units, their closures and reopenings. */
export const TREE: CounterName = 'tree-of-units';

/** Counts the open units directly below a unit. */
const subUnits = (unit: Id): CounterName => `sub-units/${unit}`;

/** Holds only while no open unit stands below this one. */
function none(unit: Id): Asked {
  return count(subUnits(unit), 0n, 0n, (quantity) => ({
    refusal: 'still-in-use',
    uses: [{ what: 'sub-units', quantity }],
  }));
}

/** As it was read before it was decided; an entry that stands was decided. */
function changesTree(read: bigint | undefined): Asked {
  return read === undefined ? count(TREE, 1n) : countFrom(read, TREE);
}

/** A unit moves with all below it. That the tree is as it was when that was decided keeps it free of circles. */
function moved(from: Id | undefined, to: Id | undefined, treeChanges: bigint | undefined): Asked[] {
  if (from === to) return [];
  return [
    changesTree(treeChanges),
    ...(from === undefined ? [] : [count(subUnits(from), -1n)]),
    ...(to === undefined ? [] : [count(subUnits(to), 1n)]),
  ];
}

function recoded(kind: RegisteredKind, from: string | undefined, to: string | undefined): Asked[] {
  if (to === undefined) return [];
  const [before, after] = [from === undefined ? undefined : claims.code(kind, from), claims.code(kind, to)];
  if (before?.name === after.name) return [];
  return [take(after), ...(before === undefined ? [] : [release(before)])];
}
