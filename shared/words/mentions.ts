import type { Id, LotId } from '../domain/id.ts';
import type { Bilingual } from './language.ts';

/** What ids are called where people read. Of what nobody knows only its sort is told: an id says nothing to a reader. */
export interface Mentions {
  /** Something registered, as it is called now. */
  registered(id: Id): Bilingual;
  /** An entry by what it did and when, with its voucher number once it has one. */
  entry(id: Id): Bilingual;
  lot(lot: LotId): Bilingual;
}

export const UNNAMED: Mentions = {
  registered: () => ({ zh: '另一条登记', en: 'another registration' }),
  entry: () => ({ zh: '另一笔分录', en: 'another entry' }),
  lot: () => ({ zh: '该批次', en: 'the lot' }),
};

/** Several of them in a row. */
export function listed(names: readonly Bilingual[]): Bilingual {
  return { zh: names.map(({ zh }) => zh).join('、'), en: names.map(({ en }) => en).join(', ') };
}
