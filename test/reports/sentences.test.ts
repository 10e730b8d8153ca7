import { describe, expect, it } from 'vitest';
import { sentencesOf } from '../../shared/reports/sentences.ts';

const NOTHING = { invested: 0n, inKind: 0n, people: 0n, households: 0n, sites: 0n };

describe('the published sentence', () => {
  it('cuts to 万 and says 余 where something was cut', () => {
    const reach = { ...NOTHING, invested: 161_917_000n, people: 122_546n, households: 20_582n, sites: 535n };
    expect(sentencesOf(reach)).toEqual({
      zh: '累计投入161万余元，慰问服务覆盖12万余人次、2万余户次、535处。',
      en:
        'Invested in all: over 1.61 million yuan. ' +
        'Relief reached people over 120,000 times, households over 20,000 times and 535 sites.',
    });
  });

  it.each([
    [160_000_000n, '160万', '1.6 million'],
    [100_000_000n, '100万', '1 million'],
    [100_000_001n, '100万余', 'over 1 million'],
    [1_000_000n, '1万', '10,000'],
    [1_000_001n, '1万余', 'over 10,000'],
    [999_999n, '9999.99', '9,999.99'],
    [999_900n, '9999', '9,999'],
    [5n, '0.05', '0.05'],
    [0n, '0', '0'],
    [123_456_789_012n, '123456万余', 'over 1,234.56 million'],
    [-161_917_000n, '-161万余', 'over -1.61 million'],
    [-50n, '-0.50', '-0.50'],
  ])('says of %s fen %s元 and %s yuan', (invested, zh, en) => {
    expect(sentencesOf({ ...NOTHING, invested })).toEqual({
      zh: `累计投入${zh}元。`,
      en: `Invested in all: ${en} yuan.`,
    });
  });

  it.each([
    [9_999n, '9999', '9,999'],
    [10_000n, '1万', '10,000'],
    [10_001n, '1万余', 'over 10,000'],
    [120_000n, '12万', '120,000'],
    [1_000_000n, '100万', '1 million'],
  ])('says of %s people %s人次 and %s times', (people, zh, en) => {
    const { zh: chinese, en: english } = sentencesOf({ ...NOTHING, people });
    expect(chinese).toContain(`慰问服务覆盖${zh}人次。`);
    expect(english).toContain(`Relief reached people ${en} times.`);
  });

  it('tells goods in kind apart from what was invested', () => {
    expect(sentencesOf({ ...NOTHING, invested: 100n, inKind: 2_500_000n })).toEqual({
      zh: '累计投入1元，接收捐赠和调拨物资折价2万余元。',
      en: 'Invested in all: 1 yuan. Goods received in kind: over 20,000 yuan.',
    });
  });
});
