import { type Fen, formatYuan, parseYuan } from '../../shared/domain/amount.ts';
import { take } from '../../shared/domain/balance.ts';
import { costOf } from '../../shared/domain/price.ts';
import { type Around, cellOf, isBlank, ofText, type Typed } from '../form/cells.ts';
import { measureFor } from '../form/measures.ts';
import { readAmount, readPrice, readQuantity, written } from '../form/typed.ts';
import type { Column, Line } from './order-form.ts';

/** What follows from the cells of a line, in the cells beside them. */

/** Fills in what is meant as long as nobody says otherwise: measure, amount, and the funding line of the line above. */
export function derivedLine(line: Line, changed: Column, { before, above }: Around<Column>): Line {
  switch (changed) {
    case 'item':
      return withFunding(put(line, 'measure', measureIn(line, before)), above);
    case 'quantity':
    case 'unitPrice':
      return withCost(line, before);
    default:
      return line;
  }
}

function put(line: Line, column: Column, cell: Typed): Line {
  return { ...line, cells: { ...line.cells, [column]: cell } };
}

function measureIn(line: Line, before: Line): Typed {
  return measureFor(cellOf(line, 'item'), cellOf(line, 'measure'), cellOf(before, 'item'));
}

function withFunding(line: Line, above: Line | undefined): Line {
  if (above === undefined || isBlank(cellOf(line, 'item')) || !isBlank(cellOf(line, 'fundingLine'))) return line;
  return put(line, 'fundingLine', cellOf(above, 'fundingLine'));
}

/** An amount that somebody typed stays; one that was made of quantity and price is made anew. */
function withCost(line: Line, before: Line): Line {
  const amount = cellOf(line, 'amount');
  const made = costIn(before);
  const isMade = made !== undefined && valueIn(readAmount(amount.text)) === made;
  const cost = costIn(line);
  if (cost === undefined || !(isBlank(amount) || isMade)) return line;
  return put(line, 'amount', ofText(written('amount', cost)));
}

/** What its quantity costs at its price. */
function costIn(line: Line): string | undefined {
  const quantity = valueIn(readQuantity(cellOf(line, 'quantity').text));
  const price = valueIn(readPrice(cellOf(line, 'unitPrice').text));
  return quantity === undefined || price === undefined ? undefined : formatYuan(costOf(price, BigInt(quantity)));
}

function valueIn(read: ReturnType<typeof readAmount>): string | undefined {
  return read !== undefined && 'value' in read ? read.value : undefined;
}

/** The amount of a line in fen, as far as it can be read. */
export function amountOf(line: Line): Fen {
  return parseYuan(valueIn(readAmount(cellOf(line, 'amount').text)) ?? '') ?? 0n;
}

export function quantityOf(line: Line, column: 'quantity' | 'otherQuantity' = 'quantity'): bigint {
  return BigInt(valueIn(readQuantity(cellOf(line, column).text)) ?? 0);
}

/** What lines take of each funding line, by its id, divided as the ledger divides it. */
export function takenOf(lines: readonly Line[]): ReadonlyMap<string, Fen> {
  const taken = new Map<string, Fen>();
  const add = (id: string | undefined, value: Fen) => {
    if (id !== undefined) taken.set(id, (taken.get(id) ?? 0n) + value);
  };
  for (const line of lines) {
    const whole = { quantity: quantityOf(line), value: amountOf(line) };
    const other = cellOf(line, 'otherLine').chosen?.id;
    const part = quantityOf(line, 'otherQuantity');
    const rest = whole.quantity - part;
    const isSplit = other !== undefined && part > 0n && rest > 0n;
    // The ledger takes the first share first.
    const first = isSplit ? take(whole, rest).value : whole.value;
    add(cellOf(line, 'fundingLine').chosen?.id, first);
    if (isSplit) add(other, whole.value - first);
  }
  return taken;
}

export function totalOf(lines: readonly Line[]): Fen {
  return lines.reduce((sum, line) => sum + amountOf(line), 0n);
}
