import type { Lot } from './books.ts';
import type { CalendarDate } from './calendar.ts';
import type { Counted } from './command.ts';
import type { Id, LotId } from './id.ts';
import { type InBase, inBase } from './in-base.ts';
import { type Goods, type InMeasure, MAX_QUANTITY, measuresOf, packSize } from './quantity.ts';
import {
  type BoundErrorCode,
  type FieldError,
  foremost,
  invalid,
  type PlainErrorCode,
  type Refusal,
} from './refusal.ts';

/** Whatever a command names. */
interface Named {
  readonly closed: boolean;
}

/** Whatever has lines that name lots. */
interface OfLots {
  readonly effectiveOn: CalendarDate;
  readonly lines: readonly { readonly lot?: LotId }[];
}

/** What stands against a command: its wrong fields, which are told all at once, and whatever else a rule refuses. */
export class Objections {
  readonly #errors: FieldError[] = [];
  readonly #refusals: Refusal[] = [];

  field(pointer: string, code: PlainErrorCode): void {
    this.#errors.push({ pointer, code });
  }

  /** The same where the code alone does not say what would pass. */
  bound(pointer: string, code: BoundErrorCode, allowed: string): void {
    this.#errors.push({ pointer, code, allowed });
  }

  refuse(...refusals: readonly Refusal[]): void {
    this.#refusals.push(...refusals);
  }

  /** Whether what a field names exists and takes anything new. */
  isOpen<N extends Named>(pointer: string, named: N | undefined): named is N {
    if (!named) this.field(pointer, 'unknown-reference');
    else if (named.closed) this.field(pointer, 'closed-reference');
    return named?.closed === false;
  }

  /** The one funding line of a command. */
  fundingLine(fundingLine: Id, named: Named | undefined): void {
    if (!named) this.field('/fundingLine', 'unknown-reference');
    else if (named.closed) this.refuse({ refusal: 'funding-line-closed', fundingLine });
  }

  /** Nothing takes effect before what it is about. */
  notBefore(earliest: CalendarDate | undefined, effectiveOn: CalendarDate): void {
    if (earliest !== undefined && effectiveOn < earliest) this.bound('/effectiveOn', 'too-early', earliest);
  }

  /** Whether the lot that a line names lies in a warehouse on the day, and no line before it names that lot. */
  isThere(lot: Lot | undefined, warehouse: Id, at: number, { lines, effectiveOn }: OfLots): lot is Lot {
    const pointer = `/lines/${at}/lot`;
    if (!lot) this.field(pointer, 'unknown-reference');
    else if (lot.warehouse !== warehouse) this.bound(pointer, 'not-in-this-warehouse', lot.warehouse);
    else if (lines.findIndex((other) => other.lot === lot.id) !== at) this.field(pointer, 'repeated');
    else if (effectiveOn < lot.receivedOn) this.notBefore(lot.receivedOn, effectiveOn);
    else return true;
    return false;
  }

  /**
   * A line with its quantities, which those fields are, in the base measure, where they have to stay within bounds too.
   * What is of nothing known is refused otherwise.
   */
  inBase<L extends Counted, F extends keyof L & string>(
    pointer: string,
    line: L & { readonly [field in NoInfer<F>]?: InMeasure },
    fields: readonly F[],
    goods: Goods | undefined,
  ): InBase<L, F> {
    const size = goods && packSize(goods, line.measure);
    if (goods && size === undefined) {
      this.bound(`${pointer}/measure`, 'unknown-measure', measuresOf(goods).join(', '));
    }
    const of = size ?? 1n;
    for (const field of fields) {
      const isTooLarge = (line[field] ?? 0n) * of > MAX_QUANTITY;
      if (isTooLarge) this.bound(`${pointer}/${field}`, 'too-large', `${MAX_QUANTITY / of}`);
    }
    return inBase(line, fields, of);
  }

  /** All wrong fields as one refusal, or another that comes before it in `PRECEDENCE`. */
  foremost(): Refusal | undefined {
    return foremost(this.#errors.length === 0 ? this.#refusals : [invalid(this.#errors), ...this.#refusals]);
  }
}
