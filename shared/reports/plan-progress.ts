import { formatYuan } from '../domain/amount.ts';
import type { Id } from '../domain/id.ts';
import { type Allotted, allottedId, givenBy, isGoods, type PlanLineRef } from '../domain/plan.ts';
import { nameOf } from '../domain/plan-floors.ts';
import type { Posting } from '../domain/posting.ts';
import type { PlanProgress } from '../schemas/plan-progress.ts';
import { writeQuantity } from './figures.ts';
import { type PageOptions, pageOf } from './page.ts';
import { leftOf, PlanStandings } from './plan-standings.ts';
import { byCode, compare, type Register } from './register.ts';

export interface PlanProgressOptions extends PageOptions {
  readonly plan: Id;
}

interface Figures {
  readonly planned: bigint;
  readonly sent: bigint;
  readonly confirmed: bigint;
  readonly back: bigint;
  readonly left: bigint;
  readonly above: bigint;
}

interface Row extends Figures {
  readonly line: PlanLineRef;
}

const NOTHING: Figures = { planned: 0n, sent: 0n, confirmed: 0n, back: 0n, left: 0n, above: 0n };

/**
 * How far a plan has come: line by line, those first whose unit got nothing yet, and in sum by unit, by item and by
 * funding line. What was sent beyond the plan is a line too, of which nothing was planned. Undefined where the cursor is
 * unknown.
 */
export function planProgress(
  postings: readonly Posting[],
  register: Register,
  options: PlanProgressOptions,
): PlanProgress | undefined {
  const { plan } = options;
  const rows = rowsOf(plan, postings, register);
  const units = summedBy(rows, ({ line }) => line.unit);
  const inOrder = inOrderOf(units, register);
  const placeOf = new Map(inOrder.map((unit, place) => [unit, place]));
  const codeOf = ({ line }: Row): string => register.named(allottedId(line)).code;
  rows.sort(
    (a, b) =>
      (placeOf.get(a.line.unit) ?? 0) - (placeOf.get(b.line.unit) ?? 0) ||
      Number(isGoods(b.line)) - Number(isGoods(a.line)) ||
      compare(codeOf(a), codeOf(b)) ||
      compare(nameOf(a.line), nameOf(b.line)),
  );
  const page = pageOf(rows, ({ line }) => nameOf(line), options);
  if (page === undefined) return undefined;
  const [goods, money] = [rows.filter(({ line }) => isGoods(line)), rows.filter(({ line }) => !isGoods(line))];
  return {
    plan: register.named(plan),
    closed: register.find('plan', plan)?.closed ?? false,
    lines: page.rows.map((row) => writeRow(row, register)),
    units: inOrder.map((unit) => ({
      unit: register.named(unit),
      gotNothing: isWithout(units.get(unit)),
      goods: writeGoods(sumOf(goods.filter(({ line }) => line.unit === unit))),
      money: writeMoney(sumOf(money.filter(({ line }) => line.unit === unit))),
    })),
    items: [...summedBy(goods, ({ line }) => allottedId(line))]
      .map(([id, figures]) => ({ item: register.item(id), ...writeGoods(figures) }))
      .sort((a, b) => byCode(a.item, b.item)),
    fundingLines: [...summedBy(money, ({ line }) => allottedId(line))]
      .map(([id, figures]) => ({ fundingLine: register.named(id), ...writeMoney(figures) }))
      .sort((a, b) => byCode(a.fundingLine, b.fundingLine)),
    total: {
      units: units.size,
      gotNothing: [...units.values()].filter(isWithout).length,
      goods: writeGoods(sumOf(goods)),
      money: writeMoney(sumOf(money)),
    },
    ...(page.next === undefined ? {} : { next: page.next }),
  };
}

/** The lines of the plan, and those under which more was sent than it names. */
function rowsOf(plan: Id, postings: readonly Posting[], register: Register): Row[] {
  const standings = new PlanStandings();
  for (const posting of postings) standings.enter(posting);
  const planned = new Map<string, Row>();
  for (const line of register.find('plan', plan)?.lines ?? []) {
    const ref = { plan, unit: line.unit, ...allottedBy(line) };
    planned.set(nameOf(ref), rowOf(ref, givenBy(line), standings));
  }
  const beyond = standings.all(plan).filter(({ line, sent, back }) => {
    return !planned.has(nameOf(line)) && (sent !== 0n || back !== 0n);
  });
  return [...planned.values(), ...beyond.map(({ line }) => rowOf(line, 0n, standings))];
}

function allottedBy(line: Allotted): Allotted {
  return isGoods(line) ? { item: line.item } : { fundingLine: line.fundingLine };
}

function rowOf(line: PlanLineRef, planned: bigint, standings: PlanStandings): Row {
  const { sent, confirmed, back } = standings.of(line);
  return { line, planned, sent, confirmed, back, left: leftOf(planned, sent), above: leftOf(sent, planned) };
}

/** Units that got nothing first, then by code. */
function inOrderOf(units: ReadonlyMap<Id, Figures>, register: Register): Id[] {
  return [...units]
    .toSorted(
      ([a, got], [b, gotToo]) =>
        Number(isWithout(gotToo)) - Number(isWithout(got)) || byCode(register.named(a), register.named(b)),
    )
    .map(([unit]) => unit);
}

/** No line stands below zero, so where a sum is nothing each of them is, whatever it adds up. */
function isWithout(figures: Figures | undefined): boolean {
  return figures === undefined || figures.sent <= 0n;
}

function summedBy(rows: readonly Row[], keyOf: (row: Row) => Id): Map<Id, Figures> {
  return new Map([...Map.groupBy(rows, keyOf)].map(([key, some]) => [key, sumOf(some)]));
}

function sumOf(rows: readonly Figures[]): Figures {
  return rows.reduce(
    (sum, row) => ({
      planned: sum.planned + row.planned,
      sent: sum.sent + row.sent,
      confirmed: sum.confirmed + row.confirmed,
      back: sum.back + row.back,
      left: sum.left + row.left,
      above: sum.above + row.above,
    }),
    NOTHING,
  );
}

function writeRow(row: Row, register: Register): PlanProgress['lines'][number] {
  const { line } = row;
  const unit = register.named(line.unit);
  return isGoods(line)
    ? { unit, item: register.item(line.item), ...writeGoods(row) }
    : { unit, fundingLine: register.named(line.fundingLine), ...writeMoney(row) };
}

function writeGoods({ planned, sent, confirmed, back, left, above }: Figures) {
  return {
    planned: writeQuantity(planned),
    dispatched: writeQuantity(sent),
    confirmed: writeQuantity(confirmed),
    returned: writeQuantity(back),
    left: writeQuantity(left),
    ...(above === 0n ? {} : { above: writeQuantity(above) }),
  };
}

function writeMoney({ planned, sent, back, left, above }: Figures) {
  return {
    planned: formatYuan(planned),
    disbursed: formatYuan(sent),
    takenBack: formatYuan(back),
    left: formatYuan(left),
    ...(above === 0n ? {} : { above: formatYuan(above) }),
  };
}
