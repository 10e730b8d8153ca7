import type { zh } from './zh.ts';

export const en: typeof zh = {
  title: 'Find',
  field: 'A number on paper, a name, a code, or initials in pinyin',
  hint: '↑↓ choose · Enter opens · Esc closes',
  close: 'Close',
  nothing: 'Nothing found',
  waiting: 'Looking…',
  short: 'Type at least two characters, or a digit.',
  failed: 'It could not be looked up: try again',
  cut: 'There is more: narrow it in the lists.',
  count: (count: number) => `${count} found`,
  groups: {
    numbers: 'Documents and vouchers',
    units: 'Units',
    items: 'Items',
    suppliers: 'Suppliers',
    fundingLines: 'Funding lines',
    plans: 'Allocation plans',
  },
  entry: 'voucher',
};
