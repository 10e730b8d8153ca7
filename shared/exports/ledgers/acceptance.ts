import { type Balance, minus, NOTHING, plus } from '../../domain/balance.ts';
import { type Entry, isKind } from '../../domain/entry.ts';
import type { AcceptedLine, Emergency } from '../../domain/facts.ts';
import { birthOf, type Id, type LotId, ordinalOf } from '../../domain/id.ts';
import { isBirth } from '../../domain/lot-origin.ts';
import type { Movement } from '../../domain/posting.ts';
import { PROCUREMENT_NAMES, type Procurement } from '../../domain/procurement.ts';
import { inPacks } from '../../domain/quantity.ts';
import type { Nothing } from '../../domain/stated.ts';
import { documentNumber, type Sealed } from '../../domain/voucher.ts';
import { directionTold } from '../../reports/directions.ts';
import { LatePapers } from '../../reports/late-papers.ts';
import { lotIn } from '../../reports/lots.ts';
import { doerOf } from '../../reports/people.ts';
import { isAfter, isWithin } from '../../reports/period.ts';
import type { Register } from '../../reports/register.ts';
import { belongs, isOf } from '../../reports/selection.ts';
import { reversedBy } from '../../reports/summary.ts';
import type { Sheet } from '../files/sheet.ts';
import { correcting, correctionTold } from './correcting.ts';
import type { Making, RowFold } from './fold.ts';
import { lotPrice } from './lot-price.ts';
import { opened } from './opened.ts';
import { type Given, goodsCells, joined, packsOf, reasonOf, remarksOf, reversing, wantingIn } from './remarks.ts';
import { type Cells, column, textOf } from './table.ts';

const COLUMNS = [
  column('ordinal', '序号', 'ordinal', 6),
  column('date', '入库日期', 'date', 12),
  column('number', '入库单号', 'text', 12),
  column('basis', '采购方式/依据文号', 'text', 26),
  column('supplier', '供应商', 'text', 24),
  column('uscc', '统一社会信用代码', 'text', 22),
  column('item', '物资名称', 'text', 18),
  column('spec', '规格型号', 'text', 16),
  column('batch', '批号', 'text', 14),
  column('expires', '保质期至', 'date', 12),
  column('measure', '单位', 'text', 6),
  column('due', '应收数量', 'quantity', 10),
  column('received', '实收数量', 'quantity', 10),
  column('price', '单价(元)', 'text', 14),
  column('value', '金额(元)', 'yuan', 14),
  column('invoice', '发票号码', 'text', 24),
  column('buyer', '采购人', 'person', 14),
  column('acceptor', '验收人', 'person', 14),
  column('keeper', '保管人', 'person', 14),
  column('remark', '备注', 'text', 30),
];

type Column = (typeof COLUMNS)[number][0];
/** A row beside its purchase, whose invoices may come late, and how its remark calls the entry that it names. */
export type AcceptanceKey = Column | 'purchase' | 'lot' | 'names' | 'corrects';

export const ACCEPTANCE_KEYS: readonly AcceptanceKey[] = [
  ...COLUMNS.map(([name]) => name),
  'purchase',
  'lot',
  'names',
  'corrects',
];

type Birth = Entry<'acceptance' | 'receipt'>;

/**
 * 物资采购(入库)台账: a row for every lot that an acceptance or a receipt in kind brought, and one for every line of an
 * acceptance of which nothing was good; what is no goods is none of them. What goes back to a supplier, and what is reversed, are rows of their own with a
 * minus (红字); so 金额 adds up to the value received, which the accounts call so too, and 实收数量 to the quantity.
 *
 * 应收数量 is what was told of a line, good, damaged and short, and stands on its first lot only. A filter leaves rows
 * out and changes none. 单价 is the price that was agreed, where the lot came at it, by the pack if it was ordered in packs;
 * else what the lot came to by the piece, and 约 where that does not end. What was given in packs is told in them too, in
 * 备注: the cells are numbers of pieces, which add up. 发票号码 are all that stand booked on the
 * purchase at the checkpoint, since most come after the goods. An acceptance is numbered RK as a receipt is. The keeper
 * who accepted is also who keeps (保管人). Names are those of each row's day.
 */
