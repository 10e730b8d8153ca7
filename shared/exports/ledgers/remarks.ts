import type { Entry } from '../../domain/entry.ts';
import type { Id } from '../../domain/id.ts';
import { voucherNumber } from '../../domain/voucher.ts';
import type { Register } from '../../reports/register.ts';

/** The parts of a 备注 that there are, in their order. */
export function joined(...parts: readonly (string | null | undefined)[]): string | null {
  const said = parts.filter((part) => part !== null && part !== undefined && part !== '');
  return said.length === 0 ? null : said.join('；');
}

/** What its writer noted, why a separation of duties or a plan was set aside, and which closed month it belongs to. */
export function remarksOf({ note, exception, belongsTo }: Entry): string | null {
  const late = belongsTo && `补记${belongsTo.month}：${belongsTo.reason}`;
  return joined(note, exception && `例外：${exception.reason}`, late);
}

/** 冲销 000123: which entry a reversal reverses, by its place in the log. */
export function reversing(index: number | undefined): string {
  return index === undefined ? '冲销' : `冲销 ${voucherNumber(index)}`;
}

/** 规格型号: what is bought by its spec and its grade, so that no grade is ever taken for another. */
export function specOf(item: Id, register: Register): string | null {
  const known = register.find('item', item);
  return [known?.spec, known?.grade].filter((part) => part !== undefined).join(' ') || null;
}
