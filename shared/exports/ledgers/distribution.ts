import type { CalendarDate } from '../../domain/calendar.ts';
import { type Entry, isKind } from '../../domain/entry.ts';
import type { Id } from '../../domain/id.ts';
import { isGoods } from '../../domain/plan.ts';
import { inPacks, writeWhole } from '../../domain/quantity.ts';
import { refsOf } from '../../domain/refs.ts';
import { documentNumber, type Sealed } from '../../domain/voucher.ts';
import { giftsToldBy } from '../../reports/directions.ts';
import { doerOf } from '../../reports/people.ts';
import { isAfter, isBefore, isWithin } from '../../reports/period.ts';
import { belongs } from '../../reports/selection.ts';
import { reversedBy, wordOf } from '../../reports/summary.ts';
import { unitsAsked } from '../../reports/units-asked.ts';
import type { Sheet } from '../files/sheet.ts';
import { type Carried, carriedBy, dispatchOf } from './carried.ts';
import { correcting, correctionTold } from './correcting.ts';
import type { Making, RowFold } from './fold.ts';
import { opened } from './opened.ts';
import {
  type Given,
  goodsCells,
  joined,
  packsOf,
  packsTold,
  reasonOf,
  remarksOf,
  reversing,
  wantingIn,
} from './remarks.ts';
import { type Cells, column, figure, textOf } from './table.ts';

const COLUMNS = [
  column('ordinal', '序号', 'ordinal', 6),
  column('date', '发放日期', 'date', 12),
  column('number', '出库单号', 'text', 12),
  column('plan', '分配方案号', 'text', 16),
  column('unit', '接收单位', 'text', 24),
  column('item', '物资名称', 'text', 18),
  column('spec', '规格型号', 'text', 16),
  column('measure', '单位', 'text', 6),
  column('due', '应发数量', 'quantity', 10),
  column('sent', '实发数量', 'quantity', 10),
  column('received', '实收数量', 'quantity', 10),
  column('difference', '差异', 'quantity', 8),
  column('value', '折合金额(元)', 'yuan', 14),
  column('people', '覆盖人数', 'quantity', 10),
  column('households', '覆盖户数', 'quantity', 10),
  column('sender', '发放人', 'person', 14),
  column('receiver', '接收人', 'person', 14),
  column('phone', '联系电话', 'text', 14),
  column('left', '结存数量', 'quantity', 10),
  column('remark', '备注', 'text', 30),
];

type Column = (typeof COLUMNS)[number][0];
/** A row beside what it takes out of the stock of its item; one that only does that is not shown. */
export type DistributionKey = Column | 'itemId' | 'taken' | 'isHidden' | 'corrects';

export const DISTRIBUTION_KEYS: readonly DistributionKey[] = [
  ...COLUMNS.map(([name]) => name),
  'itemId',
  'taken',
  'isHidden',
  'corrects',
];

/** A consignment that was dispatched and is neither confirmed nor reversed: its rows are not whole yet. */
interface Pending {
  readonly on: CalendarDate;
  readonly index: number;
  readonly rows: ReadonlyMap<number, Cells<DistributionKey>>;
}

/**
 * 物资发放台账: a row for each line of a consignment at the date of its dispatch, with what its confirmation says of it,
 * and rows of their own for everything else that befell it: goods refused, a decision on what was held, a return, a
 * reversal (红字 where negative), and a confirmation whose dispatch lies before the period or was confirmed once before.
 * Because every movement stands in exactly one row, columns add up to what accounts changed by in the period:
 * - 实发数量 and 折合金额 to what left stock for units and did not come back: in transit, held, delivered or written off;
 * - 实收数量 to what units have;
 * - 差异 to what neither arrived nor came back, held or written off, with a minus. In a row it is 实收 − 实发 where both
 *   stand; of a confirmation in a row of its own, and its reversal, it is told against what was on its way.
 *
 * 应发数量 is what the plan gives this unit of this item, on the first line of the item, and what was dispatched where no
 * plan is named; as a plan may be carried out in several dispatches, it is not added up. 结存数量 is what is left of the
 * item, on the selected funding line, after the row: the stock card's. 接收人 is who signed in to confirm, never who
 * signed: whose name and telephone number no ledger has, so 联系电话 is empty. Names are those of each row's day. What was
 * given in packs is told in them too, in 备注: the cells are numbers of pieces, which add up.
 */
