import { describe, expect, it } from 'vitest';
import { initialsOf } from '../../shared/domain/initials.ts';

describe('the initials of a name', () => {
  it.each([
    ['重庆', ['ZQ', 'CQ']],
    ['长春', ['CC', 'ZC']],
    ['厦门', ['XM', 'SM']],
    ['行政', ['XZ', 'HZ']],
    ['银行', ['YH', 'YX']],
    ['会计', ['HJ', 'KJ']],
    ['朝阳', ['CY', 'ZY']],
    ['调拨', ['DB', 'TB']],
    ['番禺', ['FY', 'PY']],
  ])('are there in every reading: %s', (name, initials) => {
    expect([...initialsOf(name)].sort()).toEqual([...initials].sort());
  });

  it('begin where the collation by pinyin has the first character of each letter', () => {
    const first = '吖丷嚓咑妸发旮哈丌咔垃呣拏喔妑七呥仨他屲夕丫帀';
    expect(initialsOf(first)).toEqual(['ABCDEFGHJKLMNOPQRSTWXYZ']);
    const last = '鏊簿错跺贰馥过蠖竣廓雒穆糯沤曝群箬锁箨鋈蕈蕴酢';
    expect(initialsOf(last)[0]).toBe('ABCDEFGHJKLMNOPQRSTWXYZ');
  });

  it('are what letters and digits are themselves, and nothing of what has no reading', () => {
    expect(initialsOf('N95口罩(成人)·2号')).toEqual(['N95KZCR2H']);
    expect(initialsOf('高丽营镇 A-1')).toEqual(['GLYZA1']);
    expect(initialsOf('(·)-')).toEqual([]);
    expect(initialsOf('')).toEqual([]);
  });

  it('are at most eight, however many characters may be read in two ways', () => {
    const ways = initialsOf('重'.repeat(100));
    expect(ways.length).toBeLessThanOrEqual(8);
    expect(new Set(ways.map((way) => way.length))).toEqual(new Set([100]));
  });
});
