import { type Fen, formatYuan, parseSum } from '../../shared/domain/amount.ts';
import type { PurchaseView } from '../../shared/schemas/document-answers.ts';
import type { Matching } from '../../shared/schemas/reports.ts';

/** What is owed on a purchase, funding line by funding line, and how its papers fit each other. */

export interface Owed {
  readonly purchase: string;
  readonly number: string | null;
  readonly supplier: string;
  readonly shares: readonly {
    readonly fundingLine: string;
    readonly called: string;
    /** What may be paid: also for what is still on order. */
    readonly payable: string;
    /** What came and is not paid. */
    readonly due: string;
  }[];
}

export type Matched = Matching['purchases'][number];

/** Of an amount in an answer; it was read by its schema. */
export function fenOf(yuan: string): Fen {
  return parseSum(yuan) ?? 0n;
}

export function owedOf({ purchase, number, supplier, funding }: Matched): Owed {
  const shares = funding.map(({ fundingLine, payable, due }) => ({
    fundingLine: fundingLine.id,
    called: fundingLine.name,
    payable,
    due,
  }));
  return { purchase, number, supplier: supplier.name, shares };
}

interface Named {
  readonly name: string;
}

export function owedOn(purchase: PurchaseView, names: Readonly<Record<string, Named>> = {}): Owed {
  const { id, number, supplier, funding } = purchase;
  const shares = funding.map(({ fundingLine, accepted, paid, payable }) => {
    const due = fenOf(accepted) - fenOf(paid);
    const called = names[fundingLine]?.name ?? fundingLine;
    return { fundingLine, called, payable, due: formatYuan(due > 0n ? due : 0n) };
  });
  return { purchase: id, number, supplier: names[supplier]?.name ?? supplier, shares };
}

/** In what a purchase does not fit: what is ordered, came, was invoiced and paid. */
export interface Misfit {
  readonly what: 'to-come' | 'came-less' | 'came-more' | 'invoice-lacks' | 'invoice-above' | 'paid-above';
  readonly by: string;
}

export function misfitsOf(purchase: Matched): readonly Misfit[] {
  const { committed, accepted, ordered, invoiced } = purchase;
  const paid = paidOf(purchase);
  const came = fenOf(accepted);
  const worth = fenOf(committed) + came;
  // What was paid ahead wants its invoice too.
  const ahead = paid > came ? paid - came : 0n;
  const lacking = came + ahead - fenOf(invoiced);
  const isComing = fenOf(committed) > 0n;
  const all: readonly (readonly [Misfit['what'], Fen])[] = [
    ['to-come', fenOf(committed)],
    ['came-less', isComing ? 0n : fenOf(ordered) - came],
    ['came-more', came - fenOf(ordered)],
    ['invoice-lacks', lacking],
    ['invoice-above', fenOf(invoiced) - worth],
    ['paid-above', overpaid(purchase.funding)],
  ];
  return all.flatMap(([what, by]) => (by > 0n ? [{ what, by: formatYuan(by) }] : []));
}

/** What may be taken back: what was paid too much on one funding line pays for nothing on another. */
export function overpaid(funding: readonly { readonly payable: string }[]): Fen {
  return funding.reduce((sum, { payable }) => (fenOf(payable) < 0n ? sum - fenOf(payable) : sum), 0n);
}

/** Less what was refunded. */
export function paidOf({ paid, refunded }: Pick<Matched, 'paid' | 'refunded'>): Fen {
  return fenOf(paid) - fenOf(refunded);
}

/** Those of one supplier together: first the suppliers to whom most is due, and else as they come. */
export function bySupplier(purchases: readonly Matched[]): readonly (readonly [Matched, ...Matched[]])[] {
  const groups = new Map<string, [Matched, ...Matched[]]>();
  for (const one of purchases) {
    const group = groups.get(one.supplier.id);
    if (group === undefined) groups.set(one.supplier.id, [one]);
    else group.push(one);
  }
  const due = (group: readonly Matched[]) => group.reduce((sum, one) => sum + fenOf(one.due), 0n);
  return [...groups.values()].sort((a, b) => Number(due(b) > due(a)) - Number(due(a) > due(b)));
}
