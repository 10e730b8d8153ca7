import { type CalendarDate, isCalendarDate } from './calendar.ts';

/** What somebody typed into the field of a date: the date, nothing, or what is wrong with it. */
export type DateTyped = { readonly date: CalendarDate | undefined } | { readonly wrong: 'form' | 'no-such-date' };

const FORM = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))$/;
/** Dashes as keyboards and other programs write them. */
const DASHES = /[‐‑‒–—―−]/g;

/** Reads 2020-12-30, 2020/12/30, 2020.12.30, 2020年12月30日 and 20201230, in any width. */
export function readDateTyped(text: string): DateTyped {
  const typed = text.normalize('NFKC').replace(DASHES, '-').replaceAll(/\s/g, '');
  if (typed === '') return { date: undefined };
  const found = FORM.exec(typed);
  if (found === null) return { wrong: 'form' };
  const [year = '', , ...parts] = found.slice(1);
  const [month = '', day = ''] = parts.filter((part) => part !== undefined);
  const date = [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-');
  return isCalendarDate(date) ? { date } : { wrong: 'no-such-date' };
}

/** Whether nothing that could follow would still be of the same date: it need not be waited for. */
export function isWholeDate(text: string): boolean {
  return (text.normalize('NFKC').match(/\d/g) ?? []).length === 8;
}
