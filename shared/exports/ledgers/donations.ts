import type { CalendarDate } from '../../domain/calendar.ts';
import { type Entry, isKind } from '../../domain/entry.ts';
import { birthOf, type Id, type LotId, lotId, ordinalOf } from '../../domain/id.ts';
import type { Movement } from '../../domain/posting.ts';
import { writeWhole } from '../../domain/quantity.ts';
import type { Sealed } from '../../domain/voucher.ts';
import { meantBy } from '../../reports/directions.ts';
import { isAfter, isBefore } from '../../reports/period.ts';
import { belongs } from '../../reports/selection.ts';
import type { Sheet } from '../files/sheet.ts';
import { dispatchOf } from './carried.ts';
import { correcting, correctionTold } from './correcting.ts';
import type { Making, RowFold } from './fold.ts';
import { LineUse } from './line-use.ts';
import type { Place } from './numbered-rows.ts';
import { goodsCells, joined, packsOf, remarksOf, reversing } from './remarks.ts';
import { type Cells, column, textOf } from './table.ts';

const COLUMNS = [
  column('ordinal', '序号', 'ordinal', 6),
  column('date', '接收日期', 'date', 12),
  column('donor', '捐赠人', 'text', 24),
  column('form', '款/物', 'text', 6),
  column('fundingLine', '专项名称', 'text', 18),
  column('item', '物资名称', 'text', 18),
  column('spec', '规格/标准', 'text', 16),
  column('measure', '单位', 'text', 6),
  column('quantity', '数量', 'quantity', 10),
  column('value', '折价(元)', 'yuan', 14),
  column('direction', '定向/非定向', 'text', 12),
  column('meant', '受赠单位', 'text', 24),
  column('units', '实际受赠单位', 'text', 34),
  column('sentOn', '发放日期', 'date', 12),
  column('sent', '已发', 'quantity', 10),
  column('left', '结存', 'quantity', 10),
  column('use', '款项使用', 'text', 40),
  column('remark', '备注', 'text', 30),
];

type Column = (typeof COLUMNS)[number][0];
/** A row beside what is added to it when it is read: what the funding line of money that was given was spent on. */
export type DonationsKey = Column | 'line';

export const DONATIONS_KEYS: readonly DonationsKey[] = [...COLUMNS.map(([name]) => name), 'line'];

/** Units that a row names with their quantities before it only counts the rest. */
const NAMED_UNITS = 20;

/** What went somewhere, and is still there. */
interface Gone {
  readonly name: string;
  readonly quantity: bigint;
}

/** The same to somebody else than the giver meant, with what allowed it. */
interface Redirected extends Gone {
  readonly by: string;
}

/** What was given, by the entry in its place in the log, as it stands. */
interface Donated {
  readonly index: number;
  cells: Cells<DonationsKey>;
}

/** What became of one lot of a gift. Its units and dates are kept by what is still with them, so that undoing undoes. */
interface Gift extends Donated {
  readonly byUnit: Map<Id, Gone>;
  readonly byDay: Map<CalendarDate, bigint>;
  /** By consignment, what went to somebody else than the giver meant. */
  readonly redirected: Map<Id, Redirected>;
  sent: bigint;
  left: bigint;
  /** Lost in counts, and with a minus found. */
  lost: bigint;
}

/**
 * 捐赠公示: a row for every lot that was donated, with what became of it up to the end: 已发 left stock for units and did
 * not come back, 结存 is in stock; what counts found missing or too many stands in 备注. 受赠单位 is whom the donor meant,
 * 实际受赠单位 who really got how much, which adds up to 已发; what went elsewhere is told in 备注 with the paper that allowed
 * it. And a row for money that was given, with its funding line and what that as a whole was spent on (款项使用). A reversed
 * donation is published by a row with a minus that says why. Gifts stay in memory, as what becomes of one is told in
 * its own row; names are those of the day on which each came in, and of 款项使用 those at the end. What was given in packs is
 * told in them too, in 备注: the cells are numbers of pieces, which add up.
 */
export class DonationsFold implements RowFold {
  readonly #making: Making<DonationsKey>;
  readonly #gifts = new Map<LotId, Gift>();
  /** Money that was given, by the entry that says so. */
  readonly #money = new Map<Id, Donated>();
  readonly #use = new LineUse();
  /** Rows that say what was put right, each beside what was given. */
  readonly #corrections: { readonly of: Donated; readonly place: Place; readonly cells: Cells<DonationsKey> }[] = [];

  constructor(making: Making<DonationsKey>) {
    this.#making = making;
  }

