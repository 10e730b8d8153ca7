import type { zh } from './zh.ts';

export const en: typeof zh = {
  all: 'All',
  sort: 'Sort',
  newest: 'Last recorded first',
  columns: 'Columns',
  allColumns: 'Show all',
  next: 'Next page',
  first: 'Back to the first page',
  nothing: 'Nothing fits',
  nothingDetail: 'What is recorded appears here.',
  nothingAsked: 'Ask for something else, or for everything.',
  dropAll: 'Drop all conditions',
  filters: (list: string) => `${list}: filters`,
};
