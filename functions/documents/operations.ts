import { entryQuery, findQuery } from '../../shared/schemas/lists.ts';
import type { Tracker } from '../composition/tracker.ts';
import { BOOKS, EVERYONE, MONEY } from '../front/caller.ts';
import { read, type Table } from '../front/operation.ts';
import { readCaller } from './caller.ts';
import { readOf } from './document.ts';
import { readEntry } from './entry.ts';
import { find } from './find.ts';
import { listOf, listPeriods } from './list.ts';
import { listEntries } from './list-entries.ts';
import { listInvoices } from './list-invoices.ts';
import { listLines, listRegistered } from './list-registered.ts';
import { readWork } from './work.ts';

/** A register, or what stands in one: it changes seldom, and names no person. What a member is called is kept by nobody. */
const kept = <R extends object>(read: R) => ({ ...read, kept: 'revalidated' }) as const;

export const documentsOperations = {
  whoAmI: read('/api/me', 'signed-in', 'Whom the tracker takes the caller for, and what they may call', {
    form: 'whole',
    answer: 'caller',
    read: readCaller,
  }),
  readWork: read(
    '/api/work',
    [...BOOKS, 'coordinator'],
    'What waits for the caller, in each of their roles; coordinators see what is of their own units',
    readWork,
    'own',
  ),
  listFundingLines: read('/api/funding-lines', BOOKS, 'Funding lines', kept(listLines())),
  listUnits: read(
    '/api/units',
    EVERYONE,
    'Units; a coordinator sees the own ones',
    kept(listRegistered('unit')),
    'own',
  ),
  readUnit: read('/api/units/{id}', EVERYONE, 'A unit with its history', kept(readOf('unit')), 'own'),
  listItems: read('/api/items', EVERYONE, 'Items', kept(listRegistered('item'))),
  readItem: read('/api/items/{id}', EVERYONE, 'An item with its history', kept(readOf('item'))),
  listSuppliers: read('/api/suppliers', BOOKS, 'Suppliers', kept(listRegistered('supplier'))),
  readSupplier: read('/api/suppliers/{id}', BOOKS, 'A supplier with its history', kept(readOf('supplier'))),
  listWarehouses: read('/api/warehouses', EVERYONE, 'Warehouses', kept(listRegistered('warehouse'))),
  readWarehouse: read('/api/warehouses/{id}', EVERYONE, 'A warehouse with its history', kept(readOf('warehouse'))),
  listTariffs: read('/api/tariffs', MONEY, 'Tariffs', kept(listRegistered('tariff'))),
  readTariff: read('/api/tariffs/{id}', MONEY, 'A tariff with its history', kept(readOf('tariff'))),
  listPlans: read(
    '/api/allocation-plans',
    BOOKS,
    'Allocation plans, without their lines',
    kept(listRegistered('plan')),
  ),
  readPlan: read('/api/allocation-plans/{id}', BOOKS, 'An allocation plan with its history', kept(readOf('plan'))),
  listPeriods: read('/api/periods', BOOKS, 'Closed months', listPeriods()),
  listMembers: read(
    '/api/members',
    ['admin', 'auditor'],
    'Members: who has which roles',
    kept(listRegistered('member')),
  ),
  readMember: read('/api/members/{id}', ['admin', 'auditor'], 'A member with its history', readOf('member')),
  listThresholds: read(
    '/api/approval-thresholds',
    [...BOOKS, 'admin'],
    'Approval thresholds (审批限额)',
    kept(listRegistered('threshold')),
  ),
  readThreshold: read(
    '/api/approval-thresholds/{id}',
    [...BOOKS, 'admin'],
    'An approval threshold with its history',
    kept(readOf('threshold')),
  ),
  listPurchases: read('/api/purchases', BOOKS, 'Purchases', listOf('purchase')),
  readPurchase: read('/api/purchases/{id}', BOOKS, 'A purchase with its history', readOf('purchase')),
  listInvoices: read('/api/invoices', BOOKS, 'Invoices', listInvoices()),
  readInvoiceDocument: read('/api/invoices/{id}', BOOKS, 'An invoice with its history', readOf('invoice')),
  listReceipts: read('/api/receipts', BOOKS, 'Receipts in kind', listOf('receipt')),
  readReceipt: read('/api/receipts/{id}', BOOKS, 'A receipt in kind with its history', readOf('receipt')),
  listStockMoves: read('/api/stock-moves', BOOKS, 'Stock moves', listOf('stockMove')),
  readStockMove: read('/api/stock-moves/{id}', BOOKS, 'A stock move with its history', readOf('stockMove')),
  listConsignments: read('/api/consignments', [...BOOKS, 'coordinator'], 'Consignments', listOf('consignment'), 'own'),
  readConsignment: read(
    '/api/consignments/{id}',
    [...BOOKS, 'coordinator'],
    'A consignment with its history',
    readOf('consignment'),
    'own',
  ),
  listDisbursements: read(
    '/api/disbursements',
    [...BOOKS, 'coordinator'],
    'Disbursements',
    listOf('disbursement'),
    'own',
  ),
  readDisbursement: read(
    '/api/disbursements/{id}',
    [...BOOKS, 'coordinator'],
    'A disbursement with its history',
    readOf('disbursement'),
    'own',
  ),
  listBenefits: read('/api/benefits', MONEY, 'Benefits, persons masked', listOf('benefit')),
  readBenefit: read('/api/benefits/{id}', MONEY, 'A benefit with its history, the person masked', readOf('benefit')),
  listAdjustments: read('/api/stock-adjustments', BOOKS, 'Stock adjustments', listOf('adjustment')),
  readAdjustment: read(
    '/api/stock-adjustments/{id}',
    BOOKS,
    'A stock adjustment with its history',
    readOf('adjustment'),
  ),
  listEntries: read('/api/entries', MONEY, 'All entries, newest first', listEntries()),
  readEntry: read('/api/entries/{id}', MONEY, 'One entry', {
    query: entryQuery,
    form: 'whole',
    answer: 'entry',
    read: readEntry,
  }),
  find: read(
    '/api/find',
    EVERYONE,
    'What bears a number on paper, of that what the caller may read',
    { query: findQuery, form: 'whole', answer: 'found', read: find },
    'own',
  ),
} as const satisfies Table<Tracker>;
