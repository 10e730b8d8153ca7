import type { Fen } from '../domain/amount.ts';
import { least } from '../domain/balance.ts';
import { isSameName } from '../domain/normal-form.ts';
import { type Price, quotient } from '../domain/price.ts';
import { MAX_QUANTITY } from '../domain/quantity.ts';
import type { InvoiceLine } from './invoice.ts';

/** A line of an invoice as an order would say it: with tax, because that is what the goods cost the union. */
export interface PrefilledLine {
  readonly name: string;
  readonly spec?: string;
  readonly measure?: string;
  /** One where the invoice has none; absent where it has no whole one. */
  readonly quantity?: bigint;
  /** Absent where it does not end within the places of a price. */
  readonly unitPrice?: Price;
  readonly amount: Fen;
  /** It is no goods, by what it is called: its item is a service. */
  readonly service?: true;
}

/** Freight, unloading, printing: by what the tax office calls them (`*运输服务*运费`), or by their own name. */
const SERVICE = /^\*[^*]*(服务|劳务|运输)[^*]*\*|运费|运输费|装卸费|搬运费|印刷费|配送费/;

/**
 * The lines of an order from those of an invoice. A row that lowers another (折扣行) is taken off the last one of its name,
 * or else off those before it, the nearest first. A row without a quantity is one of what it says.
 */
export function prefill(lines: readonly InvoiceLine[]): PrefilledLine[] {
  const sums: { readonly line: InvoiceLine; amount: Fen }[] = [];
  const isRed = lines.reduce((sum, line) => sum + line.amount + line.tax, 0n) < 0n;
  for (const line of lines) {
    let rest = line.amount + line.tax;
    if (isRed || rest >= 0n) {
      sums.push({ line, amount: rest });
      continue;
    }
    const named = sums.findLast((one) => isSameName(one.line.name, line.name));
    for (const one of [...(named === undefined ? [] : [named]), ...sums.toReversed()]) {
      const taken = least(one.amount, -rest);
      one.amount -= taken;
      rest += taken;
    }
    if (rest < 0n) sums.push({ line, amount: rest });
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
    ...(SERVICE.test(name) ? { service: true } : {}),
  };
}

function wholeQuantity(written: string | undefined): bigint | undefined {
  if (written === undefined) return 1n;
  if (!/^[1-9]\d*$/.test(written)) return undefined;
  const quantity = BigInt(written);
  return quantity <= MAX_QUANTITY ? quantity : undefined;
}
