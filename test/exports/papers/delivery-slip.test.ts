import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { amendItem, amendPlan, amendUnit, amendWarehouse } from '../../../shared/commands/registry.ts';
import { readSlipCode } from '../../../shared/domain/slip-code.ts';
import { deliverySlip } from '../../../shared/exports/papers/delivery-slip.ts';
import { Register } from '../../../shared/reports/register.ts';
import { ADDRESS, consigned, consignedIn, dispatched, FIVE, TWENTY } from './consignments.ts';
import { expectSelfContained, tagsOf, textOf } from './page.ts';

const CONSIGNED = await consigned(FIVE);
const LEAF = createHash('sha256').update('\0').update(CONSIGNED.canonical).digest('base64url');
const DISPATCH = CONSIGNED.sealed.entry.id;
const CODE = `${ADDRESS}#${DISPATCH}.${LEAF}`;

describe('a delivery slip', () => {
  it('says who sends what to whom, under which numbers', async () => {
    const text = textOf(deliverySlip(await consigned(FIVE, { plan: '冬季送温暖', note: '请于当日清点。' })));
    const said = ['示例区总工会', '发放单', 'FF-000011', '000011', '2020年12月8日', '示例镇总工会（SY-02）'];
    for (const words of [...said, '应急物资总库（CK-01）', '冬季送温暖（2020-7）', '请于当日清点。']) {
      expect(text.split('\n')).toContain(words);
    }
  });

  it('lists each line by name, spec and grade, in the base measure and before it in the packs it was sent in', () => {
    const rows = deliverySlip(CONSIGNED).match(/<tr><td class="c">\d+.*<\/tr>/g) ?? [];
    expect(rows.map((row) => textOf(row).trim().split('\n'))).toEqual([
      ['1', '暖贴', '10片/包', '包', '20 箱 (4,800 包)'],
      ['2', '医用外科口罩', '50只/盒 YY 0469', '盒', '400'],
      ['3', '防护口罩', '折叠式 KN95', '只', '1,200'],
      ['4', '免洗手消毒凝胶', '500 mL', '瓶', '96'],
      ['5', '方便面', '桶装 12桶/箱', '桶', '360'],
    ]);
  });

  it('leaves room for what arrived, for the signatures and for the seal', () => {
    const html = deliverySlip(CONSIGNED);
    const titles = html.match(/<th\b[^>]*>[^<]*/g) ?? [];
    expect(titles.map((title) => title.replace(/<[^>]*>/, ''))).toEqual(
      ['序号', '物资名称', '规格型号', '单位', '数量', '签收时填写', '备注'].concat('实收', '破损', '短少', '拒收'),
    );
    expect(html.match(/(<td><\/td>){5}<\/tr>/g)).toHaveLength(5);
    const lines = textOf(html).split('\n');
    for (const label of ['承运人', '发放人', '签收人', '公章']) expect(lines).toContain(label);
    expect(lines).toContain(' 张三');
  });

  it('names the checkpoint that it is made as of', () => {
    const text = textOf(deliverySlip(CONSIGNED));
    expect(text).toContain('前 300 条分录');
    expect(text).toContain('hOE+weA3FVrmGXV1mbLNIa2lpWXg/ZsxOcDDxsG4rak=');
  });

  it('shows no price', () => {
    const text = textOf(deliverySlip(CONSIGNED)).replace(CODE, '');
    expect(text).not.toMatch(/元|价|金额|\d\.\d\d(?!\d)/);
    const values = CONSIGNED.sealed.entry.transfers.map(({ value }) => String(value));
    for (const value of values) expect(text).not.toContain(value.slice(0, -2));
  });

  it('carries one code, of the address, the entry and the hash of its bytes', () => {
    const html = deliverySlip(CONSIGNED);
    expect(html.match(/<svg/g)).toHaveLength(1);
    expect(textOf(html).split('\n')).toContain(CODE);
    expect(readSlipCode(CODE)).toEqual({ address: ADDRESS, entry: DISPATCH, leaf: LEAF });
  });

  it('draws that code module by module, with the quiet zone the standard asks for', () => {
    const { size, modules } = modulesOf(deliverySlip(CONSIGNED));
    const expected = encode(CODE, { ecc: 'M', border: 4 });
    expect(size).toBe(expected.size);
    expect(modules).toEqual(expected.data);
    expect(expected.data.slice(0, 4).flat()).not.toContain(true);
  });

  it('runs nothing, asks for nothing, and leaves the font to the reader', () => {
    const html = deliverySlip(CONSIGNED);
    expectSelfContained(html);
    expect(html).toContain('<html lang="zh-CN">');
    expect(html).toContain('@page{size:A4 portrait');
    for (const font of ['Microsoft YaHei', 'PingFang SC', 'Songti SC', 'Noto Sans CJK SC', 'HarmonyOS Sans SC']) {
      expect(html).toContain(`"${font}"`);
    }
  });

  it('takes no markup from anybody', async () => {
    const hostile = fc.constantFrom(
      '</style><script>alert(1)</script>',
      '"><svg onload=x>',
      `' x='`,
      '<!--',
      '&lt;',
      '\0',
    );
    const words = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), hostile);
    const line = fc.tuple(words, words, words).map(([name, spec, baseMeasure]) => ({
      item: { name, spec, baseMeasure, packs: [{ measure: `${baseMeasure}<b>`, of: 3n }] },
      count: 1n,
      measure: `${baseMeasure}<b>`,
      parts: [3n],
    }));
    const around = fc.record({ union: words, unit: words, warehouse: words, plan: words, subject: words, note: words });
    const box = { name: '暖贴', baseMeasure: '片', packs: [{ measure: '箱', of: 3n }] };
    const harmless = await consigned([{ item: box, count: 1n, measure: '箱', parts: [3n] }], { plan: '', note: '' });
    const tags = tagsOf(deliverySlip(harmless));
    await fc.assert(
      fc.asyncProperty(line, around, async (one, said) => {
        const html = deliverySlip({ ...(await consigned([one], said)), canonical: harmless.canonical });
        expect(tagsOf(html)).toEqual(tags);
        expect(html.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
      }),
    );
  });

  it('shows what cannot be printed as such, and not what it would do to the rest', async () => {
    const html = deliverySlip(await consigned(FIVE, { unit: '甲\u202e乙' }));
    expect(html).toContain('甲\ufffd乙');
  });

  it('has a row for each of twenty lines', async () => {
    expect(deliverySlip(await consigned(TWENTY)).match(/<tr><td class="c">/g)).toHaveLength(20);
  });

  it('is made of a dispatch only', async () => {
    const office = await dispatched(FIVE);
    const sealed = { ...CONSIGNED.sealed, entry: await office.entry('gift') };
    expect(() => deliverySlip({ ...CONSIGNED, sealed })).toThrow('made of a dispatch, not of a receipt');
  });

  it('calls things as they were called on its day, whenever it is made', async () => {
    const office = await dispatched(FIVE.slice(0, 1), { plan: '冬季送温暖' });
    const slip = deliverySlip(await consignedIn(office));
    office.now += 400 * 86_400_000;
    const reason = '更名';
    const as = { subject: 'treasurer-1', roles: ['treasurer'] } as const;
    await office.post(as, amendUnit, { name: '示例街道总工会', reason }, { on: 'unit' });
    await office.post(as, amendWarehouse, { name: '中心库', reason }, { on: 'store' });
    await office.post(as, amendPlan, { title: '春节送温暖', reason }, { on: 'plan' });
    const packs = [{ measure: '箱', of: 12n }];
    await office.post(as, amendItem, { name: '暖身贴', spec: '大号', packs, reason }, { on: 'item-0' });
    const later = await consignedIn(office);
    const { postings } = await office.journal.whole();
    expect(deliverySlip(later)).toBe(slip);
    // Names of later days are known to whoever made the paper, and are not those of its day.
    expect(deliverySlip({ ...later, register: new Register(postings) })).toBe(slip);
  });

  it('is not made as of a checkpoint that ends before the dispatch', () => {
    const asOf = { ...CONSIGNED.asOf, size: 10 };
    expect(() => deliverySlip({ ...CONSIGNED, asOf })).toThrow('10 entries does not include place 10');
  });

  it('is not made for an address that its code could not name', () => {
    expect(() => deliverySlip({ ...CONSIGNED, address: 'https://a.example/log/' })).toThrow(/trailing slash/);
  });
});

/** The modules that an SVG's path fills. */
function modulesOf(html: string): { size: number; modules: boolean[][] } {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(html)?.[1]);
  const modules = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y, length] of html.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    modules[Number(y)]!.fill(true, Number(x), Number(x) + Number(length));
  }
  return { size, modules };
}
