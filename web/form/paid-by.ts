import { PAYMENT_METHODS } from '../../shared/domain/payment-method.ts';
import type { Language } from '../../shared/words/language.ts';
import { type Choice, ofChoice, type Typed } from './cells.ts';
import type { Reading } from './reading.ts';

/** How something is paid: one of the usual ways, or another one as it is typed. */

/** Each has as its id the word that is sent. */
export function paymentMethods(language: Language): readonly Choice[] {
  return Object.values(PAYMENT_METHODS).map((method) => ({ id: method.zh, name: method[language] }));
}

/** What is usual. */
export function byTransfer(language: Language): Typed {
  const { transfer } = PAYMENT_METHODS;
  return ofChoice({ id: transfer.zh, name: transfer[language] });
}

export function methodOf(cell: Typed | undefined, reading: Reading): string | undefined {
  return cell?.chosen?.id ?? reading.text('/method', cell);
}
