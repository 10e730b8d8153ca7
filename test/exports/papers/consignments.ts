import { stock, transit } from '../../../shared/domain/account.ts';
import type { Entry, Envelope } from '../../../shared/domain/entry.ts';
import { type Id, lotId } from '../../../shared/domain/id.ts';
import type { ItemFields } from '../../../shared/domain/registry.ts';
import type { Consigned } from '../../../shared/exports/papers/consigned.ts';
import { People } from '../../../shared/reports/people.ts';
import { Register } from '../../../shared/reports/register.ts';
import { encodeEntry } from '../../../shared/schemas/entry.ts';
import { at, id, postingsOf, registration, transfer } from '../../reports/entries.ts';

/** Consignments to make papers of, each the last entry of a small ledger of its own. */

export const UNION = '示例区总工会';
export const ADDRESS = 'https://nuanzhang.example/api/log';
export const ROOT = Buffer.from('hOE+weA3FVrmGXV1mbLNIa2lpWXg/ZsxOcDDxsG4rak=', 'base64');

export interface Line {
  readonly item: Partial<ItemFields>;
  /** Of `measure`, else of the base measure. */
  readonly count: bigint;
  readonly measure?: string;
  /** Of the base measure, as the lots gave it. */
  readonly parts: readonly bigint[];
}

export interface Words {
  readonly union?: string;
  readonly address?: string;
  readonly unit?: string;
  readonly warehouse?: string;
  readonly plan?: string;
  readonly subject?: string;
  readonly note?: string;
}

export const FIVE: readonly Line[] = [
  {
    item: { name: '暖贴', spec: '10片/包', baseMeasure: '包', packs: [{ measure: '箱', of: 240n }] },
    count: 20n,
    measure: '箱',
    parts: [3_000n, 1_800n],
  },
  { item: { name: '医用外科口罩', spec: '50只/盒', grade: 'YY 0469', baseMeasure: '盒' }, count: 400n, parts: [400n] },
  { item: { name: '防护口罩', spec: '折叠式', grade: 'KN95', baseMeasure: '只' }, count: 1_200n, parts: [1_200n] },
  { item: { name: '免洗手消毒凝胶', spec: '500 mL', baseMeasure: '瓶' }, count: 96n, parts: [96n] },
  { item: { name: '方便面', spec: '桶装 12桶/箱', baseMeasure: '桶' }, count: 360n, parts: [360n] },
];

export const TWENTY: readonly Line[] = Array.from({ length: 20 }, (_, at) => FIVE[at % FIVE.length]!);

/** A unit price that stands in every transfer, and must not stand on any paper: 37.91 yuan. */
const PRICE = 3_791n;

const UNIT = id(1);
const WAREHOUSE = id(2);
const PLAN = id(3);
const FUNDING_LINE = id(4);
const RECEIPT = id(5);
const itemId = (line: number): Id => id(100 + line);
export const DISPATCH = id(99);

export function consigned(lines: readonly Line[], words: Words = {}): Consigned {
  const { union = UNION, address = ADDRESS, subject = '张三', plan, note } = words;
  const lots = lines.flatMap(({ parts }, at) => parts.map((quantity) => ({ line: at + 1, quantity })));
  const ledger: Entry[] = [
    at(1, registration('unit', { code: 'SY-02', name: words.unit ?? '示例镇总工会' })),
    at(2, registration('warehouse', { code: 'CK-01', name: words.warehouse ?? '应急物资总库' })),
    at(3, registration('plan', { number: '2020-7', decidedOn: '2020-12-01', title: plan ?? '冬季送温暖', lines: [] })),
    at(4, registration('fundingLine', { code: 'A', name: '防疫专项', basis: [] })),
    ...lines.map(({ item }, line) =>
      at(101 + line, registration('item', { code: `W${line}`, name: '', baseMeasure: '', packs: [], ...item })),
    ),
    at(5, {
      kind: 'receipt',
      effectiveOn: '2020-12-05',
      refs: { fundingLines: [FUNDING_LINE], warehouse: WAREHOUSE },
      facts: { kind: 'donation', giver: '爱心企业', lots: lots.map(({ line }) => ({ item: itemId(line) })) },
      transfers: [],
    }),
  ];
  const envelope: Partial<Envelope> = {
    actor: { subject, role: 'keeper' },
    ...(note === undefined ? {} : { note }),
  };
  const dispatch = at(
    99,
    {
      kind: 'dispatch',
      effectiveOn: '2020-12-08',
      refs: { unit: UNIT, warehouse: WAREHOUSE, ...(plan === undefined ? {} : { plan: PLAN }) },
      facts: {
        lines: lines.map(({ count, measure }, line) => ({
          item: itemId(line + 1),
          quantity: count,
          ...(measure === undefined ? {} : { measure }),
        })),
        parts: lots.map(({ line }) => line),
      },
      transfers: lots.map(({ quantity }, part) =>
        transfer(stock(lotId(RECEIPT, part + 1)), transit(part + 1), quantity * PRICE, quantity),
      ),
    },
    envelope,
  );
  const postings = postingsOf([...ledger, dispatch]);
  const sealed = { ...postings.at(-1)!, index: 122 };
  return {
    union,
    address,
    sealed,
    canonical: Buffer.from(encodeEntry(dispatch)),
    asOf: { size: 300, root: ROOT },
    register: new Register(postings),
    called: (doer) => new People().called(doer, new Map()),
  };
}
