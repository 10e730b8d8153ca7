import type { zh } from './zh.ts';

export const en: typeof zh = {
  menu: 'Demo roles',
  title: 'Five doors into the demonstration',
  detail: 'Choose a role to go in as its demo account, without a password.',
  shut: 'This browser has not opened the doors yet: npm run open prints another address, or choose a role and type its password (npm run accounts).',
  codeTitle: 'The one-time code was not taken',
  failed: 'The server does not answer. Try again.',
};
