import { type Entry, isKind } from '../../domain/entry.ts';
import { inPacks, writeWhole } from '../../domain/quantity.ts';
import { documentNumber, type Sealed, voucherNumber } from '../../domain/voucher.ts';
import type { Checkpoint } from '../../log/tree/checkpoint.ts';
import { giftsToldBy } from '../../reports/directions.ts';
import { type Doer, doerOf } from '../../reports/people.ts';
import type { Register } from '../../reports/register.ts';
import type { Named, NamedItem } from '../../schemas/report-figures.ts';

/** What the papers of a consignment are made from. */
export interface Consigned {
  /** The union that hands out, as it signs. */
  readonly union: string;
  /** The public prefix of the log, as `SlipCode` has it. */
  readonly address: string;
  /** The dispatch in its place in the log. */
  readonly sealed: Sealed;
  /** The bytes of that entry, as the log holds them. */
  readonly canonical: Uint8Array;
  /** The checkpoint that the papers are made as of: it includes the dispatch. */
  readonly asOf: Pick<Checkpoint, 'size' | 'root'>;
  /** The names, as they stood when the dispatch was sealed: what was called otherwise later is called so by then. */
  readonly register: Register;
  /** The reversal of the dispatch in its place in the log, where the checkpoint has one. */
  readonly undone?: Sealed | undefined;
  /** What whoever did something is called, as the checkpoint has it. */
  readonly called: (doer: Doer) => string;
}

/** A consignment in the words of its papers. */
export interface Consignment {
  readonly number: string;
  readonly voucher: string;
  /** 已由凭证000123撤回: by what it was taken back, so that nobody signs for it any more. */
  readonly voidBy?: string;
  /** 2020年12月8日 */
  readonly date: string;
  readonly unit: Named;
  readonly warehouse: Named;
  readonly plan?: Named;
  /** What whoever dispatched it was called. */
  readonly dispatcher: string;
  /** What it is for, and by which paper it takes gifts that were meant for somebody else. */
  readonly gifts: readonly string[];
  readonly note?: string;
  readonly goods: readonly Goods[];
}

interface Goods {
  readonly item: NamedItem;
  /** Spec and grade, so that no grade is taken for another. */
  readonly spec: string;
  /** 20 箱, where it was dispatched in packs. */
  readonly packs?: string;
  /** 4,800 包 where it stands beside packs, else a number of the base measure. */
  readonly quantity: string;
}

/**
 * Everything is called as it was on the day of the dispatch. Throws RangeError where the entry is no dispatch, or the
 * checkpoint ends before it.
 */
export function consignmentOf({ sealed, asOf, register: whole, undone, called }: Consigned): Consignment {
  const { entry, index } = sealed;
  if (!isKind(entry, 'dispatch')) throw new RangeError(`papers are made of a dispatch, not of a ${entry.kind}`);
  if (index >= asOf.size) throw new RangeError(`a checkpoint of ${asOf.size} entries does not include place ${index}`);
  const { unit = '', warehouse = '', plan } = entry.refs;
  const register = whole.on(entry.effectiveOn);
  return {
    number: documentNumber('consignment', index),
    voucher: voucherNumber(index),
    ...(undone === undefined ? {} : { voidBy: voidBy(undone) }),
    date: inChinese(entry.effectiveOn),
    unit: register.named(unit),
    warehouse: register.named(warehouse),
    ...(plan === undefined ? {} : { plan: register.named(plan) }),
    dispatcher: called(doerOf(entry)),
    gifts: giftsToldBy(entry),
    ...(entry.note === undefined ? {} : { note: entry.note }),
    goods: goodsOf(entry, register),
  };
}

function voidBy({ entry, index }: Sealed): string {
  const isWithdrawn = isKind(entry, 'reversal') && entry.facts.withdrawn === true;
  return `已由凭证${voucherNumber(index)}${isWithdrawn ? '撤回' : '冲销'}`;
}

function goodsOf(dispatch: Entry<'dispatch'>, register: Register): Goods[] {
  const { lines, parts } = dispatch.facts;
  return lines.map(({ item: id, packs }, at) => {
    const item = register.item(id);
    const moved = dispatch.transfers.filter((_transfer, part) => parts[part] === at + 1);
    const pieces = moved.reduce((sum, { quantity }) => sum + quantity, 0n);
    const told = inPacks(pieces, packs);
    const base = { item, spec: register.specOf(id), quantity: writeWhole(pieces) };
    return told === undefined
      ? base
      : {
          ...base,
          packs: `${writeWhole(told.quantity)} ${told.measure}`,
          quantity: `${writeWhole(pieces)} ${item.baseMeasure}`,
        };
  });
}

function inChinese(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}
