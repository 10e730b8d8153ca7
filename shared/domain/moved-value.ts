import { writeAccount } from './account.ts';
import type { Fen } from './amount.ts';
import type { Entry, Transfer } from './entry.ts';

/**
 * The amount of an entry: the value that its transfers move. What goes on within the entry counts once, where it ends; and
 * what moves in budget and in cash at once (an appropriation, a benefit) counts once, as the more of the two.
 */
export function movedValue({ transfers }: Pick<Entry, 'transfers'>): Fen {
  const left = new Set(transfers.map(({ from }) => writeAccount(from)));
  const ending = transfers.filter(({ to }) => !left.has(writeAccount(to)));
  const cash = sumOf(ending.filter(isCash));
  const budget = sumOf(ending.filter((transfer) => !isCash(transfer)));
  if (cash > budget) return cash;
  return budget;
}

function isCash({ from, to }: Transfer): boolean {
  return from.state === 'cash' || to.state === 'cash';
}

function sumOf(transfers: readonly Transfer[]): Fen {
  return transfers.reduce((sum, { value }) => sum + value, 0n);
}
