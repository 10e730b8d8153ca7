import type { CalendarDate } from '../../domain/calendar.ts';
import type { Id } from '../../domain/id.ts';
import type { Register } from '../../reports/register.ts';
import type { Selection } from '../../reports/selection.ts';
import type { HeadLine } from '../files/sheet.ts';
import type { Heading } from './fold.ts';

/**
 * What stands above every ledger: whose it is, what it is of, and the checkpoint that it is a function of. Names are
 * those of the last day of its period.
 */
export function headOf(heading: Heading, selection: Selection, whole: Register): HeadLine[] {
  const { fundingLine, unit, below, item, from, to } = selection;
  const register = to === undefined ? whole : whole.on(to);
  const named = (id: Id): string => {
    const { code, name } = register.named(id);
    return code === name ? name : `${code} ${name}`;
  };
  return [
    { label: '编制单位', text: heading.union },
    { label: '专项资金', text: fundingLine === undefined ? '全部' : named(fundingLine) },
    ...(unit === undefined
      ? []
      : [{ label: '接收单位', text: `${named(unit)}${below ? '及其下级(以各单据开具之日为准)' : ''}` }]),
    ...(item === undefined ? [] : [{ label: '物资', text: named(item) }]),
    { label: '期间', text: periodOf(from, to) },
    { label: '校验点', text: `size=${heading.asOf.size} root=${heading.asOf.root}` },
    { label: '单位', text: '元' },
  ];
}

function periodOf(from: CalendarDate | undefined, to: CalendarDate | undefined): string {
  if (from === undefined) return to === undefined ? '自始至今' : `自始至 ${to}`;
  return to === undefined ? `${from} 至今` : `${from} 至 ${to}`;
}