export class AcceptanceFold implements RowFold {
  readonly #making: Making<AcceptanceKey>;
  readonly #papers = new LatePapers();
  /** What was put right in rows that were made before: by the purchase, by what brought the goods, by the lot. */
  readonly #standing = new Map<string, Cells<Column>>();

  constructor(making: Making<AcceptanceKey>) {
    this.#making = making;
  }

  enter(sealed: Sealed): void {
    const { entry, index } = sealed;
    const { selection, rows } = this.#making;
    this.#papers.enter(sealed);
    if (isKind(entry, 'order')) rows.number(entry.id, index);
    if (isKind(entry, 'correction')) {
      this.#correct(sealed, entry);
      return;
    }
    const birth = this.#birthTold(entry);
    const lots = lotsMoved(sealed);
    if (birth === undefined && lots.size === 0) return;
    rows.number(entry.id, index);
    if (!isWithin(entry, selection)) return;
    const told = [...lots].flatMap(([lot, movement]) =>
      belongs(movement, selection) ? [this.#lotRow(sealed, lot, movement, birth !== undefined)] : [],
    );
    const nothingGood = birth?.kind === 'acceptance' ? this.#linesWithoutLot(sealed, birth) : [];
    [...told, ...nothingGood].forEach(({ row, named }, line) => {
      rows.add({ on: entry.effectiveOn, index, line }, row, named);
    });
  }

  close(): Sheet {
    const { selection, rows, sheet } = this.#making;
    const papers = this.#papers;
    const standing = this.#standing;

    async function* completed(): AsyncGenerator<Cells<Column>> {
      for await (const { row, numbers } of rows.read()) {
        const { purchase, corrects, names } = row;
        const lot = textOf(row.lot);
        const keys = [textOf(purchase), lot && birthOf(lot), lot].filter((key) => key !== null);
        const stands = Object.assign({}, ...keys.map((key) => standing.get(key)));
        const late = typeof purchase === 'string' ? papers.invoices(purchase) : [];
        const invoices = [textOf(row.invoice), ...late].filter((number) => number !== null);
        if (corrects !== null) {
          const [of] = numbers;
          // An order came in under no number.
          const number = names === 'order' || of === undefined ? null : documentNumber('receipt', of);
          yield { ...row, number, remark: correcting(of, textOf(corrects)) };
          continue;
        }
        const named = row.names === 'reversed' ? reversing(numbers[0]) : originalOf(numbers[0]);
        yield {
          ...row,
          ...stands,
          invoice: invoices.join('、') || null,
          ...(row.names === null ? {} : { remark: joined(named, textOf(row.remark)) }),
        };
      }
    }

    return sheet({
      columns: COLUMNS,
      rows: completed(),
      // Pieces of one item add up to something, pieces and boxes of several do not.
      summed: selection.item === undefined ? ['value'] : ['due', 'received', 'value'],
      inWords: 'value',
    });
  }

  /** What was put right of an order, or of what brought goods. */
  #correct(sealed: Sealed, entry: Entry<'correction'>): void {
    const { index } = sealed;
    const { rows, selection, openings } = this.#making;
    const { kind } = entry.facts;
    if (isAfter(entry, selection) || (kind !== 'order' && kind !== 'acceptance' && kind !== 'receipt')) return;
    const target = opened(openings, entry.refs.entry, kind);
    this.#putRight(entry, target);
    if (!isWithin(entry, selection)) return;
    const { item: _item, ...ofAnyItem } = selection;
    const isOfItem = selection.item === undefined || this.#itemsOf(target).includes(selection.item);
    if (!isOfItem || !isOf(sealed, ofAnyItem)) return;
    const register = this.#making.register.on(entry.effectiveOn);
    const row: Cells<AcceptanceKey> = {
      ...(isKind(target, 'order') ? supplierCells(target, register) : this.#origin(target, register)),
      date: entry.effectiveOn,
      names: isKind(target, 'order') ? 'order' : 'original',
      corrects: correctionTold(entry, register),
    };
    rows.add({ on: entry.effectiveOn, index, line: 0 }, row, [target.id]);
  }

  #putRight({ facts, effectiveOn }: Entry<'correction'>, target: Entry<'order' | 'acceptance' | 'receipt'>): void {
    for (const { field, lot, is } of facts.changes) {
      const key = lot ?? target.id;
      const text = typeof is === 'string' ? is : null;
      const cells: Cells<Column> | undefined =
        field === 'supplier' && isKind(target, 'order')
          ? supplierCells(target, this.#making.register.on(effectiveOn))
          : field === 'giver'
            ? { supplier: text }
            : field === 'batch'
              ? { batch: text }
              : field === 'expiresOn'
                ? { expires: text }
                : undefined;
      if (cells !== undefined) this.#standing.set(key, { ...this.#standing.get(key), ...cells });
    }
  }

  #itemsOf(entry: Entry<'order' | 'acceptance' | 'receipt'>): Id[] {
    if (!isKind(entry, 'acceptance'))
      return (isKind(entry, 'order') ? entry.facts.lines : entry.facts.lots).map(({ item }) => item);
    const { lines } = opened(this.#making.openings, entry.refs.purchase, 'order').facts;
    return entry.facts.lots.flatMap(({ line }) => lines[line - 1]?.item ?? []);
  }

  /** The acceptance or receipt that an entry is or reverses. */
  #birthTold(entry: Entry): Birth | undefined {
    if (isBirth(entry)) return entry;
    if (!isKind(entry, 'reversal')) return undefined;
    const { kind } = entry.facts;
    return kind === 'acceptance' || kind === 'receipt'
      ? opened(this.#making.openings, entry.refs.entry, kind)
      : undefined;
  }

  #birthOf(lot: LotId, entry: Entry): Birth {
    const id = birthOf(lot);
    const birth = id === entry.id ? entry : this.#making.openings.find(id);
    if (birth !== undefined && isBirth(birth)) return birth;
    throw new Error(`what brought lot ${lot} was not given with what refers to it`);
  }

