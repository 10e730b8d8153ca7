import type { zh } from './zh.ts';

export const en: typeof zh = {
  title: 'Check of a delivery slip',
  none: 'Delivery slips are checked here',
  noneDetail: 'Open this page by scanning the QR code of a slip.',
  broken: 'The code is not whole, or was changed',
  brokenDetail: 'It is not the code of a slip. Scan it again; if it stays so, take the slip to whoever handed it out.',
  checking: 'Checking…',
  genuine: 'Genuine',
  genuineDetail: 'This slip is the one in the ledger, unchanged.',
  sealed: (number: string) => `Sealed as voucher ${number}`,
  made: (day: string) => `Day in its id: ${day}`,
  unsealed: 'Not sealed yet',
  unsealedDetail: 'The slip was recorded just now and is not sealed yet: try again in a few seconds.',
  missing: 'Not in this ledger',
  missingDetail:
    'This ledger has no such slip. See whether the address is that of whoever handed it out, and show them the paper.',
  altered: 'Altered',
  alteredDetail:
    'The code on this slip is not what was sealed. Keep the paper and take it to who handed it out, or to an auditor.',
  doubt: 'The ledger’s own signature does not hold',
  doubtDetail:
    'The checkpoint or the proof that the ledger gave does not hold, so nothing can be said of this slip. Try again later; if it stays so, turn to an auditor.',
  unreachable: 'It could not be looked up',
  unreachableDetail: 'The server does not answer: check the network and try again.',
  open: 'Sign in and open this delivery',
  verify: 'See each step computed',
  limits: 'What is checked is the code. Compare goods and quantities on the paper with what you received.',
  entry: 'Entry',
  leaf: 'Leaf hash',
  log: 'Log',
  otherLanguage: '中文',
};
