import type { Fen } from './amount.ts';
import type { Flavour } from './flavour.ts';
import type { InMeasure, Quantity } from './quantity.ts';

/**
 * What one of a measure costs, in yuan: a decimal as it was agreed, with up to 13 places, because what is cheap by the
 * piece is agreed in less than a fen. It is never computed with but exactly, and printed as it is written.
 */
export type Price = string & Flavour<'price'>;

/** What the fields of an invoice have at the most. */
const MOST_PLACES = 13;
const FORM = /^(0|[1-9]\d{0,9})(\.\d{1,13})?$/;

/** The exact value of a decimal: `units` of the place that `places` names. */
interface Decimal {
  readonly units: bigint;
  readonly places: number;
}

export function isPrice(text: string): boolean {
  return FORM.test(text) && /[1-9]/.test(text);
}

/** A price to the fen at least: money has two places, whether they were written or not. */
function decimalOf(price: Price): Decimal {
  const [whole = '', fraction = ''] = price.split('.');
  const places = Math.max(fraction.length, 2);
  return { units: BigInt(whole + fraction.padEnd(places, '0')), places };
}

/** How a price is printed: as it was agreed, to the fen at least. */
export function writePrice(price: Price): string {
  return writeDecimal(decimalOf(price));
}

/**
 * Whether an amount is what a quantity costs at a price. The price is true to half of its last place, and so the amount
 * to that for each of the quantity; and an amount is true to half a fen.
 */
export function costs(price: Price, quantity: InMeasure, amount: Fen): boolean {
  return isWithin(price, quantity, 1n, amount, 1n);
}

/** What a quantity costs at a price, to the nearest fen: for telling a caller what would pass. */
export function costOf(price: Price, quantity: InMeasure): Fen {
  const { units, places } = decimalOf(price);
  const fen = 10n ** BigInt(places - 2);
  return (2n * units * quantity + fen) / (2n * fen);
}

/**
 * Whether goods counted in the base measure were had at a price for `of` of it: they are a part of what was ordered, whose
 * value may have lost a fen to the other parts.
 */
export function bears(price: Price, of: Quantity, quantity: Quantity, value: Fen): boolean {
  return isWithin(price, quantity, of, value, 2n);
}

/** Whether price × quantity ÷ of lies within the price's half place a unit, or so many half fen, of the amount. */
function isWithin(price: Price, quantity: bigint, of: bigint, amount: Fen, halfFen: bigint): boolean {
  const { units, places } = decimalOf(price);
  const fen = 10n ** BigInt(places - 2);
  const difference = units * quantity - amount * fen * of;
  const doubled = 2n * (difference < 0n ? -difference : difference);
  return doubled <= quantity || doubled <= halfFen * fen * of;
}

/** What one of a quantity comes to where no price was agreed: exactly, where that ends within the places of a price. */
export function quotient(value: Fen, quantity: InMeasure | Quantity): Price | undefined {
  for (let places = 2; places <= MOST_PLACES; places += 1) {
    const units = value * 10n ** BigInt(places - 2);
    if (units % quantity === 0n) return writeDecimal({ units: units / quantity, places });
  }
  return undefined;
}

/** The same as it is printed: 约 and rounded half up to the fen where it does not end, or to its first two digits. */
export function writeQuotient(value: Fen, quantity: InMeasure | Quantity): string {
  const exact = quotient(value, quantity);
  if (exact !== undefined) return exact;
  for (let places = 2; ; places += 1) {
    const scaled = value * 10n ** BigInt(places - 2);
    const units = (2n * scaled + quantity) / (2n * quantity);
    if (places === MOST_PLACES || units >= 10n) return `约${writeDecimal({ units, places })}`;
  }
}

function writeDecimal({ units, places }: Decimal): string {
  const digits = `${units}`.padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
