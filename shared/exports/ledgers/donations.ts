import type { CalendarDate } from '../../domain/calendar.ts';
import { type Entry, isKind } from '../../domain/entry.ts';
import { birthOf, type Id, type LotId, lotId, ordinalOf } from '../../domain/id.ts';
import type { Movement } from '../../domain/posting.ts';
import type { Sealed } from '../../domain/voucher.ts';
import { isAfter, isBefore } from '../../reports/period.ts';
import { belongs } from '../../reports/selection.ts';
import type { Sheet } from '../files/sheet.ts';
import { dispatchOf } from './carried.ts';
import { correcting, correctionTold } from './correcting.ts';
import type { Making, RowFold } from './fold.ts';
import { goodsCells, joined, packsOf, remarksOf, reversing } from './remarks.ts';
import { type Cells, column, textOf } from './table.ts';

const COLUMNS = [
  column('ordinal', '序号', 'ordinal', 6),
  column('date', '接收日期', 'date', 12),
  column('donor', '捐赠人', 'text', 24),
  column('form', '款/物', 'text', 6),
  column('item', '物资名称', 'text', 18),
  column('spec', '规格/标准', 'text', 16),
  column('measure', '单位', 'text', 6),
  column('quantity', '数量', 'quantity', 10),
  column('value', '折价(元)', 'yuan', 14),
  column('direction', '定向/非定向', 'text', 12),
  column('units', '受赠单位', 'text', 30),
  column('sentOn', '发放日期', 'date', 12),
  column('sent', '已发', 'quantity', 10),
  column('left', '结存', 'quantity', 10),
  column('remark', '备注', 'text', 30),
];

export type DonationsKey = (typeof COLUMNS)[number][0];

export const DONATIONS_KEYS: readonly DonationsKey[] = COLUMNS.map(([name]) => name);

/** Units that a row names before it only counts them. */
const NAMED_UNITS = 3;

/** What became of one lot of a gift. Its units and dates are kept by what is still with them, so that undoing undoes. */
interface Gift {
  readonly index: number;
  cells: Cells<DonationsKey>;
  readonly directedTo?: string;
  readonly byUnit: Map<Id, { readonly name: string; readonly quantity: bigint }>;
  readonly byDay: Map<CalendarDate, bigint>;
  sent: bigint;
  left: bigint;
  /** Lost in counts, and with a minus found. */
  lost: bigint;
}

/**
 * 捐赠公示: a row for every lot that was donated, with what became of it up to the end: 已发 left stock for units and did
 * not come back, 结存 is in stock; what counts found missing or too many stands in 备注. 受赠单位 is whom the donor named,
 * or else the units that have the goods. A reversed donation is published by a row with a minus that says why. Gifts
 * stay in memory, as what becomes of one is told in its own row; names are those of the day on which each came in.
 * What was given in packs is told in them too, in 备注: the cells are numbers of pieces, which add up.
 */
