import type { zh } from './zh.ts';

export const en: typeof zh = {
  print: 'Print slip and sign-off sheet',
  printSome: (consignments: number) => `Print slips and sign-off sheets (${consignments})`,
  making: 'Preparing what is printed…',
  failed: 'It could not be prepared',
  papers: 'Slips and sign-off sheets',
  printThem: 'Print',
  close: 'Close',
};
