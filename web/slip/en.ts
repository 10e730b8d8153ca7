import type { zh } from './zh.ts';

export const en: typeof zh = {
  title: 'Delivery slip',
  none: 'Delivery slips are checked here',
  noneDetail: 'Open this page by scanning the QR code of a slip.',
  entry: 'Entry',
  leaf: 'Leaf hash',
};