  #lotRow(sealed: Sealed, lot: LotId, change: Movement, isWhole: boolean): Row {
    const birth = this.#birthOf(lot, sealed.entry);
    const { number, expiresOn } = lotIn(birth, lot);
    const line = isWhole ? lineBegunBy(birth, lot) : undefined;
    const due = isWhole ? dueOf(birth, line, change) : null;
    const goods = goodsCells(change.item ?? '', this.#register(sealed));
    const { measure } = goods;
    const told = isKind(birth, 'acceptance') && line !== undefined ? mentionsOf(birth, line) : [];
    const isDueTold = due !== null && due !== change.quantity;
    return this.#row(sealed, birth, {
      ...goods,
      lot,
      batch: number ?? null,
      expires: expiresOn ?? null,
      due,
      received: change.quantity,
      price: lotPrice(birth, lot, change, this.#making.openings),
      value: change.value,
      remark: joined(
        isDueTold ? packsOf('应收', told.map(toldOf), measure) : null,
        isWhole ? packsOf('实收', receivedIn(birth, lot, change), measure) : null,
        packsOf('退回', returnedIn(sealed, lot), measure),
        wantingIn(told, measure),
      ),
    });
  }

  /** Lines of an acceptance of which nothing was good: they are told, and brought no lot. */
  #linesWithoutLot(sealed: Sealed, birth: Entry<'acceptance'>): Row[] {
    const { selection, openings } = this.#making;
    const order = opened(openings, birth.refs.purchase, 'order');
    const sign = sealed.entry === birth ? 1n : -1n;
    const lines = [...new Set(birth.facts.lines.map(({ line }) => line))];
    return lines.flatMap((line): Row[] => {
      const item = order.facts.lines[line - 1]?.item ?? '';
      const isMeant =
        order.facts.lines[line - 1]?.service !== true &&
        !birth.facts.lots.some((lot) => lot.line === line) &&
        fundingLinesOf(order, line).some((fundingLine) => belongs({ fundingLine, item }, selection));
      if (!isMeant) return [];
      const goods = goodsCells(item, this.#register(sealed));
      return [
        this.#row(sealed, birth, {
          ...goods,
          due: sign * sumTold(birth, line),
          received: 0n,
          value: 0n,
          remark: wantingIn(mentionsOf(birth, line), goods.measure),
        }),
      ];
    });
  }

  /** What things were called on the day of a row. */
  #register({ entry }: Sealed): Register {
    return this.#making.register.on(entry.effectiveOn);
  }

  /** What is the same for every lot of an entry: whose goods, who brought them, and what the entry says of itself. */
  #row(sealed: Sealed, birth: Birth, cells: Cells<AcceptanceKey>): Row {
    const { entry, index } = sealed;
    const isBirth = entry === birth;
    const isReversal = entry.kind === 'reversal';
    const row: Cells<AcceptanceKey> = {
      ...cells,
      ...this.#origin(birth, this.#register(sealed)),
      date: entry.effectiveOn,
      number: documentNumber('receipt', index),
      acceptor: doerOf(birth),
      keeper: birth.actor.role === 'keeper' ? doerOf(birth) : null,
      remark: joined(
        textOf(cells.remark),
        isBirth ? this.#direction(birth, sealed) : null,
        reasonOf(entry),
        remarksOf(entry),
      ),
      names: isReversal ? 'reversed' : isBirth ? null : 'original',
    };
    return { row, named: isReversal ? reversedBy(entry) : isBirth ? [] : [birth.id] };
  }

  #direction(birth: Birth, sealed: Sealed): string | null {
    const to = isKind(birth, 'receipt') ? birth.facts.directedTo : undefined;
    return to === undefined ? null : directionTold(to, this.#register(sealed));
  }

  #origin(birth: Birth, register: Register): Cells<AcceptanceKey> {
    if (isKind(birth, 'receipt')) {
      return { basis: birth.facts.kind === 'donation' ? '捐赠' : '调拨', supplier: birth.facts.giver };
    }
    const order = opened(this.#making.openings, birth.refs.purchase, 'order');
    const { lines: _lines, invoice, emergency, procurement, ...untold } = order.facts;
    untold satisfies Nothing;
    return {
      basis: basisOf(emergency, procurement),
      ...supplierCells(order, register),
      invoice: invoice?.number ?? null,
      buyer: doerOf(order),
      purchase: order.id,
    };
  }
}

