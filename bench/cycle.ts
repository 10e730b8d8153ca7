import type { Id } from '../shared/domain/id.ts';
import { buyer, coordinator, keeper, literalId, type Post, treasurer } from './post.ts';

/**
 * What the throughput is measured on: order → accept → dispatch → confirm, the whole way of one item to one unit. Each
 * client has a unit and an item of its own. Two clients at one lot would only measure who has to decide again, and what
 * is replayed by the bare SDK carries fixed versions: it cannot decide again at all.
 */

export const CLIENTS = 16;
export const LINES = 64;

/** Nobody's limit in any run: what one cycle commits, a million times. */
const APPROPRIATED = '1200000000.00';
const QUANTITY = 240;
const AMOUNT = '1200.00';
const DAY = '2020-12-28';

export const DISTRICT = literalId(0x10);
export const SUPPLIER = literalId(0x11);
export const WAREHOUSE = literalId(0x16);
export const unitOf = (client: number): Id => literalId(0x100 + client);
/** Beyond those of the demonstration. */
export const codeOf = (client: number): string => `SY-${100 + client}`;
export const itemOf = (client: number): Id => literalId(0x200 + client);
export const lineOf = (line: number): Id => literalId(0x300 + line);

/** Everything the cycles need, in the order in which it has to be posted. */
export function preparation(clients: number, lines: number): Post[] {
  const register = (path: Post['path'], key: Id, body: object): Post => ({ person: treasurer, path, key, body });
  const upTo = (count: number, posts: (at: number) => Post[]) => Array.from({ length: count }, (_, at) => posts(at));
  return [
    register('/api/suppliers', SUPPLIER, { name: '供货商' }),
    register('/api/warehouses', WAREHOUSE, { code: 'CK-1', name: '一号库' }),
    register('/api/units', DISTRICT, { code: 'SY', name: '顺义区总工会' }),
    ...upTo(clients, (at) => [
      register('/api/units', unitOf(at), { code: codeOf(at), name: `街道总工会 ${at}`, parent: DISTRICT }),
      register('/api/items', itemOf(at), { code: `KZ-${at}`, name: `一次性医用口罩 ${at}`, baseMeasure: '只' }),
    ]).flat(),
    ...upTo(lines, (at) => [
      register('/api/funding-lines', lineOf(at), { code: `FY-${at}`, name: `防疫专项资金 ${at}`, basis: [] }),
      register(`/api/funding-lines/${lineOf(at)}/appropriations`, literalId(0x400 + at), {
        amount: APPROPRIATED,
        effectiveOn: DAY,
        source: '区总工会',
      }),
    ]).flat(),
  ];
}

/** The four keys of a cycle; the first and the third also name the purchase and the consignment. */
export interface CycleKeys {
  readonly order: Id;
  readonly acceptance: Id;
  readonly dispatch: Id;
  readonly confirmation: Id;
}

export const POSTS_OF_A_CYCLE = 4;

/** No answer is needed to go on: the client makes all ids, and everything ordered is accepted and sent on. */
export function cycle(client: number, line: number, keys: CycleKeys): Post[] {
  const { order, acceptance, dispatch, confirmation } = keys;
  const item = itemOf(client);
  return [
    {
      person: buyer,
      path: '/api/purchases',
      key: order,
      body: {
        supplier: SUPPLIER,
        effectiveOn: DAY,
        lines: [{ item, quantity: QUANTITY, amount: AMOUNT, fundingLine: lineOf(line) }],
      },
    },
    {
      person: keeper,
      path: `/api/purchases/${order}/acceptances`,
      key: acceptance,
      body: { warehouse: WAREHOUSE, effectiveOn: DAY, lines: [{ line: 1, good: QUANTITY }] },
    },
    {
      person: keeper,
      path: '/api/consignments',
      key: dispatch,
      body: { unit: unitOf(client), warehouse: WAREHOUSE, effectiveOn: DAY, lines: [{ item, quantity: QUANTITY }] },
    },
    {
      person: coordinator,
      path: `/api/consignments/${dispatch}/confirmation`,
      key: confirmation,
      body: { effectiveOn: DAY, lines: [{ line: 1, good: QUANTITY }], signatory: '签收人', people: 240 },
    },
  ];
}
