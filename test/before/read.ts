import type { Life } from './life.ts';

const LISTS = [
  'funding-lines',
  'units',
  'items',
  'suppliers',
  'warehouses',
  'tariffs',
  'allocation-plans',
  'periods',
  'members',
  'purchases',
  'receipts',
  'consignments',
  'disbursements',
  'benefits',
  'stock-adjustments',
  'entries',
];

/** Where a document of each kind is read. */
const PLACES: readonly (readonly [document: string, path: string])[] = [
  ['line', '/api/funding-lines/{id}'],
  ['line', '/api/funding-lines/{id}/statement?chain=cash'],
  ['other', '/api/funding-lines/{id}/statement?chain=budget'],
  ['unit', '/api/units/{id}'],
  ['unit', '/api/units/{id}/statement'],
  ['item', '/api/items/{id}'],
  ['item', '/api/items/{id}/stock-card'],
  ['supplier', '/api/suppliers/{id}'],
  ['warehouse', '/api/warehouses/{id}'],
  ['tariff', '/api/tariffs/{id}'],
  ['plan', '/api/allocation-plans/{id}'],
  ['member', '/api/members/{id}'],
  ['purchase', '/api/purchases/{id}'],
  ['ordered', '/api/purchases/{id}'],
  ['receipt', '/api/receipts/{id}'],
  ['consignment', '/api/consignments/{id}'],
  ['inTransit', '/api/consignments/{id}'],
  ['undone', '/api/consignments/{id}'],
  ['disbursement', '/api/disbursements/{id}'],
  ['late', '/api/disbursements/{id}'],
  ['benefit', '/api/benefits/{id}'],
  ['adjustment', '/api/stock-adjustments/{id}'],
  ['payment', '/api/entries/{id}'],
];

/** Everything an auditor can read of a life that tomorrow is as it was: every list, a document of each kind, reports. */
export function pathsOf(documents: Life['documents']): string[] {
  return [
    ...LISTS.map((list) => `/api/${list}?limit=200`),
    ...PLACES.map(([document, path]) => path.replace('{id}', documents[document] ?? '')),
    '/api/stock',
    '/api/reports/usage?by=fundingLine,item',
    '/api/reports/headline',
    '/api/reports/personal-data',
    '/api/reports/identities',
  ];
}