function supplierCells({ refs: { supplier } }: Entry<'order'>, register: Register) {
  return { supplier: register.named(supplier).name, uscc: register.find('supplier', supplier)?.uscc ?? null } as const;
}

/** How it was bought, on which document if in an emergency, and by which contract: `公开招标　合同 HT-2020-1`. */
function basisOf(emergency: Emergency | undefined, procurement: Procurement | undefined): string {
  const method = procurement?.method ?? (emergency && 'emergency');
  const told = [
    ...(method === undefined || (emergency && method === 'emergency') ? [] : [PROCUREMENT_NAMES[method].zh]),
    ...(emergency === undefined ? [] : [`${PROCUREMENT_NAMES.emergency.zh}：${emergency.basis}`]),
    ...(procurement?.contract === undefined ? [] : [`合同 ${procurement.contract}`]),
  ];
  return method === undefined ? ['采购', ...told].join('　') : told.join('　');
}

interface Row {
  readonly row: Cells<AcceptanceKey>;
  readonly named: readonly Id[];
}

/** What came into each lot from outside, and with a minus what went back there; in the order of the lots. */
function lotsMoved({ movements }: Sealed): Map<LotId, Movement> {
  const lots = new Map<LotId, Movement>();
  for (const movement of movements) {
    const { birth: lot, from, to } = movement;
    const isIn = to === 'stock' && (from === 'committed' || from === 'giver');
    const isOut = from === 'stock' && (to === 'committed' || to === 'giver');
    if (lot === undefined || !(isIn || isOut)) continue;
    const before: Balance = lots.get(lot) ?? NOTHING;
    lots.set(lot, { ...movement, ...(isIn ? plus(before, movement) : minus(before, movement)) });
  }
  return new Map([...lots].sort(([a], [b]) => inOrder(a, b)));
}

