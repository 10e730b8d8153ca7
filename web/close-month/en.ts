import type { zh } from './zh.ts';

export const en: typeof zh = {
  title: (month: string) => `Close ${month}`,
  note: 'Nothing more can be booked in this month or before; what comes late is booked later and says which day it is of',
  done: 'This month is closed already, or not over yet',
  doneDetail: 'Months to close stand among what waits.',
  toWork: 'See the months to close',
  before: (first: string, months: number) => `Closes ${months} months at once, those open since ${first}.`,
  open: 'Still open at its end',
  what: 'What',
  count: 'How many',
  stillOpen: 'This keeps no month open: whatever is done about it later is booked in the month of that day.',
  kinds: { toAccept: 'To accept', inTransit: 'In transit', held: 'Held', toCountersign: 'To countersign' },
  book: 'Close the month',
  mayNot: 'You cannot close months',
  mayNotDetail: 'Treasurers do; ask an admin for that role where you need it.',
};
