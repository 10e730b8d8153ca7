import type { Fen } from '../domain/amount.ts';
import { isSameName } from '../domain/normal-form.ts';
import { type Price, quotient } from '../domain/price.ts';
import { MAX_QUANTITY } from '../domain/quantity.ts';
import type { InvoiceLine } from './invoice.ts';

/** A line of an invoice as an order would say it: with tax, because that is what the goods cost the union. */
export interface PrefilledLine {
  readonly name: string;
  readonly spec?: string;
  readonly measure?: string;
  /** Absent where the invoice has none, or no whole one. */
  readonly quantity?: bigint;
  /** Absent where it does not end within the places of a price. */
  readonly unitPrice?: Price;
  readonly amount: Fen;
}

/** The lines of an order from those of an invoice. A line that lowers the one before it (折扣行) is taken off it. */
export function prefill(lines: readonly InvoiceLine[]): PrefilledLine[] {
  const sums: { readonly line: InvoiceLine; amount: Fen }[] = [];
  for (const line of lines) {
    const amount = line.amount + line.tax;
    const before = sums.at(-1);
    if (amount < 0n && before !== undefined && isSameName(before.line.name, line.name)) before.amount += amount;
    else sums.push({ line, amount });
  }
  return sums.map(({ line, amount }) => prefilled(line, amount));
}

function prefilled({ name, spec, measure, quantity: written }: InvoiceLine, amount: Fen): PrefilledLine {
  const quantity = wholeQuantity(written);
  const unitPrice = quantity === undefined || amount < 1n ? undefined : quotient(amount, quantity);
  return {
    name,
    ...(spec === undefined ? {} : { spec }),
    ...(measure === undefined ? {} : { measure }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(unitPrice === undefined ? {} : { unitPrice }),
    amount,
  };
}

function wholeQuantity(written: string | undefined): bigint | undefined {
  if (written === undefined || !/^[1-9]\d*$/.test(written)) return undefined;
  const quantity = BigInt(written);
  return quantity <= MAX_QUANTITY ? quantity : undefined;
}
