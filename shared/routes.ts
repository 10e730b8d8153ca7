import type { Kind } from './domain/facts.ts';
import type { RegistryKind } from './domain/registry.ts';
import type { Role } from './domain/role.ts';

/**
 * Where each operation is asked for, and by whom: for those who need to know no more. Made from the tables
 * `functions/<group>/operations.ts` by `npm run format`; `npm run lint` refuses a file that is not.
 */

export const GROUPS = ['open', 'registry', 'ledger', 'documents', 'log', 'reports', 'exports', 'evidence', 'imports'] as const;
export type Group = (typeof GROUPS)[number];

/** Who may call: anybody, whoever is signed in, or who has one of the roles. */
export type Access = 'public' | 'signed-in' | readonly Role[];

export interface Route {
  /** The operation's name, unique in the table; also OpenAPI's operationId. */
  readonly operation: string;
  readonly method: 'GET' | 'POST';
  /** As API Gateway writes it: `/api/purchases/{id}`. One parameter at most: an id, a month, or the hash of a file. */
  readonly path: `/api/${string}`;
  /** The Lambda function that serves it. */
  readonly group: Group;
  readonly access: Access;
  /** `own` narrows a caller whose only fitting role is coordinator to their own units and what lies below them. */
  readonly units: 'any' | 'own';
  /** The kind of entry that it records. */
  readonly writes?: Kind;
  /** What it registers, amends or closes. */
  readonly about?: RegistryKind;
}

