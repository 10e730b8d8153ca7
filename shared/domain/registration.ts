import type { CalendarDate } from './calendar.ts';
import type { PlanLine } from './command.ts';
import { decide, type Verdict } from './decision.ts';
import type { Facts } from './facts.ts';
import type { Id } from './id.ts';
import { isSameName } from './normal-form.ts';
import { Objections } from './objections.ts';
import { isGoods } from './plan.ts';
import { inPacks } from './quantity.ts';
import type { Refs } from './refs.ts';
import type { InUse, Refusal } from './refusal.ts';
import type { ItemFields, PlannedGoods, PlannedLine, Registered, RegistryFieldsOf, RegistryKind } from './registry.ts';
import { stated } from './stated.ts';

/** How deep the tree of units may be. */
export const MAX_DEPTH = 8;

/** Where a unit is to come to lie. */
export interface UnitPlace {
  readonly parent: Registered<'unit'> | undefined;
  /** The parent and everything above it. */
  readonly above: readonly Id[];
  /** The unit that moves there, and how many levels it has with all below it; absent for one that is new. */
  readonly moving?: { readonly unit: Id; readonly levels: number };
}

/** Registers something new. That its code is free is kept by its claim. */
export function register<K extends RegistryKind>(
  type: K,
  fields: RegistryFieldsOf[K],
  today: CalendarDate,
  refusal?: Refusal,
): Verdict {
  if (refusal) return refusal;
  return decide({ kind: 'registration', effectiveOn: today, refs: {}, facts: changeOf(type, fields), transfers: [] });
}

/** Amends what is registered: the changed fields only, with the reason. */
export function amend<K extends RegistryKind>(
  type: K,
  id: Id,
  changed: { readonly fields: Partial<RegistryFieldsOf[K]>; readonly personal: boolean; readonly reason: string },
  today: CalendarDate,
  state: { readonly registered: { readonly closed: boolean }; readonly refusal?: Refusal | undefined },
): Verdict {
  const objections = new Objections();
  if (state.refusal) objections.refuse(state.refusal);
  if (Object.keys(changed.fields).length === 0 && !changed.personal) objections.field('', 'nothing-to-do');
  if (state.registered.closed) objections.refuse({ refusal: 'closed', kind: type, id });
  const refusal = objections.foremost();
  if (refusal) return refusal;
  return decide({
    kind: 'amendment',
    effectiveOn: today,
    refs: REFS[type](id),
    facts: { ...changeOf(type, changed.fields), reason: changed.reason },
    transfers: [],
  });
}

/** Closes what is registered, once nothing uses it any more. */
export function close(
  type: RegistryKind,
  id: Id,
  reason: string,
  today: CalendarDate,
  state: { readonly closed: boolean; readonly uses: readonly InUse[] },
): Verdict {
  if (state.closed) return { refusal: 'already-closed', kind: type, id };
  if (state.uses.length > 0) return { refusal: 'still-in-use', uses: state.uses };
  return decide({ kind: 'closure', effectiveOn: today, refs: REFS[type](id), facts: { type, reason }, transfers: [] });
}

/** Reopens what was closed. That what it gave up is still free is kept by its claim. */
export function reopen(
  type: RegistryKind,
  id: Id,
  reason: string,
  today: CalendarDate,
  state: { readonly closed: boolean; readonly refusal?: Refusal | undefined },
): Verdict {
  if (!state.closed) return { refusal: 'already-open', kind: type, id };
  if (state.refusal) return state.refusal;
  return decide({
    kind: 'reopening',
    effectiveOn: today,
    refs: REFS[type](id),
    facts: { type, reason },
    transfers: [],
  });
}

/** The type and its fields belong together, which the parameters say and a union cannot. */
function changeOf<K extends RegistryKind>(type: K, fields: Partial<RegistryFieldsOf[K]>): Facts['registration'] {
  return { type, fields } as Facts['registration'];
}

