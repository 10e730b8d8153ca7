import { type Balance, minus, NOTHING, plus } from '../../domain/balance.ts';
import { type Entry, isKind } from '../../domain/entry.ts';
import type { Id } from '../../domain/id.ts';
import type { Openings } from '../../domain/openings.ts';
import { refsOf } from '../../domain/refs.ts';
import type { Sealed } from '../../domain/voucher.ts';
import { belongs, type Selection } from '../../reports/selection.ts';
import { opened } from './opened.ts';

/** What an entry did to the goods of one line of a consignment; a minus undoes. */
export interface Carried {
  readonly line: number;
  readonly item: Id;
  /** What left stock for the unit, less what came back to stock. */
  readonly sent: Balance;
  /** What the unit has. */
  readonly delivered: bigint;
  /** What neither arrived nor came back: held for a decision, or written off. */
  readonly wanting: bigint;
  /** Of that, what was written off. */
  readonly lost: bigint;
}

/** The dispatch of the consignment that an entry is about; undefined where it is about none. */
export function dispatchOf(entry: Entry, openings: Openings): Entry<'dispatch'> | undefined {
  if (isKind(entry, 'dispatch')) return entry;
  const { consignment } = refsOf(entry);
  return consignment === undefined || entry.transfers.length === 0
    ? undefined
    : opened(openings, consignment, 'dispatch');
}

/** What an entry did to each line of its consignment that is meant, by line. */
export function carriedBy({ entry, movements }: Sealed, dispatch: Entry<'dispatch'>, selection: Selection): Carried[] {
  const lines = new Map<number, Carried>();
  movements.forEach((movement, at) => {
    const transfer = entry.transfers[at];
    if (transfer === undefined || !belongs(movement, selection)) return;
    const line = dispatch.facts.parts[partOf(transfer.from) ?? partOf(transfer.to) ?? 0];
    if (line === undefined) return;
    let carried = lines.get(line) ?? {
      line,
      item: dispatch.facts.lines[line - 1]?.item ?? '',
      sent: NOTHING,
      delivered: 0n,
      wanting: 0n,
      lost: 0n,
    };
    const { from, to, quantity } = movement;
    if (to === 'stock') carried = { ...carried, sent: minus(carried.sent, movement) };
    if (from === 'stock') carried = { ...carried, sent: plus(carried.sent, movement) };
    const into = (state: typeof to): bigint => (to === state ? quantity : 0n) - (from === state ? quantity : 0n);
    lines.set(line, {
      ...carried,
      delivered: carried.delivered + into('unit'),
      wanting: carried.wanting + into('held') + into('loss'),
      lost: carried.lost + into('loss'),
    });
  });
  return [...lines.values()].sort((a, b) => a.line - b.line);
}

/** A part's place among the transfers of its dispatch, counted from 0. */
function partOf(account: Entry['transfers'][number]['from']): number | undefined {
  return 'part' in account && account.part !== undefined ? account.part - 1 : undefined;
}