export class DistributionFold implements RowFold {
  readonly #making: Making<DistributionKey>;
  readonly #isUnitAsked: (unit: Id, tree: Id) => boolean;
  readonly #pending = new Map<Id, Pending>();
  /** By item: what was in stock before the period. */
  readonly #stock = new Map<Id, bigint>();

  constructor(making: Making<DistributionKey>) {
    this.#making = making;
    this.#isUnitAsked = unitsAsked(making.register, making.selection);
  }

  get open(): number {
    return this.#pending.size;
  }

  enter(sealed: Sealed): void {
    const { entry, index } = sealed;
    const { selection, openings, rows } = this.#making;
    if (isKind(entry, 'correction')) {
      this.#correct(sealed, entry);
      return;
    }
    const dispatch = dispatchOf(entry, openings);
    if (dispatch !== undefined) rows.number(entry.id, index);
    if (isAfter(entry, selection)) return;
    const isMeant =
      dispatch !== undefined && this.#isUnitAsked(dispatch.refs.unit, this.#making.register.treeAt(dispatch));
    if (isBefore(entry, selection)) {
      for (const [item, taken] of this.#takenBy(sealed)) this.#take(item, taken);
    } else if (!isMeant) {
      let line = 0;
      for (const [item, taken] of this.#takenBy(sealed)) {
        rows.add({ on: entry.effectiveOn, index, line }, { itemId: item, taken, isHidden: 1n });
        line += 1;
      }
    } else {
      this.#carry(sealed, dispatch);
    }
  }

  close(): Sheet {
    const { selection, rows, sheet } = this.#making;
    for (const id of [...this.#pending.keys()]) this.#settle(id, { remark: '未签收' });
    const take = (item: Id, taken: bigint): bigint => this.#take(item, taken);

    async function* balanced(): AsyncGenerator<Cells<Column>> {
      for await (const { row, numbers } of rows.read()) {
        const [dispatched, reversed] = numbers;
        if (row.corrects !== null) {
          const number = dispatched === undefined ? null : documentNumber('consignment', dispatched);
          yield { ...row, number, remark: correcting(reversed, textOf(row.corrects)) };
          continue;
        }
        const left = take(textOf(row.itemId) ?? '', figure(row.taken));
        if (row.isHidden !== null) continue;
        yield {
          ...row,
          left,
          ...(dispatched === undefined ? {} : { number: documentNumber('consignment', dispatched) }),
          ...(reversed === undefined ? {} : { remark: joined(reversing(reversed), textOf(row.remark)) }),
        };
      }
    }

    return sheet({
      columns: COLUMNS,
      rows: balanced(),
      // Pieces of one item add up to something, pieces and boxes of several do not.
      summed: [
        ...(selection.item === undefined ? [] : (['sent', 'received', 'difference'] as const)),
        ...(['value', 'people', 'households'] as const),
      ],
      inWords: 'value',
    });
  }

  /** Takes out of what is left of an item, and says what is left then. */
  #take(item: Id, taken: bigint): bigint {
    const left = (this.#stock.get(item) ?? 0n) - taken;
    this.#stock.set(item, left);
    return left;
  }

  /** What an entry takes out of the stock of each item. */
  #takenBy({ movements }: Sealed): Map<Id, bigint> {
    const items = new Map<Id, bigint>();
    for (const movement of movements) {
      const { item, from, to, quantity } = movement;
      if (item === undefined || !belongs(movement, this.#making.selection)) continue;
      const sign = from === 'stock' ? 1n : to === 'stock' ? -1n : 0n;
      if (sign !== 0n) items.set(item, (items.get(item) ?? 0n) + sign * quantity);
    }
    return items;
  }

  #carry(sealed: Sealed, dispatch: Entry<'dispatch'>): void {
    const { entry, index } = sealed;
    const lines = carriedBy(sealed, dispatch, this.#making.selection);
    if (lines.length === 0) return;
    if (isKind(entry, 'dispatch')) {
      const rows = new Map(lines.map((carried) => [carried.line, this.#dispatched(entry, index, carried)]));
      this.#pending.set(entry.id, { on: entry.effectiveOn, index, rows });
    } else if (isKind(entry, 'confirmation') && this.#pending.has(dispatch.id)) {
      this.#confirm(sealed, entry, dispatch, lines);
    } else {
      if (isKind(entry, 'reversal') && entry.facts.kind === 'dispatch') this.#settle(dispatch.id, { remark: '未签收' });
      this.#befall(sealed, dispatch, lines, (carried, isFirst, measure) => ownCells(entry, carried, isFirst, measure));
    }
  }

  /** What was put right of a consignment: a head-count by its difference, so that columns add up to what stands. */
  #correct({ index, covers = [] }: Sealed, entry: Entry<'correction'>): void {
    const { selection, openings, register: whole, rows } = this.#making;
    const { consignment } = refsOf(entry);
    if (consignment === undefined || !isWithin(entry, selection)) return;
    const dispatch = opened(openings, consignment, 'dispatch');
    const { refs, facts } = dispatch;
    const isMeant =
      this.#isUnitAsked(refs.unit, whole.treeAt(dispatch)) &&
      (selection.fundingLine === undefined || covers.includes(selection.fundingLine)) &&
      (selection.item === undefined || facts.lines.some(({ item }) => item === selection.item));
    if (!isMeant) return;
    const register = whole.on(entry.effectiveOn);
    const row: Cells<DistributionKey> = {
      ...coverageOf(entry),
      date: entry.effectiveOn,
      unit: register.named(refs.unit).name,
      corrects: correctionTold(entry, register),
    };
    rows.add({ on: entry.effectiveOn, index, line: 0 }, row, [consignment, entry.refs.entry]);
  }

  #dispatched(entry: Entry<'dispatch'>, index: number, carried: Carried): Cells<DistributionKey> {
    const due = this.#due(entry, carried);
    const sent = { quantity: carried.sent.quantity, packs: entry.facts.lines[carried.line - 1]?.packs };
    const goods = this.#goods(entry, entry, carried);
    const { measure } = goods;
    return {
      ...goods,
      date: entry.effectiveOn,
      number: documentNumber('consignment', index),
      due: due?.quantity ?? null,
      remark: joined(
        due && packsOf('应发', [due], measure),
        packsOf('实发', [sent], measure),
        ...giftsToldBy(entry),
        remarksOf(entry),
      ),
    };
  }

  /** The goods of a row of an entry, as they and whom they are for were called on its day. */
  #goods({ effectiveOn }: Entry, dispatch: Entry<'dispatch'>, { item, sent }: Carried) {
    const { plan, unit } = dispatch.refs;
    const register = this.#making.register.on(effectiveOn);
    return {
      plan: plan === undefined ? null : register.named(plan).code,
      unit: register.named(unit ?? '').name,
      ...goodsCells(item, register),
      sent: sent.quantity,
      value: sent.value,
      sender: doerOf(dispatch),
      itemId: item,
      taken: sent.quantity,
    } satisfies Cells<DistributionKey>;
  }

  /** What the plan gives the unit of the line's item, on the first line of it; what was sent where no plan does. */
  #due({ refs, facts }: Entry<'dispatch'>, { line, item, sent }: Carried): Given | null {
    const plan = refs.plan === undefined ? undefined : this.#making.register.find('plan', refs.plan);
    const planned = plan?.lines?.find((one) => one.unit === refs.unit && isGoods(one) && one.item === item);
    if (planned === undefined || !isGoods(planned)) return { quantity: sent.quantity };
    return facts.lines.findIndex((one) => one.item === item) + 1 === line ? planned : null;
  }

  /** Completes the rows of a dispatch; what was refused came back to stock, which is a row of its own. */
  #confirm(sealed: Sealed, entry: Entry<'confirmation'>, dispatch: Entry<'dispatch'>, lines: readonly Carried[]): void {
    const confirmed = new Map(lines.map(({ line, delivered }) => [line, delivered]));
    this.#settle(dispatch.id, { remark: remarksOf(entry), receiver: doerOf(entry) }, (line, isFirst, row) => {
      const received = confirmed.get(line) ?? 0n;
      return {
        received,
        difference: received - figure(row.sent),
        ...(isFirst ? coverageOf(entry) : {}),
        remark: arrivalOf(entry, line, received, textOf(row.measure) ?? ''),
      };
    });
    const refused = lines.filter(({ sent }) => sent.quantity !== 0n);
    const returned = refused.map((carried) => ({ ...carried, delivered: 0n, wanting: carried.sent.quantity }));
    this.#befall(sealed, dispatch, returned, () => ({ remark: '拒收退库' }));
  }

