import type { AnyCommand } from '../../../shared/commands/command.ts';
import { dispatch } from '../../../shared/commands/dispatch.ts';
import { receiveInKind } from '../../../shared/commands/receive-in-kind.ts';
import {
  openFundingLine,
  registerItem,
  registerPlan,
  registerUnit,
  registerWarehouse,
} from '../../../shared/commands/registry.ts';
import type { ItemFields } from '../../../shared/domain/registry.ts';
import type { Consigned } from '../../../shared/exports/papers/consigned.ts';
import { People } from '../../../shared/reports/people.ts';
import { Register } from '../../../shared/reports/register.ts';
import { type Circumstances, TestOffice } from '../../commands/office.ts';

/** Consignments to make papers of, each dispatched by the commands in a ledger of its own. */

export const UNION = '示例区总工会';
export const ADDRESS = 'https://nuanzhang.example/api/log';
export const ROOT = Buffer.from('hOE+weA3FVrmGXV1mbLNIa2lpWXg/ZsxOcDDxsG4rak=', 'base64');

/** 2020-12-08 09:00 in Shanghai. */
const MORNING = Date.UTC(2020, 11, 8, 1);
const DAY = '2020-12-08';

export interface Line {
  readonly item: Partial<Omit<ItemFields, 'minimum'>>;
  /** Of `measure`, else of the base measure. */
  readonly count: bigint;
  readonly measure?: string;
  /** Of the base measure, as the lots give it. */
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

/** What one of the base measure is worth, which must not stand on any paper: 37.91 yuan. */
const WORTH = 3_791n;

/** An office that has dispatched those lines, as `sent`. */
export async function dispatched(lines: readonly Line[], words: Words = {}): Promise<TestOffice> {
  const { subject = '张三', plan, note } = words;
  const office = new TestOffice();
  office.now = MORNING;
  const treasurer = { subject: 'treasurer-1', roles: ['treasurer'] } as const;
  const keeper = { subject, roles: ['keeper'] } as const;
  const post = async <B>(
    command: AnyCommand<B>,
    body: B,
    named: Circumstances,
    by: typeof treasurer | typeof keeper,
  ) => {
    const answer = await office.ask(by, command, body, named);
    if ('refusal' in answer) throw new Error(`${answer.refusal} for ${named.as}`);
  };
  await post(registerUnit, { code: 'SY-02', name: words.unit ?? '示例镇总工会' }, { as: 'unit' }, treasurer);
  await post(registerWarehouse, { code: 'CK-01', name: words.warehouse ?? '应急物资总库' }, { as: 'store' }, treasurer);
  const decision = { number: '2020-7', decidedOn: '2020-12-01', title: plan ?? '冬季送温暖', lines: [] };
  await post(registerPlan, decision, { as: 'plan' }, treasurer);
  await post(openFundingLine, { code: 'A', name: '防疫专项', basis: [] }, { as: 'line' }, treasurer);
  const items = lines.map((_, at) => office.id(`item-${at}`));
  for (const [at, { item }] of lines.entries()) {
    const fields = { code: `W${at}`, name: '', baseMeasure: '', packs: [], ...item };
    await post(registerItem, fields, { as: `item-${at}` }, treasurer);
  }
  const given = lines.flatMap(({ parts }, at) =>
    parts.map((quantity) => ({ item: items[at]!, quantity, value: quantity * WORTH })),
  );
  const about = { warehouse: office.id('store'), effectiveOn: DAY };
  const gift = { ...about, kind: 'donation', giver: '爱心企业', fundingLine: office.id('line'), lines: given } as const;
  await post(receiveInKind, gift, { as: 'gift' }, keeper);
  const consignment = {
    ...about,
    unit: office.id('unit'),
    ...(plan === undefined ? {} : { plan: office.id('plan') }),
    ...(note === undefined ? {} : { note }),
    // The plan names nobody, and is there to be printed.
    exception: { reason: '应急发放' },
    lines: lines.map(({ count, measure }, at) => ({
      item: items[at]!,
      quantity: count,
      ...(measure === undefined ? {} : { measure }),
    })),
  };
  await post(dispatch, consignment, { as: 'sent' }, keeper);
  return office;
}

/** What papers of the dispatch `sent` are made from, whatever else was recorded since. */
export async function consignedIn(office: TestOffice, words: Words = {}): Promise<Consigned> {
  const { union = UNION, address = ADDRESS } = words;
  const { postings } = await office.journal.whole();
  const index = postings.findIndex(({ entry }) => entry.id === office.id('sent'));
  const stored = (await office.ledger.read([{ row: 'entry', id: office.id('sent') }])).entry(office.id('sent'));
  return {
    union,
    address,
    sealed: { ...postings[index]!, index },
    canonical: Buffer.from(stored?.canonical ?? ''),
    asOf: { size: 300, root: ROOT },
    register: new Register(postings.slice(0, index + 1)),
    called: (doer) => new People().called(doer, new Map()),
  };
}

export async function consigned(lines: readonly Line[], words: Words = {}): Promise<Consigned> {
  return consignedIn(await dispatched(lines, words), words);
}
