import { ROLES, type Role } from '../shared/domain/role.ts';

export { ROLES, type Role };

/**
 * The one table of routes. From it are made: the API Gateway routes and the grants of each function (infra), the local
 * server, the OpenAPI document, the check of who may call what, and the permission tests.
 *
 * `roles` lists who may call: a route without the caller's role refuses (default deny). `public` needs no token,
 * `signed-in` any valid one. `units: 'own'` narrows a caller whose only fitting role is coordinator to the units of the
 * token and what lies below them. `group` is the Lambda function that serves the route: use cases that may touch the
 * same things share one.
 */

export const GROUPS = ['open', 'registry', 'ledger', 'documents', 'reports', 'log', 'exports', 'evidence'] as const;
export type Group = (typeof GROUPS)[number];

export type Access = 'public' | 'signed-in' | readonly Role[];

export interface Route {
  readonly method: 'GET' | 'POST';
  /** As API Gateway writes it: `/api/purchases/{id}`. It has one parameter at most: an id, a month, or the hash of a file. */
  readonly path: `/api/${string}`;
  /** The use case's name, unique in the table; also OpenAPI's operationId. */
  readonly operation: string;
  readonly group: Group;
  readonly access: Access;
  readonly units: 'any' | 'own';
}

const every = ['auditor', 'treasurer', 'buyer', 'keeper', 'coordinator', 'admin'] as const;
const books = ['auditor', 'treasurer', 'buyer', 'keeper'] as const;
const money = ['auditor', 'treasurer'] as const;
const membership = ['admin', 'auditor'] as const;

function open<O extends string>(path: `/api/${string}`, operation: O) {
  return { method: 'GET', path, operation, group: 'open', access: 'public', units: 'any' } as const;
}

function post<O extends string, G extends Group>(
  group: G,
  path: `/api/${string}`,
  operation: O,
  access: readonly Role[],
  units: 'any' | 'own' = 'any',
) {
  return { method: 'POST', path, operation, group, access, units } as const;
}

function get<O extends string, G extends Group>(
  group: G,
  path: `/api/${string}`,
  operation: O,
  access: 'signed-in' | readonly Role[],
  units: 'any' | 'own' = 'any',
) {
  return { method: 'GET', path, operation, group, access, units } as const;
}

/** A static file of the log. Hashes say nothing to those who do not hold the entries, so most are anybody's. */
function file<O extends string>(path: `/api/${string}`, operation: O, access: 'public' | readonly Role[] = 'public') {
  return { method: 'GET', path, operation, group: 'log', access, units: 'any' } as const;
}

