import { type Account, readAccount } from '../../shared/domain/account.ts';
import { formatYuan, parseYuan } from '../../shared/domain/amount.ts';
import type { Facts } from '../../shared/domain/facts.ts';
import { type Price, writePrice } from '../../shared/domain/price.ts';
import type { Packed } from '../../shared/domain/quantity.ts';
import { FACTS } from '../../shared/schemas/facts.ts';
import { type EntryTold, refsUnder } from './moved.ts';

/** One line of what an entry says, as far as its kind says it. */
export interface LineTold {
  /** Its ordinal in the document. */
  readonly line?: number;
  readonly item?: string | undefined;
  readonly lot?: string | undefined;
  readonly quantity?: bigint;
  readonly good?: bigint;
  readonly damaged?: bigint;
  readonly short?: bigint;
  readonly refused?: bigint;
  readonly book?: bigint;
  readonly counted?: bigint;
  readonly difference?: bigint;
  readonly packs?: Packed | undefined;
  readonly unitPrice?: string | undefined;
  readonly amount?: string | undefined;
  readonly fundingLines?: readonly string[];
  readonly batch?: string | undefined;
  readonly expiresOn?: string | undefined;
  readonly reason?: string | undefined;
}

/** What an entry counts in, as its document knows it: the items of lines, and the lines of parts. */
export interface CountedIn {
  readonly items: ReadonlyMap<number, string>;
  readonly parts: readonly number[];
}

export const NOTHING_COUNTED: CountedIn = { items: new Map(), parts: [] };

/** The lines of an entry; none where its kind has none. */
export function linesTold(entry: EntryTold, said: EntryTold['facts'], counted: CountedIn): readonly LineTold[] {
  const moved = movedIn(entry);
  switch (entry.kind) {
    case 'order':
      return (
        FACTS.order()
          .safeParse(said)
          .data?.lines.map((line, at) => ordered(entry, line, at + 1, moved)) ?? []
      );
    case 'acceptance':
      return accepted(entry, FACTS.acceptance().safeParse(said).data, counted);
    case 'receipt':
      return (
        FACTS.receipt()
          .safeParse(said)
          .data?.lots.map(({ item, packs, number, expiresOn }, at) => {
            const lot = `${entry.id}.${at + 1}`;
            const into = moved.filter(({ to }) => to.state === 'stock' && to.lot === lot);
            return { lot, item, packs, batch: number, expiresOn, ...sumOf(into) };
          }) ?? []
      );
    case 'stock-move':
      return (
        FACTS['stock-move']()
          .safeParse(said)
          .data?.lots.map(({ item, fundingLine, number, expiresOn }, at) => {
            const lot = `${entry.id}.${at + 1}`;
            const into = moved.filter(({ to }) => to.state === 'stock' && to.lot === lot);
            return { lot, item, fundingLines: [fundingLine], batch: number, expiresOn, ...sumOf(into) };
          }) ?? []
      );
    case 'dispatch':
      return (
        FACTS.dispatch()
          .safeParse(said)
          .data?.lines.map(({ item, quantity, packs, fundingLine }, at) => ({
            line: at + 1,
            item,
            quantity,
            packs,
            ...(fundingLine === undefined ? {} : { fundingLines: [fundingLine] }),
          })) ?? []
      );
    case 'confirmation':
      return confirmed(FACTS.confirmation().safeParse(said).data, moved, counted);
    case 'count':
      return (
        FACTS.count()
          .safeParse(said)
          .data?.lines.map(({ lot, book, counted: found, packs }) => ({
            lot,
            book,
            counted: found,
            difference: found - book,
            packs,
          })) ?? []
      );
    default:
      return [];
  }
}

interface Moved {
  readonly from: Account;
  readonly to: Account;
  readonly quantity: bigint;
  readonly value: bigint | undefined;
}

function movedIn({ transfers }: EntryTold): readonly Moved[] {
  return transfers.flatMap(({ from, to, quantity = 0, value }) => {
    const [left, reached] = [readAccount(from), readAccount(to)];
    if (left === undefined || reached === undefined) return [];
    const fen = value === undefined ? undefined : parseYuan(value);
    return [{ from: left, to: reached, quantity: BigInt(quantity), value: fen }];
  });
}

function sumOf(moved: readonly Moved[]): Pick<LineTold, 'quantity' | 'amount'> {
  const quantity = moved.reduce((sum, one) => sum + one.quantity, 0n);
  if (moved.some(({ value }) => value === undefined)) return { quantity };
  return { quantity, amount: formatYuan(moved.reduce((sum, { value = 0n }) => sum + value, 0n)) };
}

function ordered(
  entry: EntryTold,
  { item, packs, unitPrice }: Facts['order']['lines'][number],
  line: number,
  moved: readonly Moved[],
): LineTold {
  const shares = moved.filter(({ to }) => to.state === 'committed' && to.line === line);
  const ordinals = shares.flatMap(({ to }) => ('fundingLine' in to ? [to.fundingLine] : []));
  const fundingLines = ordinals.flatMap((ordinal) => refsUnder(entry, 'fundingLines')[ordinal - 1] ?? []);
  return { line, item, packs, unitPrice: priceOf(unitPrice), fundingLines, ...sumOf(shares) };
}

function priceOf(price: Price | undefined): string | undefined {
  return price === undefined ? undefined : writePrice(price);
}

/** What was found of each line, and its lots below it. */
function accepted(entry: EntryTold, facts: Facts['acceptance'] | undefined, { items }: CountedIn): readonly LineTold[] {
  return (
    facts?.lines.flatMap(({ line, good, damaged, short, packs, reason }): LineTold[] => {
      const lots = facts.lots.flatMap(({ line: of, number, expiresOn }, at) =>
        of === line ? [{ lot: `${entry.id}.${at + 1}`, batch: number, expiresOn }] : [],
      );
      const found = { line, item: items.get(line), good, damaged, short, packs, reason };
      const [first, ...others] = lots;
      return [{ ...found, ...first }, ...others];
    }) ?? []
  );
}

/** What arrived of each line; only what did not arrive whole is said, so all others did. */
function confirmed(
  facts: Facts['confirmation'] | undefined,
  moved: readonly Moved[],
  { items, parts }: CountedIn,
): readonly LineTold[] {
  if (facts === undefined) return [];
  const said = new Map(facts.lines.map((line) => [line.line, line]));
  const lines = [...new Set([...parts, ...said.keys()])].sort((a, b) => a - b);
  return lines.map((line) => {
    const { damaged = 0n, short = 0n, refused = 0n, packs, reason } = said.get(line) ?? {};
    const arrived = moved.filter(({ to }) => to.state === 'unit' && parts[(to.part ?? 0) - 1] === line);
    const good = arrived.reduce((sum, { quantity }) => sum + quantity, 0n);
    return {
      line,
      item: items.get(line),
      ...(parts.length === 0 ? {} : { good }),
      damaged,
      short,
      refused,
      packs,
      reason,
    };
  });
}
