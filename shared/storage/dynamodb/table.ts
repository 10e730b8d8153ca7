import { type DocumentKind, documentsKept } from '../../domain/documents.ts';
import { CLAIMS, type ClaimFamily, COUNTERS, type CounterFamily } from '../ports/guard-names.ts';
import { LIST_NAMES, type ListName } from '../ports/lists.ts';

/**
 * The one place that knows the table: its keys, the names of its attributes and which partition a row stands in. Used
 * by the adapter, by whoever creates the table and by the infrastructure.
 *
 * | row                                            | pk                          | sk                                 |
 * |------------------------------------------------|-----------------------------|------------------------------------|
 * | entry, funding line, document, personal data   | `<kind>#<last digit of id>` | id                                 |
 * | unit, item, supplier, warehouse, tariff, plan, | `<kind>`                    | id                                 |
 * | member, closed month                           |                             |                                    |
 * | lot                                            | `lot#<digit of item>`       | `<warehouse>#<item>#<lot>`         |
 * | outbox                                         | `outbox#<digit of entry>`   | `<recordedAt, 15 digits>#<entry>`  |
 * | claim, counter                                 | `claim#<claim>`, …          | `claim`, `counter`                 |
 * | head of the log                                | `log`                       | `head`                             |
 * | projection: how far it is; its sums, names and | `projection`, `sums#…`, …   | see `projectionKeys`               |
 * | lists                                          |                             |                                    |
 * | place of an entry in the log                   | `place#<digit of entry>`    | id                                 |
 * | export job; mark of one that is open           | `export`, `export-open`     | id                                 |
 * | import; mark of one that is due                | `import`, `import-due`      | id                                 |
 * | row of an import; place of a row by its key    | `import-rows#<import>`, …   | ordinal, 5 digits; key             |
 *
 * What is written often is spread over sixteen partitions by the last hexadecimal digit of its id. A list merges them,
 * so it is as consistent as a single read and costs no index: an index would cost every write a further unit.
 */

export const DEFAULT_TABLE_NAME = 'nuanzhang';

export const TABLE_KEYS = { partition: 'pk', sort: 'sk' } as const;

/**
 * The version that every row carries in `v`. Rows of the version after it are read too, and not written over: a version may
 * only add attributes, and members to what is JSON.
 */
export const SCHEMA_VERSION = 1;

/**
 * The attributes beside the keys. Their names are short because a write costs by the kilobyte, names included.
 *
 * | name | in                                           | means                                                   |
 * |------|----------------------------------------------|---------------------------------------------------------|
 * | `v`  | every row                                    | SCHEMA_VERSION                                          |
 * | `e`  | documents, lots, claims                      | the entry that changed the row last, or holds the claim |
 * | `s`  | documents, lots, personal, jobs, head        | the state, as JSON; the head, or a root, as it is       |
 * | `i`  | row of an import                             | its key                                                 |
 * | `r`  | row of an import                             | what became of it, as JSON                              |
 * | `j`  | entry                                        | its canonical JSON                                      |
 * | `h`  | entry, row of an import                      | the hash of the request that made it                    |
 * | `a`  | funding line                                 | available, in fen                                       |
 * | `c`  | funding line                                 | cash, in fen                                            |
 * | `l`  | funding line                                 | what it bears, by chain and day: `{a20201228: 63405600}` |
 * | `l`  | lot                                          | what it bears, by day, packed                           |
 * | `d`  | funding line                                 | a hash of the days in `l`                               |
 * | `k`  | funding line                                 | its code                                                |
 * | `t`  | funding line                                 | its name                                                |
 * | `x`  | funding line                                 | the entry that closed it                                |
 * | `n`  | counter, job, projection, place              | what it stands at; how often the job was written        |
 * | `m`  | counter                                      | all that was ever added to it on days                   |
 * | `b`  | counter                                      | the day on which something was last counted off          |
 * | `g`  | projection                                   | a generation                                            |
 * | `r`  | projection                                   | its edition                                             |
 */
export interface RowKey {
  readonly pk: string;
  readonly sk: string;
}

const DIGITS = Array.from('0123456789abcdef');

/** Rows beside documents that are written often, and those that are listed often; open jobs are marked. */
const SPREAD = ['entry', 'personal'] as const;
const TOGETHER = ['export', 'export-open', 'import', 'import-due'] as const;

export type RowKind = DocumentKind | (typeof SPREAD)[number] | (typeof TOGETHER)[number];

/** What is registered rarely and listed often: one partition a kind. All else stands in sixteen, by the last digit of its id. */
const together: ReadonlySet<string> = new Set([...documentsKept('together'), ...TOGETHER]);

export function rowKey(kind: RowKind, id: string): RowKey {
  return { pk: together.has(kind) ? kind : spread(kind, id), sk: id };
}

export function lotKey(warehouse: string, item: string, lot: string): RowKey {
  return { pk: spread('lot', item), sk: `${warehouse}#${item}#${lot}` };
}

