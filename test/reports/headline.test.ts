import { describe, expect, it } from 'vitest';
import { Cube } from '../../shared/reports/cube.ts';
import { headline } from '../../shared/reports/headline.ts';
import { told, winter } from './winter.ts';

const office = await winter();
const { postings } = await told(office);
const [LINE_A, LINE_B] = [office.id('line'), office.id('line-2')];

describe('the headline', () => {
  it('counts as invested what is neither given back nor available nor on order', () => {
    const { entries: _entries, ...figures } = headline(Cube.of(postings), {});
    expect(figures).toEqual({
      invested: '535.00',
      goodsDelivered: '75.00',
      disbursed: '150.00',
      benefits: '60.00',
      inKind: '40.00',
      inKindDelivered: '16.00',
      people: 15,
      households: 4,
      sites: 2,
      units: 1,
      sentences: {
        zh: '累计投入535元，接收捐赠和调拨物资折价40元，慰问服务覆盖15人次、4户次、2处。',
        en:
          'Invested in all: 535 yuan. Goods received in kind: 40 yuan. ' +
          'Relief reached people 15 times, households 4 times and 2 sites.',
      },
    });
  });

  it('takes one funding line alone, with the coverage of what moved its goods or money', () => {
    expect(headline(Cube.of(postings), { fundingLine: LINE_A })).toMatchObject({
      invested: '385.00',
      people: 10,
      sites: 0,
    });
    expect(headline(Cube.of(postings), { fundingLine: LINE_B })).toMatchObject({
      invested: '150.00',
      people: 15,
      sites: 2,
    });
  });

  it('takes a period by the dates of effect, both days included', () => {
    const during = (from: string, to: string) => headline(Cube.of(postings, { from, to }), { from, to });
    const undone = { month: '2021-01', invested: '30.00', disbursed: '30.00', people: 3 };
    const first = during('2021-01-07', '2021-01-07');
    expect(first).toMatchObject({ invested: '30.00', people: 3, units: 1, laterEffects: [undone] });
    expect(first).not.toHaveProperty('undoneEarlier');
    const second = during('2021-01-08', '2021-01-08');
    expect(second).toMatchObject({ invested: '0.00', people: 0, units: 0, undoneEarlier: [undone] });
    expect(second.sentences).toEqual({
      zh: '累计投入0元。另更正1月：减少投入30元、3人次。',
      en: 'Invested in all: 0 yuan. Corrections to January: 30 yuan less invested and 3 fewer people reached.',
    });
    const both = during('2021-01-07', '2021-01-08');
    expect(both).toMatchObject({ invested: '0.00', people: 0 });
    expect(both).not.toHaveProperty('undoneEarlier');
  });

  it('says nothing of an empty ledger but zeros', () => {
    expect(headline(Cube.of([]), {})).toMatchObject({ invested: '0.00', units: 0, sentences: { zh: '累计投入0元。' } });
  });
});
