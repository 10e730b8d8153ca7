import { dateInShanghai, dayBefore, daysAfter, daysBetween, isCalendarDate } from '../../shared/domain/calendar.ts';
import type { Filter } from '../list/filter.ts';
import { useWords } from '../words/words.tsx';
import { trailWords } from './trail-words.ts';
import type { zh } from './zh.ts';

/** So many days before it expires a lot is told to. */
const SOON_DAYS = 30;
const LATER_DAYS = 90;

/** The day on which a lot expires; in words where that has passed or is soon. */
export function Expiry({ on, today }: { readonly on: string | undefined; readonly today: string }) {
  const { stock: words } = useWords(trailWords);
  if (on === undefined) return null;
  const days = daysBetween(today, on);
  return (
    <>
      {on}
      {days < 0 && <strong className="expired"> {words.expired}</strong>}
      {days >= 0 && days <= SOON_DAYS && <span className="expires-soon"> {words.left(days)}</span>}
    </>
  );
}

/** The first to expire goes first; what never does, last. Lots that expire together stay as they are. */
export function byExpiry<L extends { readonly expiresOn?: string | undefined }>(lots: readonly L[]): readonly L[] {
  const dayOf = ({ expiresOn = '9999-12-31' }: L) => expiresOn;
  return lots.toSorted((a, b) => (dayOf(a) === dayOf(b) ? 0 : dayOf(a) < dayOf(b) ? -1 : 1));
}

/** What expires by a day: what has, what will soon, and whatever day stands in the address. */
export function expiryFilter({ stock: words }: Pick<typeof zh, 'stock'>, asked: string | undefined): Filter {
  const today = dateInShanghai(Date.now());
  const choices: [string, string][] = [
    [dayBefore(today), words.expired],
    ...[SOON_DAYS, LATER_DAYS].map((days): [string, string] => [daysAfter(today, days), words.within(days)]),
  ];
  const isOther = asked !== undefined && isCalendarDate(asked) && !choices.some(([day]) => day === asked);
  return {
    name: 'expiresBy',
    label: words.expiry,
    choices: isOther ? [...choices, [asked, words.by(asked)]] : choices,
  };
}
