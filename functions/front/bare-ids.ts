import { BOOK_KINDS, type RefKind } from '../../shared/domain/documents.ts';
import { type Id, isId, isLotId, type LotId } from '../../shared/domain/id.ts';

/** The ids of an answer beside which nothing says what they are, by what stands at them as far as that tells. */
export interface BareIds {
  /** Documents that an entry opened, with their kinds. */
  readonly documents: ReadonlyMap<Id, RefKind>;
  readonly entries: ReadonlySet<Id>;
  readonly lots: ReadonlySet<LotId>;
  /** What is registered, or whatever else it is. */
  readonly others: ReadonlySet<Id>;
}

/** Ids of one answer that are told; a list of many rows has fewer, as its rows have them in common. */
const MOST = 5_000;
const DEEPEST = 12;

const DOCUMENTS = new Map<string, RefKind>([
  ...BOOK_KINDS.map((kind): [string, RefKind] => [kind, kind]),
  ['purchases', 'purchase'],
  ['corrects', 'invoice'],
]);
const ENTRIES = new Set(['entry', 'previous', 'reversedBy', 'confirmation', 'withdraws', 'first', 'orders', 'by']);
/** What an issuer calls somebody may look like an id, and a cursor holds one. */
const NO_IDS = new Set(['subject', 'cursor', 'next', 'historyNext', 'sha256']);
/** Beside any of them an `id` is that of the very thing that is told. */
const TELLING = ['name', 'number', 'code', 'title', 'subject', 'status', 'line'] as const;
const ID_LENGTH = 36;

/** Finds them. `lotsInAccounts` tells whether those in the names of accounts count too. */
export function bareIdsIn(body: object, { lotsInAccounts }: { readonly lotsInAccounts: boolean }): BareIds {
  const documents = new Map<Id, RefKind>();
  const entries = new Set<Id>();
  const lots = new Set<LotId>();
  const others = new Set<Id>();
  let count = 0;

  function take(text: string, key: string, beside: object): void {
    if (text.length < ID_LENGTH || NO_IDS.has(key) || count >= MOST) return;
    if (isId(text)) {
      count += 1;
      place(text, key, beside);
    } else if (isLotId(text)) {
      if (key !== 'id' && !('item' in beside) && !('line' in beside)) lots.add(text);
    } else if (lotsInAccounts && (key === 'from' || key === 'to')) {
      const lot = text.slice(text.indexOf('/') + 1);
      if (isLotId(lot)) lots.add(lot);
    }
  }

  function place(id: Id, key: string, beside: object): void {
    const document = DOCUMENTS.get(key);
    if (key === 'id') {
      const kind = 'kind' in beside && !TELLING.some((field) => field in beside) ? String(beside.kind) : undefined;
      const named = DOCUMENTS.get(kind ?? '');
      if (named !== undefined) documents.set(id, named);
      else if (kind !== undefined) others.add(id);
    } else if (ENTRIES.has(key)) {
      if (!('number' in beside)) entries.add(id);
    } else if (document === undefined) others.add(id);
    else if (key === 'corrects' && 'entry' in beside) entries.add(id);
    else if (!('number' in beside)) documents.set(id, document);
  }

  function walk(value: unknown, key: string, beside: object, depth: number): void {
    if (typeof value === 'string') take(value, key, beside);
    else if (typeof value === 'object' && value !== null && depth < DEEPEST) {
      if (Array.isArray(value)) for (const one of value) walk(one, key, beside, depth + 1);
      else for (const name in value) walk(Reflect.get(value, name), name, value, depth + 1);
    }
  }

  walk(body, '', body, 0);
  return { documents, entries, lots, others };
}