  /** Hands on the rows of a dispatch, completed by what is known of it now. */
  #settle(
    consignment: Id,
    { remark, ...cells }: Cells<DistributionKey>,
    ofLine: (line: number, isFirst: boolean, row: Cells<DistributionKey>) => Cells<DistributionKey> = () => ({}),
  ): void {
    const pending = this.#pending.get(consignment);
    if (pending === undefined) return;
    this.#pending.delete(consignment);
    let isFirst = true;
    for (const [line, row] of pending.rows) {
      const own = ofLine(line, isFirst, row);
      const remarks = joined(textOf(row.remark), textOf(own.remark), textOf(remark));
      this.#making.rows.add({ ...pending, line }, { ...row, ...cells, ...own, remark: remarks });
      isFirst = false;
    }
  }

  /** Rows of an entry that is not the dispatch: one for each line that it touches. */
  #befall(
    { entry, index }: Sealed,
    dispatch: Entry<'dispatch'>,
    lines: readonly Carried[],
    ofLine: (carried: Carried, isFirst: boolean, measure: string) => Cells<DistributionKey>,
  ): void {
    lines.forEach((carried, at) => {
      const goods = this.#goods(entry, dispatch, carried);
      const row = {
        ...goods,
        date: entry.effectiveOn,
        received: carried.delivered,
        difference: -carried.wanting,
        ...ofLine(carried, at === 0, goods.measure),
      };
      const place = { on: entry.effectiveOn, index, line: carried.line };
      this.#making.rows.add(place, row, [dispatch.id, ...reversedBy(entry)]);
    });
  }
}

