import { type Fen, parseSum } from '../../shared/domain/amount.ts';
import type { Id } from '../../shared/domain/id.ts';
import { invalid, type Refusal } from '../../shared/domain/refusal.ts';
import { compare } from '../../shared/reports/register.ts';
import type {
  BenefitView,
  DisbursementView,
  InvoiceView,
  PurchaseView,
  ReceiptView,
} from '../../shared/schemas/document-answers.ts';
import { LIMITS } from '../../shared/schemas/limits.ts';
import { writeCursor } from '../../shared/schemas/lists.ts';
import type { FundingLineView } from '../../shared/schemas/registered-answers.ts';
import type { SortedBy } from '../../shared/storage/ports/catalogue.ts';
import { type Listing, listPage, MAX_CHARACTERS, type PageQuery, STEP } from './page.ts';

/** Rows whose order nobody knows, and that are gone through for those that fit: more would take longer than a request may. */
const MAX_LOOKED_AT = 20_000;

/** What is sorted by amount, as it is shown. */
interface Shown {
  readonly purchase: PurchaseView;
  readonly invoice: InvoiceView;
  readonly receipt: ReceiptView;
  readonly disbursement: DisbursementView;
  readonly benefit: BenefitView;
  readonly fundingLine: FundingLineView;
}

/** The amount of each, in yuan; several add up. */
const AMOUNTS: { readonly [K in keyof Shown]: (view: Shown[K]) => readonly (string | undefined)[] } = {
  purchase: ({ lines }) => lines.map(({ ordered }) => ordered.value),
  invoice: ({ invoice }) => [invoice.amount],
  receipt: ({ value }) => [value],
  disbursement: ({ amount }) => [amount],
  benefit: ({ amount }) => [amount],
  fundingLine: ({ available }) => [available],
};

export interface SortedQuery extends PageQuery {
  readonly sort?: SortedBy;
}

/** One page of a list: newest first, or as it is asked to be sorted. */
export async function pageOf<T>(of: string, listing: Listing<T>, query: SortedQuery): Promise<object | Refusal> {
  if (query.sort === undefined) return listPage(listing, query);
  const sorted = await listing.sorted?.(query.sort, query.cursor);
  if (sorted !== undefined) return listPage({ ...listing, rows: async ({ limit }) => sorted(limit) }, query);
  const rows = await allOf(listing);
  if (rows === undefined) {
    return invalid([{ pointer: '/sort', code: 'too-many-rows', allowed: String(LIMITS.sorted) }]);
  }
  const inOrder = query.sort === 'amount' ? byAmount(of, rows) : byDate(rows);
  const { cursor, limit } = query;
  const from = cursor === undefined ? 0 : inOrder.findIndex(({ id }) => id === cursor) + 1;
  if (cursor !== undefined && from === 0) return invalid([{ pointer: '/cursor', code: 'not-in-list' }]);
  return cut(inOrder.slice(from), limit);
}

interface Row {
  readonly id: Id;
  readonly view: object;
}

/** Everything that fits, newest first; undefined where it is too much. */
async function allOf<T>({ rows, idOf, show }: Listing<T>): Promise<Row[] | undefined> {
  const found: Row[] = [];
  let after: Id | undefined;
  for (let lookedAt = 0; lookedAt < MAX_LOOKED_AT; ) {
    const step = await rows({ limit: STEP, ...(after === undefined ? {} : { after }) });
    const shown = await show(step.items);
    for (const [at, row] of step.items.entries()) {
      const view = shown[at];
      if (view !== undefined) found.push({ id: idOf(row), view });
    }
    if (found.length > LIMITS.sorted) return undefined;
    if (step.next === undefined) return found;
    after = step.next;
    lookedAt += step.items.length;
  }
  return undefined;
}

/** The largest first; of equals the newest. */
function byAmount(of: string, rows: readonly Row[]): readonly Row[] {
  const amounts = new Map(rows.map((row) => [row, amountOf(of, row.view)]));
  const amount = (row: Row) => amounts.get(row) ?? 0n;
  return rows.toSorted((a, b) => (amount(a) === amount(b) ? 0 : amount(a) > amount(b) ? -1 : 1));
}

function amountOf(of: string, view: object): Fen {
  if (!isSorted(of)) throw new Error(`${of} is sorted by no amount`);
  const amounts = (AMOUNTS[of] as (view: object) => readonly (string | undefined)[])(view);
  return amounts.reduce((sum, text) => sum + (parseSum(text ?? '') ?? 0n), 0n);
}

function isSorted(of: string): of is keyof Shown {
  return of in AMOUNTS;
}

/** The day that is told of each, the last one first; of equals the newest. */
function byDate(rows: readonly Row[]): readonly Row[] {
  const day = ({ view }: Row) => String(Reflect.get(view, 'effectiveOn'));
  return rows.toSorted((a, b) => compare(day(b), day(a)));
}

function cut(rows: readonly Row[], limit: number): object {
  const items: object[] = [];
  let characters = 0;
  for (const { view } of rows) {
    if (items.length === limit || characters > MAX_CHARACTERS) break;
    items.push(view);
    characters += JSON.stringify(view).length;
  }
  const last = rows[items.length - 1];
  return items.length < rows.length && last !== undefined ? { items, next: writeCursor(last.id) } : { items };
}
