import type { zh } from './zh.ts';

export const en: typeof zh = {
  title: {
    consignment: (number: string) => `Withdraw consignment ${number}`,
    purchase: (number: string) => `Withdraw purchase ${number}`,
  },
  unnumbered: '(to be sealed)',
  note: 'What was recorded wrong is withdrawn by who recorded it, within 24 hours and while nothing followed. That is a voucher too, and the first one stays in the ledger',
  goods: 'What is withdrawn',
  until: (when: string) => `Can be withdrawn until ${when}`,
  reason: 'Why it is withdrawn',
  remark: 'Note (may stay empty)',
  book: 'Withdraw',
  back: { consignment: 'See the consignment', purchase: 'See the purchase' },
  mayNot: { consignment: 'You may not withdraw consignments', purchase: 'You may not withdraw purchases' },
  mayNotDetail: {
    consignment: 'The keeper who recorded it withdraws it.',
    purchase: 'The buyer who recorded it withdraws it.',
  },
  over: 'It can no longer be withdrawn',
  overDetail:
    '24 hours have passed, something followed, it was withdrawn, or it is not yours: ask a treasurer to reverse it.',
};