/** What an entry says of itself in a row of its own. */
function ownCells(entry: Entry, carried: Carried, isFirst: boolean, measure: string): Cells<DistributionKey> {
  const { line, lost, delivered } = carried;
  const confirmation = isKind(entry, 'confirmation') ? entry : undefined;
  const arrival = confirmation && arrivalOf(confirmation, line, delivered, measure);
  const given = stepIn(entry, line);
  const packs = given.at(0)?.packs;
  const writtenOff = packsTold([{ quantity: lost, packs: inPacks(lost, packs) }], measure) ?? writeWhole(lost);
  return {
    receiver: confirmation === undefined ? null : doerOf(confirmation),
    ...(isFirst ? coverageOf(entry) : {}),
    remark: joined(
      reasonOf(entry) ?? wordOf(entry),
      packsTold(given, measure),
      lost === 0n ? null : `核销 ${writtenOff}`,
      arrival,
      remarksOf(entry),
    ),
  };
}

/** What a confirmation says of a line: what arrived, where that was told in packs, and what did not. */
function arrivalOf(entry: Entry<'confirmation'>, line: number, delivered: bigint, measure: string): string | null {
  const told = mentionsOf(entry, line);
  const packs = inPacks(delivered, told[0]?.packs);
  return joined(packsOf('实收', [{ quantity: delivered, packs }], measure), wantingIn(told, measure));
}

/** What a decision on what was held, or a return, says in packs of a line. */
function stepIn(entry: Entry, line: number): Given[] {
  if (!isKind(entry, 'resolution') && !isKind(entry, 'unit-return')) return [];
  const given = entry.facts.packs ?? [];
  return given.flatMap((packs) => (packs.line === line ? [{ quantity: packs.quantity * packs.of, packs }] : []));
}

function coverageOf({ coverage }: Entry): Cells<DistributionKey> {
  return { people: coverage?.people ?? null, households: coverage?.households ?? null };
}

function mentionsOf({ facts }: Entry<'confirmation'>, line: number) {
  return facts.lines.filter((told) => told.line === line);
}
