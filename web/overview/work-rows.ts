import type { WorkKind } from '../../shared/domain/work.ts';
import type { Operation } from '../../shared/routes.ts';
import { addresses } from '../ask/addresses.ts';
import { grouped, type Names } from '../paper/figures.tsx';
import type { WaitingRow } from './work-now.ts';
import type { zh } from './zh.ts';

/** What waits, each as one line: whatever its kind, what it is, whose, since when, how much, and what is to be done. */

export interface WorkLine {
  readonly key: string;
  readonly called: string;
  readonly opens: string | undefined;
  /** Whose it is: a supplier, a unit, a warehouse, what a plan is called. */
  readonly of: string;
  /** Since when it waits, or until when it can be used. */
  readonly day: string | undefined;
  readonly figure: string;
  readonly does: Does | undefined;
}

export interface Does {
  readonly operation: Operation;
  readonly at: string;
}

/** What each kind waits for. */
const OPERATIONS: Readonly<Partial<Record<WorkKind, Operation>>> = {
  'to-accept': 'accept',
  'to-dispatch': 'dispatch',
  'in-transit': 'confirm',
  unconfirmed: 'confirm',
  held: 'resolve',
  'to-pay': 'pay',
  'to-countersign': 'countersign',
  'order-without-evidence': 'attachEvidence',
  'payment-without-evidence': 'attachEvidence',
  'confirmation-without-evidence': 'attachEvidence',
  'below-minimum': 'order',
  'to-close': 'closePeriod',
};

export function lineOf(kind: WorkKind, row: WaitingRow, known: Names | undefined, words: typeof zh): WorkLine {
  const operation = OPERATIONS[kind];
  const { at, ...line } = toldOf(row, known, words);
  const done = typeof at === 'function' ? operation && at(operation) : at;
  return { ...line, does: operation && done !== undefined ? { operation, at: done } : undefined };
}

type Told = Omit<WorkLine, 'does'> & { readonly at?: string | ((operation: Operation) => string | undefined) };

function toldOf(row: WaitingRow, known: Names | undefined, words: typeof zh): Told {
  const named = (id: string) => known?.[id]?.name ?? id;
  if ('month' in row) {
    return {
      key: row.month,
      called: row.month,
      opens: undefined,
      of: words.waiting.openIn(row.open),
      day: undefined,
      figure: '',
      at: addresses.monthClosing(row.month),
    };
  }
  if ('purchase' in row) {
    const ways = { accept: addresses.acceptance, pay: addresses.payment } as const;
    return {
      key: 'entry' in row ? row.entry : row.purchase,
      called: row.number ?? words.unsealed,
      opens: addresses.purchase(row.purchase),
      of: named(row.supplier),
      day: row.effectiveOn,
      figure: amountIn(row),
      at: (operation) => {
        if ('entry' in row) return addresses.attachment(row.entry);
        return operation === 'accept' || operation === 'pay' ? ways[operation](row.purchase) : undefined;
      },
    };
  }
  if ('consignment' in row) return { ...ofConsignment(row, words), of: named(row.unit) };
  if ('plan' in row) {
    return {
      key: row.plan,
      called: row.number,
      opens: addresses.plan(row.plan),
      of: row.title,
      day: row.decidedOn,
      figure: 'left' in row ? grouped(row.left) : words.waiting.linesFor(row.lines, row.units),
      at: addresses.newConsignment({ plan: row.plan }),
    };
  }
  if ('adjustment' in row) {
    return {
      key: row.adjustment,
      called: row.number ?? words.unsealed,
      opens: addresses.adjustment(row.adjustment),
      of: named(row.warehouse),
      day: row.effectiveOn,
      figure: String(row.lines),
      at: addresses.countersignature(row.adjustment),
    };
  }
  if ('lot' in row) {
    return {
      key: row.lot,
      called: named(row.item),
      opens: addresses.lot(row.lot),
      of: named(row.warehouse),
      day: row.expiresOn,
      figure: grouped(String(row.quantity)),
    };
  }
  return {
    key: row.item,
    called: named(row.item),
    opens: addresses.item(row.item),
    of: '',
    day: undefined,
    figure: `${grouped(String(row.stock))} / ${grouped(String(row.minimum))}`,
    at: addresses.newPurchase,
  };
}

function ofConsignment(row: Extract<WaitingRow, { consignment: string }>, words: typeof zh): Omit<Told, 'of'> {
  return {
    key: 'entry' in row ? row.entry : row.consignment,
    called: row.number ?? words.unsealed,
    opens: addresses.consignment(row.consignment),
    day: row.effectiveOn,
    figure: 'lines' in row ? String(row.lines) : '',
    at: (operation) => {
      if ('entry' in row) return addresses.attachment(row.entry);
      return operation === 'resolve' ? addresses.resolution(row.consignment) : addresses.confirmation(row.consignment);
    },
  };
}

function amountIn(row: Extract<WaitingRow, { purchase: string }>): string {
  if ('committed' in row) return grouped(row.committed);
  if ('due' in row) return grouped(row.due);
  if ('lacking' in row) return grouped(row.lacking);
  return 'paid' in row ? grouped(row.paid) : '';
}
