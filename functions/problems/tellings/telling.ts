import { formatYuan } from '../../../shared/domain/amount.ts';
import type { Refusal, RefusalName } from '../../../shared/domain/refusal.ts';
import type { Bilingual } from '../../../shared/words/language.ts';
import type { Mentions } from '../../../shared/words/mentions.ts';

/** How one refusal is told: its status, its words, and its own fields where they stand otherwise on the wire. */
export interface Telling<R extends Refusal = Refusal> {
  readonly status: number;
  readonly title: Bilingual;
  /** What stands in the way, and what would pass. */
  readonly detail: (refusal: R, mentions: Mentions) => Bilingual;
  readonly fields?: (refusal: R) => object;
}

/** Whether something holds money or goods, of which JSON cannot tell which. */
type HoldsSums<T> = T extends bigint
  ? true
  : T extends readonly (infer E)[]
    ? HoldsSums<E>
    : T extends object
      ? HoldsSums<T[keyof T]>
      : false;
type Told<R extends Refusal> = Telling<R> & (true extends HoldsSums<R> ? Required<Telling<R>> : unknown);
/** How each of them is told: what is left out does not compile. */
export type Tellings = { readonly [N in RefusalName]: Told<Extract<Refusal, { refusal: N }>> };

/** Of sums, how JSON tells them. */
export const yuan = formatYuan;
export const count = Number;
