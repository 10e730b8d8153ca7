import * as registry from '../../shared/commands/registry.ts';
import { openFundingLineBody } from '../../shared/schemas/funding-line.ts';
import { amendItemBody, registerItemBody } from '../../shared/schemas/item.ts';
import { amendMemberBody, registerMemberBody } from '../../shared/schemas/member.ts';
import { amendPlanBody, registerPlanBody } from '../../shared/schemas/plan.ts';
import { closeBody } from '../../shared/schemas/remarks.ts';
import { amendSupplierBody, registerSupplierBody } from '../../shared/schemas/supplier.ts';
import { amendTariffBody, registerTariffBody } from '../../shared/schemas/tariff.ts';
import { amendUnitBody, registerUnitBody } from '../../shared/schemas/unit.ts';
import { amendWarehouseBody, registerWarehouseBody } from '../../shared/schemas/warehouse.ts';
import type { Tracker } from '../composition/tracker.ts';
import type { Table } from '../front/operation.ts';
import { write } from '../front/write.ts';

/** What is registered, amended and closed. The document that each answers is what it is about. */
export const registryOperations = {
  openFundingLine: write('/api/funding-lines', ['treasurer'], 'Open a funding line (专项资金)', {
    body: openFundingLineBody,
    writes: 'registration',
    answer: 'fundingLine',
    command: registry.openFundingLine,
  }),
  closeFundingLine: write('/api/funding-lines/{id}/closure', ['treasurer'], 'Close a funding line with nothing on it', {
    body: closeBody,
    writes: 'closure',
    answer: 'fundingLine',
    command: registry.closeFundingLine,
  }),
  registerUnit: write('/api/units', ['treasurer'], 'Register a unit', {
    body: registerUnitBody,
    writes: 'registration',
    answer: 'unit',
    command: registry.registerUnit,
  }),
  amendUnit: write('/api/units/{id}/amendments', ['treasurer'], 'Amend a unit', {
    body: amendUnitBody,
    writes: 'amendment',
    answer: 'unit',
    command: registry.amendUnit,
  }),
  closeUnit: write('/api/units/{id}/closure', ['treasurer'], 'Close a unit', {
    body: closeBody,
    writes: 'closure',
    answer: 'unit',
    command: registry.closeUnit,
  }),
  registerItem: write('/api/items', ['treasurer'], 'Register an item', {
    body: registerItemBody,
    writes: 'registration',
    answer: 'item',
    command: registry.registerItem,
  }),
  amendItem: write('/api/items/{id}/amendments', ['treasurer'], 'Amend an item', {
    body: amendItemBody,
    writes: 'amendment',
    answer: 'item',
    command: registry.amendItem,
  }),
  closeItem: write('/api/items/{id}/closure', ['treasurer'], 'Close an item', {
    body: closeBody,
    writes: 'closure',
    answer: 'item',
    command: registry.closeItem,
  }),
  registerSupplier: write('/api/suppliers', ['buyer', 'treasurer'], 'Register a supplier', {
    body: registerSupplierBody,
    writes: 'registration',
    answer: 'supplier',
    command: registry.registerSupplier,
  }),
  amendSupplier: write('/api/suppliers/{id}/amendments', ['buyer', 'treasurer'], 'Amend a supplier', {
    body: amendSupplierBody,
    writes: 'amendment',
    answer: 'supplier',
    command: registry.amendSupplier,
  }),
  closeSupplier: write('/api/suppliers/{id}/closure', ['buyer', 'treasurer'], 'Close a supplier', {
    body: closeBody,
    writes: 'closure',
    answer: 'supplier',
    command: registry.closeSupplier,
  }),
  registerWarehouse: write('/api/warehouses', ['treasurer'], 'Register a warehouse', {
    body: registerWarehouseBody,
    writes: 'registration',
    answer: 'warehouse',
    command: registry.registerWarehouse,
  }),
  amendWarehouse: write('/api/warehouses/{id}/amendments', ['treasurer'], 'Amend a warehouse', {
    body: amendWarehouseBody,
    writes: 'amendment',
    answer: 'warehouse',
    command: registry.amendWarehouse,
  }),
  closeWarehouse: write('/api/warehouses/{id}/closure', ['treasurer'], 'Close a warehouse', {
    body: closeBody,
    writes: 'closure',
    answer: 'warehouse',
    command: registry.closeWarehouse,
  }),
  registerTariff: write('/api/tariffs', ['treasurer'], 'Register a tariff (慰问标准)', {
    body: registerTariffBody,
    writes: 'registration',
    answer: 'tariff',
    command: registry.registerTariff,
  }),
  amendTariff: write('/api/tariffs/{id}/amendments', ['treasurer'], 'Amend a tariff', {
    body: amendTariffBody,
    writes: 'amendment',
    answer: 'tariff',
    command: registry.amendTariff,
  }),
  closeTariff: write('/api/tariffs/{id}/closure', ['treasurer'], 'Close a tariff', {
    body: closeBody,
    writes: 'closure',
    answer: 'tariff',
    command: registry.closeTariff,
  }),
  registerPlan: write('/api/allocation-plans', ['treasurer'], 'Register an allocation plan (分配方案)', {
    body: registerPlanBody,
    writes: 'registration',
    answer: 'plan',
    command: registry.registerPlan,
  }),
  amendPlan: write('/api/allocation-plans/{id}/amendments', ['treasurer'], 'Amend an allocation plan', {
    body: amendPlanBody,
    writes: 'amendment',
    answer: 'plan',
    command: registry.amendPlan,
  }),
  closePlan: write('/api/allocation-plans/{id}/closure', ['treasurer'], 'Close an allocation plan', {
    body: closeBody,
    writes: 'closure',
    answer: 'plan',
    command: registry.closePlan,
  }),
  registerMember: write('/api/members', ['admin'], 'Grant roles to a person (授权)', {
    body: registerMemberBody,
    writes: 'registration',
    answer: 'member',
    command: registry.registerMember,
  }),
  amendMember: write('/api/members/{id}/amendments', ['admin'], 'Grant other roles or units than before', {
    body: amendMemberBody,
    writes: 'amendment',
    answer: 'member',
    command: registry.amendMember,
  }),
  closeMember: write(
    '/api/members/{id}/closure',
    ['admin'],
    'Withdraw every role (收回授权): it counts within a minute',
    {
      body: closeBody,
      writes: 'closure',
      answer: 'member',
      command: registry.closeMember,
    },
  ),
} as const satisfies Table<Tracker>;
