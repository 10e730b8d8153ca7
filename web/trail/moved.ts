import type * as z from 'zod';
import { readAccount } from '../../shared/domain/account.ts';
import { formatYuan, parseSum, parseYuan } from '../../shared/domain/amount.ts';
import type { Transfer } from '../../shared/domain/entry.ts';
import { movedValue } from '../../shared/domain/moved-value.ts';
import type { entryAnswer, markedEntryAnswer } from '../../shared/schemas/entry-answer.ts';

export type EntryTold = z.infer<typeof entryAnswer>;
export type MarkedEntry = z.infer<typeof markedEntryAnswer>;

/** The amount of an entry; none where it moves nothing, or where its reader sees no prices. */
export function amountOf({ transfers }: Pick<EntryTold, 'transfers'>): string | undefined {
  const read = transfers.flatMap(({ from, to, value, quantity = 0 }): Transfer[] => {
    const [left, reached] = [readAccount(from), readAccount(to)];
    const fen = value === undefined ? undefined : parseYuan(value);
    if (left === undefined || reached === undefined || fen === undefined) return [];
    return [{ from: left, to: reached, value: fen, quantity: BigInt(quantity) }];
  });
  return read.length === 0 ? undefined : formatYuan(movedValue({ transfers: read }));
}

/** The lots that entries brought or moved, each once. */
export function lotsIn(entries: readonly Pick<EntryTold, 'transfers'>[]): string[] {
  const accounts = entries.flatMap(({ transfers }) => transfers.flatMap(({ from, to }) => [from, to]));
  const lots = accounts.flatMap((text) => {
    const account = readAccount(text);
    return account?.state === 'stock' ? [account.lot] : [];
  });
  return [...new Set(lots)];
}

/** Those that an entry points at under a name: one, several or none. */
export function refsUnder({ refs }: Pick<EntryTold, 'refs'>, name: string): readonly string[] {
  const ref = refs[name];
  if (ref === undefined) return [];
  return typeof ref === 'string' ? [ref] : ref;
}

/** Amounts together, in fen and never as numbers. */
export function added(amounts: readonly string[]): string {
  return formatYuan(amounts.reduce((sum, amount) => sum + (parseSum(amount) ?? 0n), 0n));
}
