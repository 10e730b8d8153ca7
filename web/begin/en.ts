import type { zh } from './zh.ts';

export const en: typeof zh = {
  title: 'Begin for real',
  lead: 'Real books go into another folder, which has neither demonstration nor doors.',
  demonstration: 'What of the demonstration is real',
  demonstrationDetail:
    'From published reports: quantities of goods, receiving units, the dates of both batches of warming patches and of the 100,000 yuan, and sentences such as “over 1.61 million yuan in all”. Unit prices, suppliers, codes and all other dates are assumed so that it can be played; the second funding line is invented, and every paper is marked 示例 (example).',
  start: '1. Start it',
  type: 'Type this in the folder of the project, with a new, empty folder for <folder>:',
  startDetail:
    'The demonstration here stays as it is. Where both servers run at once, give one another port with PORT.',
  admin: '2. Who is the first admin',
  adminDetail:
    'Whose account (the sub of their tokens) stands in NUANZHANG_FIRST_ADMIN is admin until the member list names them. With a sign-in service of your own add NUANZHANG_ISSUER; without one, the accounts that come along sign in (npm run accounts).',
  steps: '3. The first five steps',
  stepsDetail:
    'Open this page in your own ledger: each step is checked off as it is done. Here it is the ledger of this server.',
  done: 'done',
  open: 'to do',
  unseen: 'not for your role to see',
  step: {
    fundingLine: 'Register a funding line (treasurer)',
    units: 'Register units (treasurer)',
    items: 'Register items (treasurer)',
    members: 'Enter members and their roles (admin)',
    address:
      'Set the public address, best before the first start: slips lead to it, and the sealed log is called by it.',
  },
  addressDetail: (origin: string) => `The log is called ${origin} now`,
  back: 'Back to the overview',
};
