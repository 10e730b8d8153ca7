import { formatYuan } from '../domain/amount.ts';
import { type Balance, NOTHING } from '../domain/balance.ts';
import type { Id } from '../domain/id.ts';
import { subjectOf } from '../domain/subject.ts';
import type { Tree } from '../domain/unit-trees.ts';
import { documentNumber, type Sealed, voucherNumber } from '../domain/voucher.ts';
import type { UnitCard } from '../schemas/cards.ts';
import { writeQuantity } from './figures.ts';
import { type PageOptions, pageOf } from './page.ts';
import { byEffect, isAfter, isBefore, type Period } from './period.ts';
import { byCode, type Register } from './register.ts';
import { summaryOf, unitOf } from './summary.ts';
import { afterTurnover, type Turnover, turnoversOf } from './turnover.ts';
import { treeOf, unitsAsked } from './units-asked.ts';

export interface UnitCardOptions extends Period, PageOptions {
  readonly unit: Id;
  readonly below: boolean;
  readonly tree?: Tree;
  readonly fundingLine?: Id;
  /** Without them no value of goods is told. */
  readonly prices: boolean;
}

/** What money stands under beside items. */
const MONEY = '';

/** What an entry did to what one item, or the money, at the unit stands at. */
interface Step extends Turnover {
  readonly posting: Sealed;
  /** An item, or MONEY. */
  readonly what: Id;
  readonly stands: Balance;
}

/**
 * 领用卡: what came to a unit and went back, entry by entry and item by item, with what stands after each; money beside it.
 * Things are called as they were on the day of each row. Undefined where the cursor is unknown.
 */
export function unitCard(
  postings: readonly Sealed[],
  register: Register,
  options: UnitCardOptions,
): UnitCard | undefined {
  const { unit, below, tree = 'then' } = options;
  const { steps, opening, closing } = stepsOf(postings, register, options);
  const page = pageOf(steps, ({ posting, what }) => `${posting.entry.id}.${what}`, options);
  if (page === undefined) return undefined;
  const placeOf = new Map(postings.map(({ entry, index }) => [entry.id, index]));
  return {
    unit: register.named(unit),
    below,
    tree,
    opening: writeStanding(opening, register),
    rows: page.rows.map((step) => writeStep(step, register, placeOf, options)),
    closing: writeStanding(closing, register),
    ...(page.next === undefined ? {} : { next: page.next }),
  };
}

function stepsOf(postings: readonly Sealed[], register: Register, options: UnitCardOptions) {
  const { fundingLine } = options;
  const isAsked = unitsAsked(register, options);
  const standing = new Map<Id, Balance>();
  let opening: ReadonlyMap<Id, Balance> | undefined;
  const steps: Step[] = [];
  for (const posting of [...postings].sort(byEffect)) {
    const { entry, opening: document } = posting;
    if (document === undefined || isAfter(entry, options)) continue;
    if (!isAsked(document.refs.unit, treeOf(posting, register))) continue;
    if (!isBefore(entry, options)) opening ??= new Map(standing);
    const turnovers = turnoversOf(posting, 'unit', ({ chain, fundingLine: line, item = MONEY }) =>
      chain === 'cash' || (fundingLine !== undefined && fundingLine !== line) ? undefined : item,
    );
    for (const [what, turnover] of turnovers) {
      const stands = afterTurnover(standing.get(what) ?? NOTHING, turnover);
      standing.set(what, stands);
      if (!isBefore(entry, options)) steps.push({ posting, what, ...turnover, stands });
    }
  }
  return { steps, opening: opening ?? standing, closing: standing };
}

function writeStep(
  { posting, what, in: came, out: returned, stands }: Step,
  register: Register,
  placeOf: ReadonlyMap<Id, number>,
  { prices }: UnitCardOptions,
): UnitCard['rows'][number] {
  const { entry, index } = posting;
  const then = register.on(entry.effectiveOn);
  const document = subjectOf(entry) ?? { kind: 'consignment' as const, id: entry.id };
  const goods = {
    item: then.item(what),
    came: writeQuantity(came.quantity),
    returned: writeQuantity(returned.quantity),
    stands: writeQuantity(stands.quantity),
  };
  return {
    date: entry.effectiveOn,
    entry: entry.id,
    number: voucherNumber(index),
    document: { ...document, number: documentNumber(document.kind, placeOf.get(document.id) ?? index) },
    kind: entry.kind,
    summary: summaryOf(posting, then),
    unit: then.named(unitOf(posting) ?? ''),
    ...(what === MONEY
      ? {
          money: {
            came: formatYuan(came.value),
            returned: formatYuan(returned.value),
            stands: formatYuan(stands.value),
          },
        }
      : { goods, ...(prices ? { value: formatYuan(came.value - returned.value) } : {}) }),
  };
}

function writeStanding(standing: ReadonlyMap<Id, Balance>, register: Register): UnitCard['opening'] {
  const goods = [...standing].filter(([what, { quantity }]) => what !== MONEY && quantity !== 0n);
  return {
    goods: goods
      .map(([what, { quantity }]) => ({ item: register.item(what), quantity: writeQuantity(quantity) }))
      .sort((a, b) => byCode(a.item, b.item)),
    money: formatYuan(standing.get(MONEY)?.value ?? 0n),
  };
}
