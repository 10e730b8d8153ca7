import type { Id } from '../../domain/id.ts';
import { boundedLimit, MAX_LOTS, MAX_PAGE } from '../ports/bounds.ts';
import type { ListOptions, Page, VersionedLot } from '../ports/ledger.ts';
import { readStretch, type Table } from './reads.ts';
import { type Attributes, readLot, readOutbox } from './rows.ts';
import { lotsOf, outboxSince, partitionsOf } from './table.ts';

/** Beyond every sort key that begins with the text before it: names are hexadecimal. */
const AFTER_ALL = '~';

type Order = 'rising' | 'falling';

/** One partition being read: what was read and not taken yet, and where to go on. */
interface Lane {
  readonly partition: string;
  waiting: Attributes[];
  last: string | undefined;
  goesOn: boolean;
  chunk: number;
}

interface Merge {
  readonly partitions: readonly string[];
  readonly order: Order;
  readonly limit: number;
  readonly after: string | undefined;
}

/**
 * The first rows of several partitions in the order of their sort keys, up to `limit`. Each partition is read in order
 * and strongly consistent, so the merged list is complete for everything that was there when it began.
 */
async function merged(table: Table, { partitions, order, limit, after }: Merge): Promise<Attributes[]> {
  const chunk = chunkOf(limit, partitions.length);
  const lanes = partitions.map((partition): Lane => ({ partition, waiting: [], last: after, goesOn: true, chunk }));
  const taken: Attributes[] = [];
  while (taken.length < limit) {
    // Only where every lane shows its next row, or is known to have none, is the next of all of them known.
    const empty = lanes.filter((lane) => lane.waiting.length === 0 && lane.goesOn);
    if (empty.length > 0) await Promise.all(empty.map((lane) => refill(table, lane, order)));
    const lane = foremost(lanes, order);
    const row = lane?.waiting.pop();
    if (row === undefined) break;
    taken.push(row);
  }
  return taken;
}

/** An even share and what chance adds to it: ids are spread evenly, and a second round costs every partition a call. */
function chunkOf(limit: number, partitions: number): number {
  const share = limit / partitions;
  return Math.min(limit, partitions === 1 ? limit : Math.ceil(share + 3 * Math.sqrt(share)) + 1);
}

async function refill(table: Table, lane: Lane, order: Order): Promise<void> {
  const from = lane.last === undefined ? {} : order === 'rising' ? { above: lane.last } : { below: lane.last };
  const piece = await readStretch(table, { partition: lane.partition, order, limit: lane.chunk, ...from });
  lane.waiting = piece.rows.toReversed();
  lane.goesOn = piece.goesOn && piece.rows.length > 0;
  lane.last = sortKeyOf(piece.rows.at(-1)) ?? lane.last;
  lane.chunk = Math.min(MAX_PAGE, lane.chunk * 2);
}

function foremost(lanes: readonly Lane[], order: Order): Lane | undefined {
  let first: Lane | undefined;
  let best: string | undefined;
  for (const lane of lanes) {
    const key = sortKeyOf(lane.waiting.at(-1));
    if (key !== undefined && (best === undefined || (order === 'rising' ? key < best : key > best))) {
      first = lane;
      best = key;
    }
  }
  return first;
}

function sortKeyOf(row: Attributes | undefined): string | undefined {
  return row === undefined ? undefined : String(row.sk);
}

type Kind = Parameters<typeof partitionsOf>[0];

/** One more than asked for is read, so that the last page says that it is. */
export async function page<T>(
  table: Table,
  kind: Kind,
  { limit, after, order = 'newest' }: Omit<ListOptions, 'after'> & { readonly after?: string },
  parse: (row: Attributes) => T,
): Promise<Page<T>> {
  const direction = order === 'newest' ? 'falling' : 'rising';
  const asked = boundedLimit(limit);
  const rows = await merged(table, { partitions: partitionsOf(kind), order: direction, limit: asked + 1, after });
  const items = rows.slice(0, asked).map(parse);
  const next = rows.length > asked ? sortKeyOf(rows[asked - 1]) : undefined;
  return next === undefined ? { items } : { items, next };
}

export async function outbox(table: Table, since: number, limit: number) {
  const wanted = { partitions: partitionsOf('outbox'), order: 'rising', after: outboxSince(since) } as const;
  const rows = await merged(table, { ...wanted, limit: boundedLimit(limit) });
  return rows.map(readOutbox);
}

export async function lotsIn(table: Table, warehouse: Id, item: Id): Promise<VersionedLot[]> {
  const { pk: partition, sk: prefix } = lotsOf(warehouse, item);
  const lots: VersionedLot[] = [];
  let above = prefix;
  for (let goesOn = true; goesOn && lots.length < MAX_LOTS; ) {
    const limit = Math.min(MAX_PAGE, MAX_LOTS - lots.length + 1);
    const piece = await readStretch(table, { partition, order: 'rising', limit, above, below: prefix + AFTER_ALL });
    lots.push(...piece.rows.map(readLot));
    above = sortKeyOf(piece.rows.at(-1)) ?? above;
    goesOn = piece.goesOn;
  }
  return lots.slice(0, MAX_LOTS);
}