  get open(): number {
    return this.#gifts.size;
  }

  enter(sealed: Sealed): void {
    const { entry } = sealed;
    const { selection } = this.#making;
    if (isAfter(entry, selection)) return;
    if (!isBefore(entry, selection)) this.#receive(sealed);
    sealed.movements.forEach((movement, at) => {
      this.#use.enter(movement);
      const gift = movement.birth === undefined ? undefined : this.#gifts.get(movement.birth);
      if (gift !== undefined) this.#move(entry, movement, at + 1, gift);
    });
    if (isKind(entry, 'reversal')) this.#undo(sealed, entry);
    if (isKind(entry, 'correction')) this.#correct(sealed, entry);
  }

  close(): Sheet {
    const { selection, rows, sheet, register } = this.#making;
    const [use, last] = [this.#use, selection.to === undefined ? register : register.on(selection.to)];
    for (const [lot, gift] of this.#gifts) {
      const place = { on: textOf(gift.cells.date) ?? '', index: gift.index, line: ordinalOf(lot) };
      rows.add(place, { ...gift.cells, ...whereabouts(gift) });
    }
    for (const { of, place, cells } of this.#corrections) {
      const { donor = null, form = null } = of.cells;
      rows.add(place, { ...cells, donor, form });
    }
    for (const { index, cells } of this.#money.values()) {
      rows.add({ on: textOf(cells.date) ?? '', index, line: 0 }, cells);
    }

    async function* published(): AsyncGenerator<Cells<Column>> {
      for await (const { row } of rows.read()) {
        const { line } = row;
        yield typeof line === 'string' ? { ...row, use: use.told(line, last) } : row;
      }
    }

    return sheet({
      columns: COLUMNS,
      rows: published(),
      summed: selection.item === undefined ? ['value'] : ['quantity', 'value', 'sent', 'left'],
    });
  }

  #receive(sealed: Sealed): void {
    const { entry } = sealed;
    if (isKind(entry, 'receipt') && entry.facts.kind === 'donation') this.#receiveGoods(sealed, entry);
    if (isKind(entry, 'appropriation')) this.#receiveMoney(sealed, entry);
  }