export const routes = [
  { operation: 'checkHealth', method: 'GET', path: '/api/healthz', group: 'open', access: 'public', units: 'any' },
  { operation: 'describeApi', method: 'GET', path: '/api/openapi.json', group: 'open', access: 'public', units: 'any' },
  { operation: 'describeGroup', method: 'GET', path: '/api/openapi/{group}', group: 'open', access: 'public', units: 'any' },
  { operation: 'readConfiguration', method: 'GET', path: '/api/configuration', group: 'open', access: 'public', units: 'any' },
  { operation: 'openSlip', method: 'GET', path: '/api/log', group: 'open', access: 'public', units: 'any' },
  { operation: 'openFundingLine', method: 'POST', path: '/api/funding-lines', group: 'registry', access: ['treasurer'], units: 'any', writes: 'registration', about: 'fundingLine' },
  { operation: 'closeFundingLine', method: 'POST', path: '/api/funding-lines/{id}/closure', group: 'registry', access: ['treasurer'], units: 'any', writes: 'closure', about: 'fundingLine' },
  { operation: 'reopenFundingLine', method: 'POST', path: '/api/funding-lines/{id}/reopening', group: 'registry', access: ['treasurer'], units: 'any', writes: 'reopening', about: 'fundingLine' },
  { operation: 'registerUnit', method: 'POST', path: '/api/units', group: 'registry', access: ['treasurer'], units: 'any', writes: 'registration', about: 'unit' },
  { operation: 'amendUnit', method: 'POST', path: '/api/units/{id}/amendments', group: 'registry', access: ['treasurer'], units: 'any', writes: 'amendment', about: 'unit' },
  { operation: 'closeUnit', method: 'POST', path: '/api/units/{id}/closure', group: 'registry', access: ['treasurer'], units: 'any', writes: 'closure', about: 'unit' },
  { operation: 'reopenUnit', method: 'POST', path: '/api/units/{id}/reopening', group: 'registry', access: ['treasurer'], units: 'any', writes: 'reopening', about: 'unit' },
  { operation: 'registerItem', method: 'POST', path: '/api/items', group: 'registry', access: ['treasurer'], units: 'any', writes: 'registration', about: 'item' },
  { operation: 'amendItem', method: 'POST', path: '/api/items/{id}/amendments', group: 'registry', access: ['treasurer'], units: 'any', writes: 'amendment', about: 'item' },
  { operation: 'closeItem', method: 'POST', path: '/api/items/{id}/closure', group: 'registry', access: ['treasurer'], units: 'any', writes: 'closure', about: 'item' },
  { operation: 'reopenItem', method: 'POST', path: '/api/items/{id}/reopening', group: 'registry', access: ['treasurer'], units: 'any', writes: 'reopening', about: 'item' },
  { operation: 'registerSupplier', method: 'POST', path: '/api/suppliers', group: 'registry', access: ['buyer', 'treasurer'], units: 'any', writes: 'registration', about: 'supplier' },
  { operation: 'amendSupplier', method: 'POST', path: '/api/suppliers/{id}/amendments', group: 'registry', access: ['buyer', 'treasurer'], units: 'any', writes: 'amendment', about: 'supplier' },
  { operation: 'closeSupplier', method: 'POST', path: '/api/suppliers/{id}/closure', group: 'registry', access: ['buyer', 'treasurer'], units: 'any', writes: 'closure', about: 'supplier' },
  { operation: 'reopenSupplier', method: 'POST', path: '/api/suppliers/{id}/reopening', group: 'registry', access: ['buyer', 'treasurer'], units: 'any', writes: 'reopening', about: 'supplier' },
  { operation: 'registerWarehouse', method: 'POST', path: '/api/warehouses', group: 'registry', access: ['treasurer'], units: 'any', writes: 'registration', about: 'warehouse' },
  { operation: 'amendWarehouse', method: 'POST', path: '/api/warehouses/{id}/amendments', group: 'registry', access: ['treasurer'], units: 'any', writes: 'amendment', about: 'warehouse' },
  { operation: 'closeWarehouse', method: 'POST', path: '/api/warehouses/{id}/closure', group: 'registry', access: ['treasurer'], units: 'any', writes: 'closure', about: 'warehouse' },
  { operation: 'reopenWarehouse', method: 'POST', path: '/api/warehouses/{id}/reopening', group: 'registry', access: ['treasurer'], units: 'any', writes: 'reopening', about: 'warehouse' },
  { operation: 'registerTariff', method: 'POST', path: '/api/tariffs', group: 'registry', access: ['treasurer'], units: 'any', writes: 'registration', about: 'tariff' },
  { operation: 'amendTariff', method: 'POST', path: '/api/tariffs/{id}/amendments', group: 'registry', access: ['treasurer'], units: 'any', writes: 'amendment', about: 'tariff' },
  { operation: 'closeTariff', method: 'POST', path: '/api/tariffs/{id}/closure', group: 'registry', access: ['treasurer'], units: 'any', writes: 'closure', about: 'tariff' },
  { operation: 'reopenTariff', method: 'POST', path: '/api/tariffs/{id}/reopening', group: 'registry', access: ['treasurer'], units: 'any', writes: 'reopening', about: 'tariff' },
  { operation: 'registerPlan', method: 'POST', path: '/api/allocation-plans', group: 'registry', access: ['treasurer'], units: 'any', writes: 'registration', about: 'plan' },
  { operation: 'amendPlan', method: 'POST', path: '/api/allocation-plans/{id}/amendments', group: 'registry', access: ['treasurer'], units: 'any', writes: 'amendment', about: 'plan' },
  { operation: 'closePlan', method: 'POST', path: '/api/allocation-plans/{id}/closure', group: 'registry', access: ['treasurer'], units: 'any', writes: 'closure', about: 'plan' },
  { operation: 'reopenPlan', method: 'POST', path: '/api/allocation-plans/{id}/reopening', group: 'registry', access: ['treasurer'], units: 'any', writes: 'reopening', about: 'plan' },
  { operation: 'registerMember', method: 'POST', path: '/api/members', group: 'registry', access: ['admin'], units: 'any', writes: 'registration', about: 'member' },
  { operation: 'amendMember', method: 'POST', path: '/api/members/{id}/amendments', group: 'registry', access: ['admin'], units: 'any', writes: 'amendment', about: 'member' },
  { operation: 'closeMember', method: 'POST', path: '/api/members/{id}/closure', group: 'registry', access: ['admin'], units: 'any', writes: 'closure', about: 'member' },
  { operation: 'reopenMember', method: 'POST', path: '/api/members/{id}/reopening', group: 'registry', access: ['admin'], units: 'any', writes: 'reopening', about: 'member' },
  { operation: 'registerThreshold', method: 'POST', path: '/api/approval-thresholds', group: 'registry', access: ['admin'], units: 'any', writes: 'registration', about: 'threshold' },
  { operation: 'amendThreshold', method: 'POST', path: '/api/approval-thresholds/{id}/amendments', group: 'registry', access: ['admin'], units: 'any', writes: 'amendment', about: 'threshold' },
  { operation: 'closeThreshold', method: 'POST', path: '/api/approval-thresholds/{id}/closure', group: 'registry', access: ['admin'], units: 'any', writes: 'closure', about: 'threshold' },
  { operation: 'reopenThreshold', method: 'POST', path: '/api/approval-thresholds/{id}/reopening', group: 'registry', access: ['admin'], units: 'any', writes: 'reopening', about: 'threshold' },
  { operation: 'appropriate', method: 'POST', path: '/api/funding-lines/{id}/appropriations', group: 'ledger', access: ['treasurer'], units: 'any', writes: 'appropriation' },
  { operation: 'giveBack', method: 'POST', path: '/api/funding-lines/{id}/returns', group: 'ledger', access: ['treasurer'], units: 'any', writes: 'give-back' },
  { operation: 'order', method: 'POST', path: '/api/purchases', group: 'ledger', access: ['buyer'], units: 'any', writes: 'order' },
  { operation: 'accept', method: 'POST', path: '/api/purchases/{id}/acceptances', group: 'ledger', access: ['keeper'], units: 'any', writes: 'acceptance' },
  { operation: 'returnToSupplier', method: 'POST', path: '/api/purchases/{id}/returns', group: 'ledger', access: ['keeper'], units: 'any', writes: 'supplier-return' },
  { operation: 'closePurchase', method: 'POST', path: '/api/purchases/{id}/closure', group: 'ledger', access: ['buyer'], units: 'any', writes: 'release' },
  { operation: 'bookInvoice', method: 'POST', path: '/api/purchases/{id}/invoices', group: 'ledger', access: ['buyer'], units: 'any', writes: 'invoice' },
  { operation: 'recordInvoice', method: 'POST', path: '/api/invoices', group: 'ledger', access: ['buyer'], units: 'any', writes: 'invoicing' },
  { operation: 'allocateInvoice', method: 'POST', path: '/api/invoices/{id}/allocations', group: 'ledger', access: ['buyer'], units: 'any', writes: 'invoice-allocation' },
  { operation: 'pay', method: 'POST', path: '/api/purchases/{id}/payments', group: 'ledger', access: ['treasurer'], units: 'any', writes: 'payment' },
  { operation: 'refund', method: 'POST', path: '/api/purchases/{id}/refunds', group: 'ledger', access: ['treasurer'], units: 'any', writes: 'refund' },
  { operation: 'receiveInKind', method: 'POST', path: '/api/receipts', group: 'ledger', access: ['keeper'], units: 'any', writes: 'receipt' },
  { operation: 'moveStock', method: 'POST', path: '/api/stock-moves', group: 'ledger', access: ['keeper'], units: 'any', writes: 'stock-move' },
  { operation: 'dispatch', method: 'POST', path: '/api/consignments', group: 'ledger', access: ['keeper'], units: 'any', writes: 'dispatch' },
  { operation: 'confirm', method: 'POST', path: '/api/consignments/{id}/confirmation', group: 'ledger', access: ['coordinator'], units: 'own', writes: 'confirmation' },
  { operation: 'resolve', method: 'POST', path: '/api/consignments/{id}/resolutions', group: 'ledger', access: ['treasurer'], units: 'any', writes: 'resolution' },
  { operation: 'returnFromUnit', method: 'POST', path: '/api/consignments/{id}/returns', group: 'ledger', access: ['keeper'], units: 'any', writes: 'unit-return' },
  { operation: 'disburse', method: 'POST', path: '/api/disbursements', group: 'ledger', access: ['treasurer'], units: 'any', writes: 'disbursement' },
  { operation: 'takeBack', method: 'POST', path: '/api/disbursements/{id}/returns', group: 'ledger', access: ['treasurer'], units: 'any', writes: 'take-back' },
  { operation: 'payBenefit', method: 'POST', path: '/api/benefits', group: 'ledger', access: ['treasurer'], units: 'any', writes: 'benefit' },
  { operation: 'count', method: 'POST', path: '/api/stock-adjustments', group: 'ledger', access: ['keeper'], units: 'any', writes: 'count' },
  { operation: 'countersign', method: 'POST', path: '/api/stock-adjustments/{id}/countersignature', group: 'ledger', access: ['keeper', 'treasurer'], units: 'any', writes: 'adjustment' },
  { operation: 'withdrawOrder', method: 'POST', path: '/api/purchases/{id}/withdrawal', group: 'ledger', access: ['buyer'], units: 'any', writes: 'reversal' },
  { operation: 'withdrawDispatch', method: 'POST', path: '/api/consignments/{id}/withdrawal', group: 'ledger', access: ['keeper'], units: 'any', writes: 'reversal' },
  { operation: 'reverse', method: 'POST', path: '/api/entries/{id}/reversal', group: 'ledger', access: ['treasurer'], units: 'any', writes: 'reversal' },
  { operation: 'disclose', method: 'POST', path: '/api/entries/{id}/disclosures', group: 'ledger', access: ['privacy-officer'], units: 'any', writes: 'disclosure' },
  { operation: 'erase', method: 'POST', path: '/api/entries/{id}/erasure', group: 'ledger', access: ['privacy-officer'], units: 'any', writes: 'erasure' },
  { operation: 'closePeriod', method: 'POST', path: '/api/periods/{month}/closure', group: 'ledger', access: ['treasurer'], units: 'any', writes: 'period-closure' },
  { operation: 'correct', method: 'POST', path: '/api/entries/{id}/corrections', group: 'ledger', access: ['treasurer', 'buyer', 'keeper', 'coordinator'], units: 'own', writes: 'correction' },
  { operation: 'attachEvidence', method: 'POST', path: '/api/entries/{id}/evidence', group: 'ledger', access: ['treasurer', 'buyer', 'keeper', 'coordinator'], units: 'own', writes: 'attachment' },
  { operation: 'whoAmI', method: 'GET', path: '/api/me', group: 'documents', access: 'signed-in', units: 'any' },
  { operation: 'readWork', method: 'GET', path: '/api/work', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'coordinator'], units: 'own' },
  { operation: 'listFundingLines', method: 'GET', path: '/api/funding-lines', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'listUnits', method: 'GET', path: '/api/units', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'admin', 'coordinator'], units: 'own' },
  { operation: 'readUnit', method: 'GET', path: '/api/units/{id}', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'admin', 'coordinator'], units: 'own' },
  { operation: 'listItems', method: 'GET', path: '/api/items', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'admin', 'coordinator'], units: 'any' },
  { operation: 'readItem', method: 'GET', path: '/api/items/{id}', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'admin', 'coordinator'], units: 'any' },
  { operation: 'listSuppliers', method: 'GET', path: '/api/suppliers', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'readSupplier', method: 'GET', path: '/api/suppliers/{id}', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'listWarehouses', method: 'GET', path: '/api/warehouses', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'admin', 'coordinator'], units: 'any' },
  { operation: 'readWarehouse', method: 'GET', path: '/api/warehouses/{id}', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'admin', 'coordinator'], units: 'any' },
  { operation: 'listTariffs', method: 'GET', path: '/api/tariffs', group: 'documents', access: ['auditor', 'treasurer'], units: 'any' },
  { operation: 'readTariff', method: 'GET', path: '/api/tariffs/{id}', group: 'documents', access: ['auditor', 'treasurer'], units: 'any' },
  { operation: 'listPlans', method: 'GET', path: '/api/allocation-plans', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'readPlan', method: 'GET', path: '/api/allocation-plans/{id}', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'listPeriods', method: 'GET', path: '/api/periods', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'listMembers', method: 'GET', path: '/api/members', group: 'documents', access: ['admin', 'auditor'], units: 'any' },
  { operation: 'readMember', method: 'GET', path: '/api/members/{id}', group: 'documents', access: ['admin', 'auditor'], units: 'any' },
  { operation: 'listThresholds', method: 'GET', path: '/api/approval-thresholds', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'admin'], units: 'any' },
  { operation: 'readThreshold', method: 'GET', path: '/api/approval-thresholds/{id}', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'admin'], units: 'any' },
  { operation: 'listPurchases', method: 'GET', path: '/api/purchases', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'readPurchase', method: 'GET', path: '/api/purchases/{id}', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'listInvoices', method: 'GET', path: '/api/invoices', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'readInvoiceDocument', method: 'GET', path: '/api/invoices/{id}', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'listReceipts', method: 'GET', path: '/api/receipts', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'readReceipt', method: 'GET', path: '/api/receipts/{id}', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'listStockMoves', method: 'GET', path: '/api/stock-moves', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'readStockMove', method: 'GET', path: '/api/stock-moves/{id}', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'listConsignments', method: 'GET', path: '/api/consignments', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'coordinator'], units: 'own' },
  { operation: 'readConsignment', method: 'GET', path: '/api/consignments/{id}', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'coordinator'], units: 'own' },
  { operation: 'listDisbursements', method: 'GET', path: '/api/disbursements', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'coordinator'], units: 'own' },
  { operation: 'readDisbursement', method: 'GET', path: '/api/disbursements/{id}', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'coordinator'], units: 'own' },
  { operation: 'listBenefits', method: 'GET', path: '/api/benefits', group: 'documents', access: ['auditor', 'treasurer'], units: 'any' },
  { operation: 'readBenefit', method: 'GET', path: '/api/benefits/{id}', group: 'documents', access: ['auditor', 'treasurer'], units: 'any' },
  { operation: 'listAdjustments', method: 'GET', path: '/api/stock-adjustments', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'readAdjustment', method: 'GET', path: '/api/stock-adjustments/{id}', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'listEntries', method: 'GET', path: '/api/entries', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'readEntry', method: 'GET', path: '/api/entries/{id}', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'find', method: 'GET', path: '/api/find', group: 'documents', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'admin', 'coordinator'], units: 'own' },
  { operation: 'readLogCheckpoint', method: 'GET', path: '/api/log/checkpoint', group: 'log', access: 'public', units: 'any' },
  { operation: 'readVerifierKey', method: 'GET', path: '/api/log/vkey', group: 'log', access: 'public', units: 'any' },
  { operation: 'readEntryBundle', method: 'GET', path: '/api/log/tile/entries/{path+}', group: 'log', access: ['auditor'], units: 'any' },
  { operation: 'readHashTile', method: 'GET', path: '/api/log/tile/{level}/{path+}', group: 'log', access: 'public', units: 'any' },
  { operation: 'readProof', method: 'GET', path: '/api/entries/{id}/proof', group: 'log', access: 'public', units: 'any' },
  { operation: 'readFundingLine', method: 'GET', path: '/api/funding-lines/{id}', group: 'reports', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'readFundingLineStatement', method: 'GET', path: '/api/funding-lines/{id}/statement', group: 'reports', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'readStockCard', method: 'GET', path: '/api/items/{id}/stock-card', group: 'reports', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'readStock', method: 'GET', path: '/api/stock', group: 'reports', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'readPlanProgress', method: 'GET', path: '/api/allocation-plans/{id}/progress', group: 'reports', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'readUnitStatement', method: 'GET', path: '/api/units/{id}/statement', group: 'reports', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'coordinator'], units: 'own' },
  { operation: 'readUnitCard', method: 'GET', path: '/api/units/{id}/card', group: 'reports', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'coordinator'], units: 'own' },
  { operation: 'readLot', method: 'GET', path: '/api/lots/{lot}', group: 'reports', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'readTrail', method: 'GET', path: '/api/entries/{id}/trail', group: 'reports', access: ['auditor', 'treasurer'], units: 'any' },
  { operation: 'reportMissingPapers', method: 'GET', path: '/api/reports/missing-papers', group: 'reports', access: ['auditor', 'treasurer'], units: 'any' },
  { operation: 'reportUsage', method: 'GET', path: '/api/reports/usage', group: 'reports', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'reportIdentities', method: 'GET', path: '/api/reports/identities', group: 'reports', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'reportHeadline', method: 'GET', path: '/api/reports/headline', group: 'reports', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'reportMatching', method: 'GET', path: '/api/reports/matching', group: 'reports', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'reportExceptions', method: 'GET', path: '/api/reports/exceptions', group: 'reports', access: ['auditor', 'treasurer', 'buyer', 'keeper'], units: 'any' },
  { operation: 'reportPersons', method: 'GET', path: '/api/reports/personal-data', group: 'reports', access: ['auditor', 'privacy-officer'], units: 'any' },
  { operation: 'readState', method: 'GET', path: '/api/state', group: 'reports', access: ['auditor', 'treasurer', 'admin'], units: 'any' },
  { operation: 'listSessions', method: 'GET', path: '/api/sessions', group: 'reports', access: ['admin'], units: 'any' },
  { operation: 'requestExport', method: 'POST', path: '/api/exports', group: 'exports', access: ['auditor', 'treasurer', 'keeper'], units: 'any' },
  { operation: 'cancelExport', method: 'POST', path: '/api/exports/{id}/cancellation', group: 'exports', access: ['auditor', 'treasurer'], units: 'any' },
  { operation: 'listExports', method: 'GET', path: '/api/exports', group: 'exports', access: ['auditor', 'treasurer'], units: 'any' },
  { operation: 'readExport', method: 'GET', path: '/api/exports/{id}', group: 'exports', access: ['auditor', 'treasurer', 'keeper'], units: 'any' },
  { operation: 'declareEvidence', method: 'POST', path: '/api/evidence', group: 'evidence', access: ['treasurer', 'buyer', 'keeper', 'coordinator'], units: 'any' },
  { operation: 'readEvidence', method: 'GET', path: '/api/evidence/{sha256}', group: 'evidence', access: ['auditor', 'treasurer', 'buyer', 'keeper', 'coordinator'], units: 'any' },
  { operation: 'readInvoice', method: 'POST', path: '/api/evidence/{sha256}/invoice', group: 'evidence', access: ['buyer', 'treasurer', 'auditor'], units: 'any' },
  { operation: 'openImport', method: 'POST', path: '/api/imports', group: 'imports', access: ['treasurer', 'buyer', 'keeper', 'admin'], units: 'any' },
  { operation: 'sendImportRows', method: 'POST', path: '/api/imports/{id}/rows', group: 'imports', access: ['treasurer', 'buyer', 'keeper', 'admin'], units: 'any' },
  { operation: 'listImports', method: 'GET', path: '/api/imports', group: 'imports', access: ['treasurer', 'buyer', 'keeper', 'admin', 'auditor'], units: 'any' },
  { operation: 'readImport', method: 'GET', path: '/api/imports/{id}', group: 'imports', access: ['treasurer', 'buyer', 'keeper', 'admin', 'auditor'], units: 'any' },
] as const satisfies readonly Route[];

export type RouteRow = (typeof routes)[number];
export type Operation<G extends Group = Group> = Extract<RouteRow, { group: G }>['operation'];