export class DonationsFold implements RowFold {
  readonly #making: Making<DonationsKey>;
  readonly #gifts = new Map<LotId, Gift>();

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
    if (isKind(entry, 'receipt') && entry.facts.kind === 'donation' && !isBefore(entry, selection)) {
      this.#receive(sealed, entry);
    }
    if (isKind(entry, 'correction') && entry.facts.kind === 'receipt') this.#correct(sealed, entry);
    for (const movement of sealed.movements) {
      const gift = movement.birth === undefined ? undefined : this.#gifts.get(movement.birth);
      if (gift !== undefined) this.#move(entry, movement, gift);
    }
    if (isKind(entry, 'reversal') && entry.facts.kind === 'receipt') this.#undo(sealed);
  }

  close(): Sheet {
    const { selection, rows, sheet } = this.#making;
    for (const [lot, gift] of this.#gifts) {
      const place = { on: textOf(gift.cells.date) ?? '', index: gift.index, line: ordinalOf(lot) };
      rows.add(place, { ...gift.cells, ...whereabouts(gift) });
    }

    async function* published(): AsyncGenerator<Cells<DonationsKey>> {
      for await (const { row } of rows.read()) yield row;
    }

    return sheet({
      columns: COLUMNS,
      rows: published(),
      summed: selection.item === undefined ? ['value'] : ['quantity', 'value', 'sent', 'left'],
    });
  }

  #receive({ index, movements }: Sealed, entry: Entry<'receipt'>): void {
    const { giver, directedTo, lots } = entry.facts;
    const register = this.#making.register.on(entry.effectiveOn);
    lots.forEach(({ item, packs }, at) => {
      const lot = lotId(entry.id, at + 1);
      const movement = movements.find((one) => one.lot === lot);
      if (movement === undefined || !belongs(movement, this.#making.selection)) return;
      const { quantity } = movement;
      const goods = goodsCells(item, register);
      const cells: Cells<DonationsKey> = {
        date: entry.effectiveOn,
        donor: giver,
        form: '物',
        ...goods,
        quantity,
        value: movement.value,
        direction: directedTo === undefined ? '非定向' : '定向',
        remark: joined(packsOf('接收', [{ quantity, packs }], goods.measure), remarksOf(entry)),
      };
      const toWhom = directedTo === undefined ? {} : { directedTo };
      this.#gifts.set(lot, {
        index,
        cells,
        ...toWhom,
        byUnit: new Map(),
        byDay: new Map(),
        sent: 0n,
        left: 0n,
        lost: 0n,
      });
    });
  }

  #move(entry: Entry, { from, to, quantity, unit }: Movement, gift: Gift): void {
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
    const known = gift.byUnit.get(unit) ?? { name, quantity: 0n };
    gift.byUnit.set(unit, { ...known, quantity: known.quantity + taken });
    gift.byDay.set(dispatch.effectiveOn, (gift.byDay.get(dispatch.effectiveOn) ?? 0n) + taken);
  }

  /** Whoever gave is told as it stands, and a row says what was put right. */
  #correct({ index }: Sealed, entry: Entry<'correction'>): void {
    const { rows, register: whole } = this.#making;
    const gifts = [...this.#gifts].filter(([lot]) => birthOf(lot) === entry.refs.entry);
    const [first] = gifts;
    if (first === undefined) return;
    const giver = entry.facts.changes.find(({ field }) => field === 'giver')?.is;
    for (const [, gift] of gifts) {
      if (typeof giver === 'string') gift.cells = { ...gift.cells, donor: giver };
    }
    const [, { cells, index: received }] = first;
    const told = correctionTold(entry, whole.on(entry.effectiveOn));
    rows.add(
      { on: entry.effectiveOn, index, line: 0 },
      { date: entry.effectiveOn, donor: cells.donor ?? null, form: '物', remark: correcting(received, told) },
    );
  }

  #undo({ entry, index, movements }: Sealed): void {
    if (!isKind(entry, 'reversal')) return;
    for (const { lot } of movements) {
      const gift = lot === undefined ? undefined : this.#gifts.get(lot);
      if (lot === undefined || gift === undefined) continue;
      const { quantity, value } = gift.cells;
      this.#making.rows.add(
        { on: entry.effectiveOn, index, line: ordinalOf(lot) },
        {
          ...gift.cells,
          date: entry.effectiveOn,
          quantity: typeof quantity === 'bigint' ? -quantity : null,
          value: typeof value === 'bigint' ? -value : null,
          units: gift.directedTo ?? null,
          remark: joined(reversing(gift.index), entry.facts.reason, remarksOf(entry)),
        },
      );
    }
  }
}

/** Where a gift is now: with whom, since when, and how much of it. */
function whereabouts({ cells, directedTo, byUnit, byDay, sent, left, lost }: Gift): Cells<DonationsKey> {
  const units = [...byUnit.values()].flatMap(({ name, quantity }) => (quantity > 0n ? [name] : []));
  const more = units.length > NAMED_UNITS ? `等${units.length}家` : '';
  const days = [...byDay].flatMap(([day, quantity]) => (quantity > 0n ? [day] : []));
  const counted = lost > 0n ? `盘亏 ${lost}` : lost < 0n ? `盘盈 ${-lost}` : null;
  return {
    units: directedTo ?? (units.length === 0 ? null : `${units.slice(0, NAMED_UNITS).join('、')}${more}`),
    sentOn: days.sort().at(-1) ?? null,
    sent,
    left,
    remark: joined(textOf(cells.remark), counted),
  };
}