export const routes = [
  open('/api/healthz', 'checkHealth'),
  open('/api/openapi.json', 'describeApi'),

  post('registry', '/api/funding-lines', 'openFundingLine', ['treasurer']),
  post('registry', '/api/funding-lines/{id}/closure', 'closeFundingLine', ['treasurer']),
  post('registry', '/api/units', 'registerUnit', ['treasurer']),
  post('registry', '/api/units/{id}/amendments', 'amendUnit', ['treasurer']),
  post('registry', '/api/units/{id}/closure', 'closeUnit', ['treasurer']),
  post('registry', '/api/items', 'registerItem', ['treasurer']),
  post('registry', '/api/items/{id}/amendments', 'amendItem', ['treasurer']),
  post('registry', '/api/items/{id}/closure', 'closeItem', ['treasurer']),
  post('registry', '/api/suppliers', 'registerSupplier', ['buyer', 'treasurer']),
  post('registry', '/api/suppliers/{id}/amendments', 'amendSupplier', ['buyer', 'treasurer']),
  post('registry', '/api/suppliers/{id}/closure', 'closeSupplier', ['buyer', 'treasurer']),
  post('registry', '/api/warehouses', 'registerWarehouse', ['treasurer']),
  post('registry', '/api/warehouses/{id}/amendments', 'amendWarehouse', ['treasurer']),
  post('registry', '/api/warehouses/{id}/closure', 'closeWarehouse', ['treasurer']),
  post('registry', '/api/tariffs', 'registerTariff', ['treasurer']),
  post('registry', '/api/tariffs/{id}/amendments', 'amendTariff', ['treasurer']),
  post('registry', '/api/tariffs/{id}/closure', 'closeTariff', ['treasurer']),
  post('registry', '/api/allocation-plans', 'registerPlan', ['treasurer']),
  post('registry', '/api/allocation-plans/{id}/amendments', 'amendPlan', ['treasurer']),
  post('registry', '/api/allocation-plans/{id}/closure', 'closePlan', ['treasurer']),
  post('registry', '/api/members', 'registerMember', ['admin']),
  post('registry', '/api/members/{id}/amendments', 'amendMember', ['admin']),
  post('registry', '/api/members/{id}/closure', 'closeMember', ['admin']),

  post('ledger', '/api/funding-lines/{id}/appropriations', 'appropriate', ['treasurer']),
  post('ledger', '/api/funding-lines/{id}/returns', 'giveBack', ['treasurer']),
  post('ledger', '/api/purchases', 'order', ['buyer']),
  post('ledger', '/api/purchases/{id}/acceptances', 'accept', ['keeper']),
  post('ledger', '/api/purchases/{id}/returns', 'returnToSupplier', ['keeper']),
  post('ledger', '/api/purchases/{id}/closure', 'closePurchase', ['buyer']),
  post('ledger', '/api/purchases/{id}/invoices', 'bookInvoice', ['buyer']),
  post('ledger', '/api/purchases/{id}/payments', 'pay', ['treasurer']),
  post('ledger', '/api/receipts', 'receiveInKind', ['keeper']),
  post('ledger', '/api/consignments', 'dispatch', ['keeper']),
  post('ledger', '/api/consignments/{id}/confirmation', 'confirm', ['coordinator'], 'own'),
  post('ledger', '/api/consignments/{id}/resolutions', 'resolve', ['treasurer']),
  post('ledger', '/api/consignments/{id}/returns', 'returnFromUnit', ['keeper']),
  post('ledger', '/api/disbursements', 'disburse', ['treasurer']),
  post('ledger', '/api/disbursements/{id}/returns', 'takeBack', ['treasurer']),
  post('ledger', '/api/benefits', 'payBenefit', ['treasurer']),
  post('ledger', '/api/stock-adjustments', 'count', ['keeper']),
  post('ledger', '/api/stock-adjustments/{id}/countersignature', 'countersign', ['keeper', 'treasurer']),
  post('ledger', '/api/entries/{id}/reversal', 'reverse', ['treasurer']),
  post('ledger', '/api/entries/{id}/disclosures', 'disclose', ['privacy-officer']),
  post('ledger', '/api/entries/{id}/erasure', 'erase', ['privacy-officer']),
  post('ledger', '/api/periods/{month}/closure', 'closePeriod', ['treasurer']),
  post(
    'ledger',
    '/api/entries/{id}/evidence',
    'attachEvidence',
    ['treasurer', 'buyer', 'keeper', 'coordinator'],
    'own',
  ),

  get('documents', '/api/me', 'whoAmI', 'signed-in'),
  get('documents', '/api/funding-lines', 'listFundingLines', books),
  get('reports', '/api/funding-lines/{id}', 'readFundingLine', books),
  get('documents', '/api/units', 'listUnits', every, 'own'),
  get('documents', '/api/units/{id}', 'readUnit', every, 'own'),
  get('documents', '/api/items', 'listItems', every),
  get('documents', '/api/items/{id}', 'readItem', every),
  get('documents', '/api/suppliers', 'listSuppliers', books),
  get('documents', '/api/suppliers/{id}', 'readSupplier', books),
  get('documents', '/api/warehouses', 'listWarehouses', every),
  get('documents', '/api/warehouses/{id}', 'readWarehouse', every),
  get('documents', '/api/tariffs', 'listTariffs', money),
  get('documents', '/api/tariffs/{id}', 'readTariff', money),
  get('documents', '/api/allocation-plans', 'listPlans', books),
  get('documents', '/api/allocation-plans/{id}', 'readPlan', books),
  get('documents', '/api/periods', 'listPeriods', books),
  get('documents', '/api/members', 'listMembers', membership),
  get('documents', '/api/members/{id}', 'readMember', membership),
  get('documents', '/api/purchases', 'listPurchases', books),
  get('documents', '/api/purchases/{id}', 'readPurchase', books),
  get('documents', '/api/receipts', 'listReceipts', books),
  get('documents', '/api/receipts/{id}', 'readReceipt', books),
  get('documents', '/api/consignments', 'listConsignments', [...books, 'coordinator'], 'own'),
  get('documents', '/api/consignments/{id}', 'readConsignment', [...books, 'coordinator'], 'own'),
  get('documents', '/api/disbursements', 'listDisbursements', [...books, 'coordinator'], 'own'),
  get('documents', '/api/disbursements/{id}', 'readDisbursement', [...books, 'coordinator'], 'own'),
  get('documents', '/api/benefits', 'listBenefits', money),
  get('documents', '/api/benefits/{id}', 'readBenefit', money),
  get('documents', '/api/stock-adjustments', 'listAdjustments', books),
  get('documents', '/api/stock-adjustments/{id}', 'readAdjustment', books),
  get('documents', '/api/entries', 'listEntries', money),
  get('documents', '/api/entries/{id}', 'readEntry', money),

  file('/api/log/checkpoint', 'readLogCheckpoint'),
  file('/api/log/vkey', 'readVerifierKey'),
  file('/api/log/tile/entries/{path+}', 'readEntryBundle', ['auditor']),
  file('/api/log/tile/{level}/{path+}', 'readHashTile'),
  file('/api/entries/{id}/proof', 'readProof'),

  get('reports', '/api/funding-lines/{id}/statement', 'readFundingLineStatement', books),
  get('reports', '/api/items/{id}/stock-card', 'readStockCard', books),
  get('reports', '/api/stock', 'readStock', books),
  get('reports', '/api/units/{id}/statement', 'readUnitStatement', [...books, 'coordinator'], 'own'),
  get('reports', '/api/reports/usage', 'reportUsage', books),
  get('reports', '/api/reports/identities', 'reportIdentities', money),
  get('reports', '/api/reports/headline', 'reportHeadline', books),
  get('reports', '/api/reports/exceptions', 'reportExceptions', money),
  get('reports', '/api/reports/personal-data', 'reportPersons', ['auditor', 'privacy-officer']),

  post('exports', '/api/exports', 'requestExport', money),
  post('exports', '/api/exports/{id}/cancellation', 'cancelExport', money),
  get('exports', '/api/exports', 'listExports', money),
  get('exports', '/api/exports/{id}', 'readExport', money),

  post('evidence', '/api/evidence', 'declareEvidence', ['treasurer', 'buyer', 'keeper', 'coordinator']),
  get('evidence', '/api/evidence/{sha256}', 'readEvidence', [...books, 'coordinator']),
  post('evidence', '/api/evidence/{sha256}/invoice', 'readInvoice', ['buyer', 'treasurer']),
] as const satisfies readonly Route[];

export type RouteRow = (typeof routes)[number];
export type Operation<G extends Group = Group> = Extract<RouteRow, { group: G }>['operation'];
