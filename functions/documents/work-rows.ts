import { formatYuan } from '../../shared/domain/amount.ts';
import type { DocumentKind } from '../../shared/domain/documents.ts';
import type { Id } from '../../shared/domain/id.ts';
import { documentNumber, voucherNumber } from '../../shared/domain/voucher.ts';
import type { Waiting, WaitingKind } from '../../shared/domain/waiting.ts';
import { type Projection, placesOfAll } from '../../shared/storage/ports/projection.ts';
import type { Waits } from '../../shared/storage/ports/waiting.ts';

/** A row as it is told, and the key under which it stands. */
export interface Told {
  readonly key: string;
  readonly row: object;
  /** What its number is of, where it has one that the log gives. */
  readonly numbered?: { readonly kind: DocumentKind | 'entry'; readonly id: Id };
}

/** How the rows of a kind are told: amounts as texts, quantities as numbers, nobody by name. */
type Tell<K extends WaitingKind> = (row: Waiting[K]) => Omit<Told, 'key'>;

const ROWS: { readonly [K in WaitingKind]: Tell<K> } = {
  'to-accept': ({ committed, ...row }) => purchase({ ...row, committed: formatYuan(committed) }),
  'to-pay': ({ due, ...row }) => purchase({ ...row, due: formatYuan(due) }),
  'without-invoice': ({ lacking, ...row }) => purchase({ ...row, lacking: formatYuan(lacking) }),
  'to-dispatch': (row) => ({ row }),
  'to-disburse': ({ left, ...row }) => ({ row: { ...row, left: formatYuan(left) } }),
  'in-transit': (row) => consignment(row),
  held: (row) => consignment(row),
  'to-countersign': ({ by: _counter, ...row }) => numberedBy('adjustment', row.adjustment, row),
  'order-without-evidence': (row) => numberedBy('entry', row.entry, row),
  'payment-without-evidence': ({ paid, ...row }) => numberedBy('entry', row.entry, { ...row, paid: formatYuan(paid) }),
  'confirmation-without-evidence': (row) => numberedBy('entry', row.entry, row),
  expiring: ({ quantity, ...row }) => ({ row: { ...row, quantity: Number(quantity) } }),
  'below-minimum': ({ item, stock, minimum }) => ({ row: { item, stock: Number(stock), minimum: Number(minimum) } }),
};

function numberedBy(kind: DocumentKind | 'entry', id: Id, row: object): Omit<Told, 'key'> {
  return { row, numbered: { kind, id } };
}

function purchase<R extends { readonly purchase: Id }>(row: R): Omit<Told, 'key'> {
  return numberedBy('purchase', row.purchase, row);
}

function consignment<R extends { readonly consignment: Id }>(row: R): Omit<Told, 'key'> {
  return numberedBy('consignment', row.consignment, row);
}

export function toldOf<K extends WaitingKind>(kind: K, { key, tell }: Waits<K>): Told {
  return { key, ...ROWS[kind](tell()) };
}

/** The rows with their numbers, which are looked up for all of them at once; null until sealed. */
export async function numberedRows(
  projection: Pick<Projection, 'placesOf'>,
  told: readonly (readonly Told[])[],
): Promise<object[][]> {
  const ids = told.flat().flatMap(({ numbered }) => numbered?.id ?? []);
  const places = await placesOfAll(projection, [...new Set(ids)]);
  return told.map((rows) =>
    rows.map(({ row, numbered }) => {
      if (numbered === undefined) return row;
      const { kind, id } = numbered;
      const place = places.get(id);
      if (place === undefined) return { ...row, number: null };
      return { ...row, number: kind === 'entry' ? voucherNumber(place) : documentNumber(kind, place) };
    }),
  );
}