/** How an entry names what it amends, closes or reopens. */
const REFS: { readonly [K in RegistryKind]: (id: Id) => Refs['amendment'] } = {
  fundingLine: (fundingLine) => ({ fundingLines: [fundingLine] }),
  unit: (unit) => ({ unit }),
  item: (item) => ({ item }),
  supplier: (supplier) => ({ supplier }),
  warehouse: (warehouse) => ({ warehouse }),
  tariff: (tariff) => ({ tariff }),
  plan: (plan) => ({ plan }),
  member: (member) => ({ member }),
  threshold: (threshold) => ({ threshold }),
};

/** Nobody decides over their own roles, unless they say why. */
export function ownRolesRefusal(
  subject: string,
  actor: string,
  exception: { readonly reason: string } | undefined,
): Refusal | undefined {
  return subject === actor && exception === undefined ? { refusal: 'own-roles' } : undefined;
}

/** What is wrong with the parent that a unit names. */
export function parentRefusal({ parent, above, moving }: UnitPlace): Refusal | undefined {
  const objections = new Objections();
  if (objections.isOpen('/parent', parent)) {
    if (moving !== undefined && above.includes(moving.unit)) objections.field('/parent', 'own-descendant');
    else if (above.length + (moving?.levels ?? 1) > MAX_DEPTH) objections.bound('/parent', 'too-deep', `${MAX_DEPTH}`);
  }
  return objections.foremost();
}

/** What is wrong with the packs of an item that has that base measure already. */
export function packRefusal(fields: Partial<ItemFields>, baseMeasure: string): Refusal | undefined {
  const objections = new Objections();
  fields.packs?.forEach((pack, at) => {
    if (isSameName(pack.measure, baseMeasure)) objections.field(`/packs/${at}/measure`, 'repeated');
  });
  return objections.foremost();
}

/** What a plan names, as far as it is registered, and its lines as they stand where it is amended. */
export interface PlanState {
  readonly units: ReadonlyMap<Id, Registered<'unit'>>;
  readonly items: ReadonlyMap<Id, Registered<'item'>>;
  readonly fundingLines: ReadonlySet<Id>;
  readonly standing: readonly PlannedLine[];
}

/**
 * The lines of a plan, goods in the base measure, or what is wrong with what they name. What a unit was already to get in
 * packs is amended in packs of that size.
 */
export function plannedLines(lines: readonly PlanLine[], state: PlanState): readonly PlannedLine[] | Refusal {
  const objections = new Objections();
  const seen = new Set<string>();
  const once = (pair: string, at: number): void => {
    if (seen.has(pair)) objections.field(`/lines/${at}`, 'repeated');
    seen.add(pair);
  };
  const planned = lines.map((line, at): PlannedLine => {
    const { unit, item, fundingLine = '', amount = 0n } = line;
    if (!state.units.has(unit)) objections.field(`/lines/${at}/unit`, 'unknown-reference');
    if (item !== undefined) {
      const goods = state.items.get(item);
      if (!goods) objections.field(`/lines/${at}/item`, 'unknown-reference');
      if (goods?.fields.service === true) objections.field(`/lines/${at}/item`, 'no-goods');
      once(`${unit}/${item}`, at);
      return plannedGoods({ ...line, item }, at, state, objections);
    }
    if (!state.fundingLines.has(fundingLine)) objections.field(`/lines/${at}/fundingLine`, 'unknown-reference');
    once(`${unit}/${fundingLine}`, at);
    return { unit, fundingLine, amount };
  });
  return objections.foremost() ?? planned;
}

function plannedGoods(
  line: PlanLine & { readonly item: Id<'item'> },
  at: number,
  { items, standing }: PlanState,
  objections: Objections,
): PlannedGoods {
  const { unit } = line;
  const item = items.get(line.item);
  const before = standing.find((one) => one.unit === unit && isGoods(one) && one.item === line.item);
  const packs = before !== undefined && isGoods(before) ? before.packs : undefined;
  const { quantity, pack } = objections.inBase(
    `/lines/${at}`,
    line,
    ['quantity'],
    item && { item: item.fields, packs },
  );
  return stated<PlannedGoods>({ unit, item: line.item, quantity, packs: inPacks(quantity, pack) });
}
