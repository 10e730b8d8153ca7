import * as z from 'zod';
import type { Waiting, WaitingKind } from '../domain/waiting.ts';
import { date, id, lotId, whole, words, yuan } from './canonical.ts';
import { strictly } from './exactly.ts';

/** How what waits is written into the text of its row, and read back. */

const count = z.int().min(1);
const ofPurchase = { purchase: id, supplier: id, effectiveOn: date };
const ofConsignment = { consignment: id, unit: id, effectiveOn: date };

interface Written<T> {
  write(row: T): string;
  /** Throws where the text is none of it. */
  read(text: string): T;
}

function asJson<T>(schema: z.ZodType<T>): Written<T> {
  return {
    write: (row) => JSON.stringify(z.encode(schema, row)),
    read: (text) => z.decode(schema, JSON.parse(text)),
  };
}

const ofPlan = { plan: id, number: words, title: words, decidedOn: date, lines: count, units: count };

const ROWS: { readonly [K in WaitingKind]: Written<Waiting[K]> } = {
  'to-accept': asJson(strictly<Waiting['to-accept']>()({ ...ofPurchase, committed: yuan })),
  'to-pay': asJson(strictly<Waiting['to-pay']>()({ ...ofPurchase, due: yuan })),
  'without-invoice': asJson(strictly<Waiting['without-invoice']>()({ ...ofPurchase, lacking: yuan })),
  'to-dispatch': asJson(strictly<Waiting['to-dispatch']>()(ofPlan)),
  'to-disburse': asJson(strictly<Waiting['to-disburse']>()({ ...ofPlan, left: yuan })),
  'in-transit': asJson(strictly<Waiting['in-transit']>()({ ...ofConsignment, lines: count })),
  held: asJson(strictly<Waiting['held']>()({ ...ofConsignment, lines: count })),
  'to-countersign': asJson(
    strictly<Waiting['to-countersign']>()({
      adjustment: id,
      effectiveOn: date,
      warehouse: id,
      lines: count,
      by: words,
    }),
  ),
  'order-without-evidence': asJson(strictly<Waiting['order-without-evidence']>()({ ...ofPurchase, entry: id })),
  'payment-without-evidence': asJson(
    strictly<Waiting['payment-without-evidence']>()({ ...ofPurchase, entry: id, paid: yuan }),
  ),
  'confirmation-without-evidence': asJson(
    strictly<Waiting['confirmation-without-evidence']>()({ ...ofConsignment, entry: id }),
  ),
  expiring: asJson(
    strictly<Waiting['expiring']>()({ lot: lotId, item: id, warehouse: id, expiresOn: date, quantity: whole }),
  ),
  'below-minimum': asJson(strictly<Waiting['below-minimum']>()({ item: id, stock: whole, minimum: whole })),
};

export function writeWaiting<K extends WaitingKind>(kind: K, row: Waiting[K]): string {
  return ROWS[kind].write(row);
}

/** Throws where the text is none of the kind. */
export function readWaiting<K extends WaitingKind>(kind: K, text: string): Waiting[K] {
  return ROWS[kind].read(text);
}
