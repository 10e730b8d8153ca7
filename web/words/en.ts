import type { zh } from './zh.ts';

export const en: typeof zh = {
  product: 'Nuanzhang',
  purpose: 'Where every fen went',
  retry: 'Try again',
  back: 'Back to the overview',
  waiting: 'Reading…',
  unreachable: 'The server does not answer',
  unreachableDetail: 'The network may be down, or the server restarting. What you typed is still on this page.',
  unreadable: 'The answer cannot be read',
  unreadableDetail: 'Page and server may be of different versions: reload this page.',
  forbidden: 'You may not see this page',
  broken: 'Something went wrong on this page',
  brokenDetail: 'The books are untouched. Try again; if it fails again, tell your admin the sentence below.',
  missing: 'There is no such page',
  missingDetail: 'The address may be mistyped, or what it names does not exist.',
  yuan: 'yuan',
  dateForm: 'Write it as 2020-12-30, 2020/12/30 or 20201230.',
  noSuchDate: (text: string) => `There is no day “${text}”.`,
  notAfter: (date: string) => `No later than ${date}.`,
  notBefore: (date: string) => `No earlier than ${date}.`,
  reversed: 'reversed',
  sealedTo: (number: string) => `Sealed up to voucher ${number}`,
  ago: (count: number, unit: 'seconds' | 'minutes' | 'hours' | 'days') =>
    `${count} ${{ seconds: 's', minutes: 'min', hours: 'h', days: 'd' }[unit]} ago`,
  toBeSealed: 'To be sealed',
  sealBroken: 'The seal does not hold',
};