  #receiveGoods({ index, movements }: Sealed, entry: Entry<'receipt'>): void {
    const { giver, directedTo, lots } = entry.facts;
    const register = this.#making.register.on(entry.effectiveOn);
    lots.forEach(({ item, packs }, at) => {
      const lot = lotId(entry.id, at + 1);
      const movement = movements.find((one) => one.lot === lot);
      if (movement === undefined || !belongs(movement, this.#making.selection)) return;
      const { quantity, fundingLine } = movement;
      const goods = goodsCells(item, register);
      const cells: Cells<DonationsKey> = {
        date: entry.effectiveOn,
        donor: giver,
        form: '物',
        fundingLine: register.named(fundingLine).name,
        ...goods,
        quantity,
        value: movement.value,
        direction: directedTo === undefined ? '非定向' : '定向',
        meant: directedTo === undefined ? null : meantBy(directedTo, register),
        remark: joined(packsOf('接收', [{ quantity, packs }], goods.measure), remarksOf(entry)),
      };
      this.#gifts.set(lot, {
        index,
        cells,
        byUnit: new Map(),
        byDay: new Map(),
        redirected: new Map(),
        sent: 0n,
        left: 0n,
        lost: 0n,
      });
    });
  }

  #receiveMoney({ index, movements }: Sealed, entry: Entry<'appropriation'>): void {
    const { giver } = entry.facts;
    const movement = movements.find(({ to }) => to === 'available');
    if (giver === undefined || movement === undefined || !belongs(movement, this.#making.selection)) return;
    const { fundingLine, value } = movement;
    const cells: Cells<DonationsKey> = {
      date: entry.effectiveOn,
      donor: giver,
      form: '款',
      fundingLine: this.#making.register.on(entry.effectiveOn).named(fundingLine).name,
      value,
      remark: remarksOf(entry),
      line: fundingLine,
    };
    this.#money.set(entry.id, { index, cells });
  }

  #move(entry: Entry, { from, to, quantity, unit }: Movement, part: number, gift: Gift): void {
    if (to === 'stock') gift.left += quantity;
    else if (from === 'stock') gift.left -= quantity;
    else return;
    const taken = from === 'stock' ? quantity : -quantity;
    const dispatch = unit === undefined ? undefined : dispatchOf(entry, this.#making.openings);
    if (unit === undefined || dispatch === undefined) {
      const other = from === 'stock' ? to : from;
      if (other === 'loss' || other === 'found') gift.lost += taken;
      return;
    }
    gift.sent += taken;
    const { name } = this.#making.register.on(dispatch.effectiveOn).named(unit);
    gift.byUnit.set(unit, { name, quantity: (gift.byUnit.get(unit)?.quantity ?? 0n) + taken });
    gift.byDay.set(dispatch.effectiveOn, (gift.byDay.get(dispatch.effectiveOn) ?? 0n) + taken);
    const isRedirected = entry === dispatch && dispatch.facts.redirected?.includes(part) === true;
    const redirected = gift.redirected.get(dispatch.id);
    if (isRedirected || redirected !== undefined) {
      const quantity = (redirected?.quantity ?? 0n) + taken;
      gift.redirected.set(dispatch.id, { name, quantity, by: allowedBy(dispatch) });
    }
  }

  /** Whoever gave is told as it stands, and a row says what was put right. */
  #correct({ index }: Sealed, entry: Entry<'correction'>): void {
    const { effectiveOn, refs, facts } = entry;
    const { register: whole } = this.#making;
    const goods = [...this.#gifts].flatMap(([lot, gift]) => (birthOf(lot) === refs.entry ? [gift] : []));
    const money = this.#money.get(refs.entry);
    const [first] = money === undefined ? goods : [money];
    if (first === undefined) return;
    const giver = facts.changes.find(({ field }) => field === 'giver')?.is;
    for (const gift of money === undefined ? goods : [money]) {
      if (typeof giver === 'string') gift.cells = { ...gift.cells, donor: giver };
    }
    const told = correctionTold(entry, whole.on(effectiveOn));
    this.#corrections.push({
      of: first,
      place: { on: effectiveOn, index, line: 0 },
      cells: { date: effectiveOn, remark: correcting(first.index, told) },
    });
  }

  #undo({ index, movements }: Sealed, entry: Entry<'reversal'>): void {
    const undone = [
      ...movements.flatMap(({ lot }) => {
        const gift = entry.facts.kind === 'receipt' && lot !== undefined ? this.#gifts.get(lot) : undefined;
        return lot === undefined || gift === undefined ? [] : [{ ...gift, line: ordinalOf(lot) }];
      }),
      ...[this.#money.get(entry.refs.entry)].flatMap((money) => (money === undefined ? [] : [{ ...money, line: 0 }])),
    ];
    for (const { cells, index: reversed, line } of undone) {
      const { quantity, value } = cells;
      this.#making.rows.add(
        { on: entry.effectiveOn, index, line },
        {
          ...cells,
          date: entry.effectiveOn,
          quantity: typeof quantity === 'bigint' ? -quantity : null,
          value: typeof value === 'bigint' ? -value : null,
          remark: joined(reversing(reversed), entry.facts.reason, remarksOf(entry)),
        },
      );
    }
  }
}

/** What allowed a gift to go to somebody else than its giver meant. */
function allowedBy({ facts: { consent }, exception }: Entry<'dispatch'>): string {
  return consent === undefined ? `例外：${exception?.reason ?? ''}` : `捐赠人同意：${consent.document}`;
}

/** Where a gift is now: with whom, since when, and how much of it. */
function whereabouts({ cells, byUnit, byDay, redirected, sent, left, lost }: Gift): Cells<DonationsKey> {
  const units = [...byUnit.values()].filter(({ quantity }) => quantity > 0n);
  const rest = units.slice(NAMED_UNITS);
  const days = [...byDay].flatMap(([day, quantity]) => (quantity > 0n ? [day] : []));
  const counted = lost > 0n ? `盘亏 ${lost}` : lost < 0n ? `盘盈 ${-lost}` : null;
  const elsewhere = [...redirected.values()].filter(({ quantity }) => quantity > 0n);
  return {
    units:
      joined(
        units.slice(0, NAMED_UNITS).map(told).join('、'),
        rest.length === 0 ? null : `其余${rest.length}家共 ${writeWhole(sumOf(rest))}`,
      ) ?? null,
    sentOn: days.sort().at(-1) ?? null,
    sent,
    left,
    remark: joined(
      textOf(cells.remark),
      ...elsewhere.slice(0, NAMED_UNITS).map((one) => `改发${told(one)}（${one.by}）`),
      counted,
    ),
  };
}

function told({ name, quantity }: Gone): string {
  return `${name} ${writeWhole(quantity)}`;
}

function sumOf(gone: readonly Gone[]): bigint {
  return gone.reduce((sum, { quantity }) => sum + quantity, 0n);
}
