import { isLotId, type LotId } from './id.ts';

/**
 * Every state that money or goods can be in is an account. Inside an entry an account is written as its state and the
 * ordinals that tell it apart *within the document the entry is about*, so that an entry stays short and reads by
 * itself beside that document:
 *
 * | written            | means                                                                          |
 * |--------------------|--------------------------------------------------------------------------------|
 * | `source/f`         | where the money of funding line f comes from (outside)                         |
 * | `available/f`      | budget free to use                                                             |
 * | `committed/l/f`    | 已订未收: what line l of the purchase still has on order, on funding line f    |
 * | `spent/l/f`        | what line l brought that is no goods, on funding line f: freight, printing         |
 * | `stock/<lot>`      | in a warehouse                                                                 |
 * | `transit/p`        | on its way: part p of the consignment                                          |
 * | `held/p`           | 待处理: damaged or short, waiting for a decision                               |
 * | `unit/p`           | delivered with part p of the consignment                                       |
 * | `unit`             | money of the disbursement, at the unit                                         |
 * | `person`           | the benefit's, at the person                                                   |
 * | `loss/<lot>`       | lost in a count of that lot                                                    |
 * | `loss/p`           | written off from what was held of part p                                       |
 * | `giver`            | a donor or the level above, for goods in kind (outside)                        |
 * | `found`            | a count that found more (outside)                                              |
 * | `cash/f`           | money in hand of funding line f                                                |
 * | `supplier/f`       | paid for this purchase from funding line f                                     |
 *
 * f counts from 1 in the document's `refs.fundingLines`; p in the transfers of the dispatch. A lot is named in full.
 */
export type Account =
  | { readonly state: 'source' | 'available' | 'cash' | 'supplier'; readonly fundingLine: number }
  | { readonly state: 'committed' | 'spent'; readonly line: number; readonly fundingLine: number }
  | { readonly state: 'stock'; readonly lot: LotId }
  | { readonly state: 'transit' | 'held'; readonly part: number }
  | { readonly state: 'unit'; readonly part?: number }
  | { readonly state: 'loss'; readonly lot: LotId }
  | { readonly state: 'loss'; readonly part: number }
  | { readonly state: 'person' | 'giver' | 'found' };

export type State = Account['state'];

export const available = (fundingLine: number): Account => ({ state: 'available', fundingLine });
export const cash = (fundingLine: number): Account => ({ state: 'cash', fundingLine });
export const source = (fundingLine: number): Account => ({ state: 'source', fundingLine });
export const supplier = (fundingLine: number): Account => ({ state: 'supplier', fundingLine });
export const committed = (line: number, fundingLine: number): Account => ({ state: 'committed', line, fundingLine });
export const spent = (line: number, fundingLine: number): Account => ({ state: 'spent', line, fundingLine });
export const stock = (lot: LotId): Account => ({ state: 'stock', lot });
export const transit = (part: number): Account => ({ state: 'transit', part });
export const held = (part: number): Account => ({ state: 'held', part });
export const delivered = (part: number): Account => ({ state: 'unit', part });
export const countLoss = (lot: LotId): Account => ({ state: 'loss', lot });
export const writtenOff = (part: number): Account => ({ state: 'loss', part });
export const unitMoney: Account = { state: 'unit' };
export const person: Account = { state: 'person' };
export const giver: Account = { state: 'giver' };
export const found: Account = { state: 'found' };

/** The text of an account as it stands in an entry. */
export function writeAccount(account: Account): string {
  switch (account.state) {
    case 'committed':
    case 'spent':
      return `${account.state}/${account.line}/${account.fundingLine}`;
    case 'stock':
      return `stock/${account.lot}`;
    case 'loss':
      return 'lot' in account ? `loss/${account.lot}` : `loss/${account.part}`;
    case 'transit':
    case 'held':
      return `${account.state}/${account.part}`;
    case 'unit':
      return account.part === undefined ? 'unit' : `unit/${account.part}`;
    case 'person':
    case 'giver':
    case 'found':
      return account.state;
    default:
      return `${account.state}/${account.fundingLine}`;
  }
}

const ORDINAL = /^[1-9]\d{0,2}$/;

/** Reads what `writeAccount` wrote; `undefined` for anything else. */
export function readAccount(text: string): Account | undefined {
  const [state, first, second, ...rest] = text.split('/');
  if (rest.length > 0) return undefined;
  if (state === 'committed' || state === 'spent') {
    return first !== undefined && second !== undefined && ORDINAL.test(first) && ORDINAL.test(second)
      ? { state, line: Number(first), fundingLine: Number(second) }
      : undefined;
  }
  if (second !== undefined) return undefined;
  if (first === undefined) {
    return state === 'unit' || state === 'person' || state === 'giver' || state === 'found' ? { state } : undefined;
  }
  if (isLotId(first)) {
    if (state === 'stock') return stock(first);
    return state === 'loss' ? countLoss(first) : undefined;
  }
  if (!ORDINAL.test(first)) return undefined;
  const ordinal = Number(first);
  switch (state) {
    case 'source':
    case 'available':
    case 'cash':
    case 'supplier':
      return { state, fundingLine: ordinal };
    case 'transit':
    case 'held':
      return { state, part: ordinal };
    case 'unit':
      return delivered(ordinal);
    case 'loss':
      return writtenOff(ordinal);
    default:
      return undefined;
  }
}

/** Which of the two chains of a funding line a transfer belongs to: it is the cash chain's where one end is cash. */
export type Chain = 'budget' | 'cash';