function inOrder(a: LotId, b: LotId): number {
  return birthOf(a) === birthOf(b) ? ordinalOf(a) - ordinalOf(b) : birthOf(a) < birthOf(b) ? -1 : 1;
}

/** The line of the order whose first lot this is: what was told of the line stands there. */
function lineBegunBy(birth: Birth, lot: LotId): number | undefined {
  if (!isKind(birth, 'acceptance')) return undefined;
  const line = birth.facts.lots[ordinalOf(lot) - 1]?.line;
  return birth.facts.lots.findIndex((one) => one.line === line) + 1 === ordinalOf(lot) ? line : undefined;
}

/** A gift is due as it came. */
function dueOf(birth: Birth, line: number | undefined, { quantity }: Balance): bigint | null {
  if (!isKind(birth, 'acceptance')) return quantity;
  if (line === undefined) return null;
  return quantity < 0n ? -sumTold(birth, line) : sumTold(birth, line);
}

/** What was told of a line of the order in all its mentions. */
function sumTold(birth: Entry<'acceptance'>, line: number): bigint {
  return mentionsOf(birth, line).reduce((sum, mention) => sum + toldOf(mention).quantity, 0n);
}

/** What a mention tells of: good, damaged and short together. */
function toldOf({ good, damaged, short, packs }: AcceptedLine): Given {
  return { quantity: good + damaged + short, packs };
}

/** What came into a lot, as far as it can be said in the packs in which its line was told of. */
function receivedIn(birth: Birth, lot: LotId, { quantity }: Balance): Given[] {
  const at = ordinalOf(lot) - 1;
  if (isKind(birth, 'receipt')) return [{ quantity, packs: birth.facts.lots[at]?.packs }];
  const { lots, lines } = birth.facts;
  const [told, ...more] = lines.filter(({ line, good }) => line === lots[at]?.line && good > 0n);
  const packs = more.length === 0 ? told?.packs : undefined;
  return [{ quantity, packs: inPacks(quantity, packs) }];
}

/** What of a lot went back to the supplier in packs. */
function returnedIn({ entry, movements }: Sealed, lot: LotId): Given[] {
  if (!isKind(entry, 'supplier-return')) return [];
  const isOf = (one: LotId) => movements.some((movement) => movement.lot === one && movement.birth === lot);
  return (entry.facts.packs ?? [])
    .filter((packs) => isOf(packs.lot))
    .map((packs) => ({ quantity: packs.quantity * packs.of, packs }));
}

function mentionsOf({ facts }: Entry<'acceptance'>, line: number) {
  return facts.lines.filter((told) => told.line === line);
}

function fundingLinesOf({ refs, transfers }: Entry<'order'>, line: number): Id[] {
  return transfers.flatMap(({ to }) =>
    to.state === 'committed' && to.line === line ? (refs.fundingLines?.[to.fundingLine - 1] ?? []) : [],
  );
}

function originalOf(index: number | undefined): string {
  return index === undefined ? '原入库单' : `原入库单 ${documentNumber('receipt', index)}`;
}
