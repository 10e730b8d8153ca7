import type { Role } from '../../shared/domain/role.ts';
import type { ImportKind } from '../../shared/schemas/import.ts';
import { BOOKS, EVERYONE, MONEY } from '../front/caller.ts';
import { ledgerOperations } from '../ledger/operations.ts';
import { registryOperations } from '../registry/operations.ts';

/** The operation that records a row of each kind. */
export const IMPORTED = {
  units: registryOperations.registerUnit,
  items: registryOperations.registerItem,
  suppliers: registryOperations.registerSupplier,
  members: registryOperations.registerMember,
  plans: registryOperations.registerPlan,
  consignments: ledgerOperations.dispatch,
  disbursements: ledgerOperations.disburse,
  benefits: ledgerOperations.payBenefit,
} as const satisfies Readonly<Record<ImportKind, object>>;

/** Everybody who may import something; of what, the operation behind its kind says. */
export const IMPORTERS = ['treasurer', 'buyer', 'keeper', 'admin'] as const;

/** Who reads what each kind is about. */
export const READERS = {
  units: EVERYONE,
  items: EVERYONE,
  suppliers: BOOKS,
  members: ['admin', 'auditor'],
  plans: BOOKS,
  consignments: BOOKS,
  disbursements: BOOKS,
  benefits: MONEY,
} as const satisfies Readonly<Record<ImportKind, readonly Role[]>>;
