import type { UseCases } from '../front/http.ts';
import { amendItem } from './amend-item.ts';
import { amendMember } from './amend-member.ts';
import { amendPlan } from './amend-plan.ts';
import { amendSupplier } from './amend-supplier.ts';
import { amendTariff } from './amend-tariff.ts';
import { amendUnit } from './amend-unit.ts';
import { amendWarehouse } from './amend-warehouse.ts';
import { closeFundingLine } from './close-funding-line.ts';
import { closeItem } from './close-item.ts';
import { closeMember } from './close-member.ts';
import { closePlan } from './close-plan.ts';
import { closeSupplier } from './close-supplier.ts';
import { closeTariff } from './close-tariff.ts';
import { closeUnit } from './close-unit.ts';
import { closeWarehouse } from './close-warehouse.ts';
import { openFundingLine } from './open-funding-line.ts';
import { registerItem } from './register-item.ts';
import { registerMember } from './register-member.ts';
import { registerPlan } from './register-plan.ts';
import { registerSupplier } from './register-supplier.ts';
import { registerTariff } from './register-tariff.ts';
import { registerUnit } from './register-unit.ts';
import { registerWarehouse } from './register-warehouse.ts';

export const registryUseCases = {
  openFundingLine,
  closeFundingLine,
  registerUnit,
  amendUnit,
  closeUnit,
  registerItem,
  amendItem,
  closeItem,
  registerSupplier,
  amendSupplier,
  closeSupplier,
  registerWarehouse,
  amendWarehouse,
  closeWarehouse,
  registerTariff,
  amendTariff,
  closeTariff,
  registerPlan,
  amendPlan,
  closePlan,
  registerMember,
  amendMember,
  closeMember,
} satisfies UseCases<'registry'>;
