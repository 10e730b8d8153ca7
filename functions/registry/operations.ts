import type * as z from 'zod';
import type { Command, CommandOn } from '../../shared/commands/command.ts';
import * as registry from '../../shared/commands/registry.ts';
import * as reopening from '../../shared/commands/reopen.ts';
import * as thresholds from '../../shared/commands/thresholds.ts';
import type { Close, Reopen } from '../../shared/domain/command.ts';
import type { RegistryKind } from '../../shared/domain/registry.ts';
import type { Role } from '../../shared/domain/role.ts';
import { openFundingLineBody } from '../../shared/schemas/funding-line.ts';
import { amendItemBody, registerItemBody } from '../../shared/schemas/item.ts';
import { amendMemberBody, registerMemberBody } from '../../shared/schemas/member.ts';
import { amendPlanBody, registerPlanBody } from '../../shared/schemas/plan.ts';
import { closeBody, reopenBody } from '../../shared/schemas/remarks.ts';
import { amendSupplierBody, registerSupplierBody } from '../../shared/schemas/supplier.ts';
import { amendTariffBody, registerTariffBody } from '../../shared/schemas/tariff.ts';
import { amendThresholdBody, registerThresholdBody } from '../../shared/schemas/threshold.ts';
import { amendUnitBody, registerUnitBody } from '../../shared/schemas/unit.ts';
import { amendWarehouseBody, registerWarehouseBody } from '../../shared/schemas/warehouse.ts';
import type { Tracker } from '../composition/tracker.ts';
import type { Table } from '../front/operation.ts';
import { write } from '../front/write.ts';

/** What is registered under a path by some roles, which amend, close and reopen it too. Each write answers it. */
function registered(answer: RegistryKind, path: `/api/${string}`, access: readonly Role[]) {
  const amendments = `${path}/{id}/amendments` as const;
  const closure = `${path}/{id}/closure` as const;
  const reopening = `${path}/{id}/reopening` as const;
  return {
    register: <B>(summary: string, body: z.ZodType<B>, command: Command<B>) =>
      write(path, access, summary, { body, writes: 'registration', answer, command }),
    amend: <B>(summary: string, body: z.ZodType<B>, command: CommandOn<B>) =>
      write(amendments, access, summary, { body, writes: 'amendment', answer, command }),
    close: (summary: string, command: CommandOn<Close>) =>
      write(closure, access, summary, { body: closeBody, writes: 'closure', answer, command }),
    reopen: (summary: string, command: CommandOn<Reopen>) =>
      write(reopening, access, summary, { body: reopenBody, writes: 'reopening', answer, command }),
  };
}

const fundingLine = registered('fundingLine', '/api/funding-lines', ['treasurer']);
const unit = registered('unit', '/api/units', ['treasurer']);
const item = registered('item', '/api/items', ['treasurer']);
const supplier = registered('supplier', '/api/suppliers', ['buyer', 'treasurer']);
const warehouse = registered('warehouse', '/api/warehouses', ['treasurer']);
const tariff = registered('tariff', '/api/tariffs', ['treasurer']);
const plan = registered('plan', '/api/allocation-plans', ['treasurer']);
const member = registered('member', '/api/members', ['admin']);
const threshold = registered('threshold', '/api/approval-thresholds', ['admin']);

/** Everything that is registered, amended, closed and reopened. */
export const registryOperations = {
  openFundingLine: fundingLine.register(
    'Open a funding line (专项资金)',
    openFundingLineBody,
    registry.openFundingLine,
  ),
  closeFundingLine: fundingLine.close('Close a funding line with nothing on it', registry.closeFundingLine),
  reopenFundingLine: fundingLine.reopen('Reopen a funding line (重新启用)', reopening.reopenFundingLine),
  registerUnit: unit.register('Register a unit', registerUnitBody, registry.registerUnit),
  amendUnit: unit.amend('Amend a unit, or move it with all below it', amendUnitBody, registry.amendUnit),
  closeUnit: unit.close('Close a unit', registry.closeUnit),
  reopenUnit: unit.reopen('Reopen a unit', reopening.reopenUnit),
  registerItem: item.register('Register an item', registerItemBody, registry.registerItem),
  amendItem: item.amend('Amend an item', amendItemBody, registry.amendItem),
  closeItem: item.close('Close an item', registry.closeItem),
  reopenItem: item.reopen('Reopen an item', reopening.reopenItem),
  registerSupplier: supplier.register('Register a supplier', registerSupplierBody, registry.registerSupplier),
  amendSupplier: supplier.amend('Amend a supplier', amendSupplierBody, registry.amendSupplier),
  closeSupplier: supplier.close('Close a supplier', registry.closeSupplier),
  reopenSupplier: supplier.reopen('Reopen a supplier', reopening.reopenSupplier),
  registerWarehouse: warehouse.register('Register a warehouse', registerWarehouseBody, registry.registerWarehouse),
  amendWarehouse: warehouse.amend('Amend a warehouse', amendWarehouseBody, registry.amendWarehouse),
  closeWarehouse: warehouse.close('Close a warehouse', registry.closeWarehouse),
  reopenWarehouse: warehouse.reopen('Reopen a warehouse', reopening.reopenWarehouse),
  registerTariff: tariff.register('Register a tariff (慰问标准)', registerTariffBody, registry.registerTariff),
  amendTariff: tariff.amend('Amend a tariff', amendTariffBody, registry.amendTariff),
  closeTariff: tariff.close('Close a tariff', registry.closeTariff),
  reopenTariff: tariff.reopen('Reopen a tariff', reopening.reopenTariff),
  registerPlan: plan.register('Register an allocation plan (分配方案)', registerPlanBody, registry.registerPlan),
  amendPlan: plan.amend('Amend an allocation plan', amendPlanBody, registry.amendPlan),
  closePlan: plan.close('Close an allocation plan', registry.closePlan),
  reopenPlan: plan.reopen('Reopen an allocation plan', reopening.reopenPlan),
  registerMember: member.register('Grant roles to a person (授权)', registerMemberBody, registry.registerMember),
  amendMember: member.amend('Grant other roles or units than before', amendMemberBody, registry.amendMember),
  closeMember: member.close('Withdraw every role (收回授权): it counts within a minute', registry.closeMember),
  reopenMember: member.reopen(
    'Give back the roles that were withdrawn: it counts within a minute',
    reopening.reopenMember,
  ),
  registerThreshold: threshold.register(
    'Set above what a kind of spending needs an approval, and is not paid in cash (审批限额)',
    registerThresholdBody,
    thresholds.registerThreshold,
  ),
  amendThreshold: threshold.amend('Set other limits than before', amendThresholdBody, thresholds.amendThreshold),
  closeThreshold: threshold.close('Take a threshold back', thresholds.closeThreshold),
  reopenThreshold: threshold.reopen('Set a threshold that was taken back as it was', thresholds.reopenThreshold),
} as const satisfies Table<Tracker>;