/** Where the lots of an item in a warehouse stand: a partition, and what their sort keys begin with. */
export function lotsOf(warehouse: string, item: string): RowKey {
  return lotKey(warehouse, item, '');
}

export function outboxKey(recordedAt: number, entry: string): RowKey {
  return { pk: spread('outbox', entry), sk: `${outboxSince(recordedAt)}#${entry}` };
}

/** What outbox sort keys from that instant on are not below. */
export function outboxSince(ms: number): string {
  return String(ms).padStart(15, '0');
}

export function claimKey(claim: string): RowKey {
  return { pk: `claim#${claim}`, sk: 'claim' };
}

export function counterKey(counter: string): RowKey {
  return { pk: `counter#${counter}`, sk: 'counter' };
}

/** The rows of one import, in their order and by their keys. */
export const importKeys = {
  row: (job: string, ordinal: number): RowKey => ({ pk: `import-rows#${job}`, sk: String(ordinal).padStart(5, '0') }),
  place: (job: string, key: string): RowKey => ({ pk: `import-keys#${job}`, sk: key }),
};

/** The one row by which rounds of sealing are committed. */
export function headKey(): RowKey {
  return { pk: 'log', sk: 'head' };
}

/**
 * The rows of the projection. What is added up carries its generation in its partition: each making anew is a generation
 * of its own, beside the one that is read. Places are what they are. A row of sums has, beside `v`, one number for each
 * figure that was ever added to; `shared/reports/cube-sums.ts` names them.
 */
export const projectionKeys = {
  /** Which generation is read (`g`), and the prefix that it is of: size (`n`) and root (`s`). */
  cursor: (): RowKey => ({ pk: 'projection', sk: 'cursor' }),
  /** The same of a generation that is being made. */
  renewal: (generation: number): RowKey => ({ pk: 'projection', sk: `renewal#${generation}` }),
  /** The last number (`n`) that was given to a generation. */
  begun: (): RowKey => ({ pk: 'projection', sk: 'begun' }),
  /** The first generation (`n`) of which rows may be left. */
  removed: (): RowKey => ({ pk: 'projection', sk: 'removed' }),
  sums: (generation: number, key: string): RowKey => ({ pk: `sums#${generation}#${digitOf(key)}`, sk: key }),
  registered: (generation: number, id: string): RowKey => ({ pk: `registered#${generation}`, sk: id }),
  listed: (generation: number, list: ListName, key: string): RowKey => ({
    pk: `listed#${generation}#${list}`,
    sk: key,
  }),
  place: (entry: string): RowKey => ({ pk: spread('place', entry), sk: entry }),
};

/** Where the rows of a generation stand. */
export function projectionPartitions(generation: number) {
  return {
    sums: DIGITS.map((digit) => `sums#${generation}#${digit}`),
    register: `registered#${generation}`,
    lists: LIST_NAMES.map((list) => projectionKeys.listed(generation, list, '').pk),
  };
}

/** Spreads keys of any form over the partitions. */
function digitOf(key: string): string {
  let sum = 0;
  for (let at = 0; at < key.length; at += 1) sum = (sum * 31 + key.charCodeAt(at)) % 65_521;
  return DIGITS[sum % DIGITS.length] ?? '0';
}

/** The partitions of what sealing writes, in the patterns of IAM, by how it writes them. */
export const sealingPatterns = {
  /** Replaced alone. */
  head: [headKey().pk],
  /** Cleared and told in batches. */
  batched: ['outbox#*', 'place#*'],
  /** Moved in transactions. */
  projected: [projectionKeys.cursor().pk, 'sums#*', 'registered#*', 'listed#*'],
  /** Those of them that a transaction takes out too. */
  listed: ['listed#*'],
} as const;

/** What is written beside entries by those who append them. */
export interface Appended {
  readonly documents: readonly (DocumentKind | 'lot')[];
  readonly claims: readonly ClaimFamily[];
  readonly counters: readonly CounterFamily[];
}

/** The partitions of what every append puts, in the patterns of IAM. */
export const recordPatterns: readonly string[] = [spread('entry', '*'), spread('outbox', '*')];

/** The partitions of what such appends change. */
export function appendPatterns({ documents, claims, counters }: Appended): readonly string[] {
  return [
    ...['personal', ...documents].map((kind) => (together.has(kind) ? kind : spread(kind, '*'))),
    ...claims.map((family) => claimKey(`${CLAIMS[family]}*`).pk),
    ...counters.map((family) => counterKey(`${COUNTERS[family]}*`).pk),
  ];
}

/** The partitions of imports and of their rows. */
export const importPatterns: readonly string[] = [
  rowKey('import', '').pk,
  rowKey('import-due', '').pk,
  importKeys.row('*', 0).pk,
  importKeys.place('*', '').pk,
];

/** Every partition that holds rows of a kind. */
export function partitionsOf(kind: RowKind | 'lot' | 'outbox'): readonly string[] {
  return together.has(kind) ? [kind] : DIGITS.map((digit) => `${kind}#${digit}`);
}

function spread(kind: string, id: string): string {
  return `${kind}#${id.slice(-1)}`;
}
