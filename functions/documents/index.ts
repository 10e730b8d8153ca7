import type { UseCases } from '../front/http.ts';
import { listAdjustments } from './list-adjustments.ts';
import { listBenefits } from './list-benefits.ts';
import { listConsignments } from './list-consignments.ts';
import { listDisbursements } from './list-disbursements.ts';
import { listEntries } from './list-entries.ts';
import { listFundingLines } from './list-funding-lines.ts';
import { listItems } from './list-items.ts';
import { listMembers } from './list-members.ts';
import { listPeriods } from './list-periods.ts';
import { listPlans } from './list-plans.ts';
import { listPurchases } from './list-purchases.ts';
import { listReceipts } from './list-receipts.ts';
import { listSuppliers } from './list-suppliers.ts';
import { listTariffs } from './list-tariffs.ts';
import { listUnits } from './list-units.ts';
import { listWarehouses } from './list-warehouses.ts';
import { readAdjustment } from './read-adjustment.ts';
import { readBenefit } from './read-benefit.ts';
import { readConsignment } from './read-consignment.ts';
import { readDisbursement } from './read-disbursement.ts';
import { readEntry } from './read-entry.ts';
import { readItem } from './read-item.ts';
import { readMember } from './read-member.ts';
import { readPlan } from './read-plan.ts';
import { readPurchase } from './read-purchase.ts';
import { readReceipt } from './read-receipt.ts';
import { readSupplier } from './read-supplier.ts';
import { readTariff } from './read-tariff.ts';
import { readUnit } from './read-unit.ts';
import { readWarehouse } from './read-warehouse.ts';
import { whoAmI } from './who-am-i.ts';

export const documentsUseCases = {
  listAdjustments,
  listBenefits,
  listConsignments,
  listDisbursements,
  listEntries,
  listFundingLines,
  listItems,
  listMembers,
  listPeriods,
  listPlans,
  listPurchases,
  listReceipts,
  listSuppliers,
  listTariffs,
  listUnits,
  listWarehouses,
  readAdjustment,
  readBenefit,
  readConsignment,
  readDisbursement,
  readEntry,
  readItem,
  readMember,
  readPlan,
  readPurchase,
  readReceipt,
  readSupplier,
  readTariff,
  readUnit,
  readWarehouse,
  whoAmI,
} satisfies UseCases<'documents'>;
