import * as z from 'zod';
import { PERIODS, type PlannedGoods, type PlannedMoney, type RegistryFieldsOf } from '../domain/registry.ts';
import { ROLES } from '../domain/role.ts';
import { SPENDINGS } from '../domain/threshold.ts';
import { date, id, ordinal, packed, text, whole, yuan } from './answer-scalars.ts';
import { telling } from './exactly.ts';

const status = z.enum(['open', 'closed']);
const phone = text.exactOptional().meta({ description: 'Masked; told where one document is read' });

export const fundingLineAnswer = telling<RegistryFieldsOf['fundingLine']>()(
  z
    .strictObject({
      id,
      status,
      code: text,
      name: text,
      basis: z.array(text),
      permittedUses: text.exactOptional(),
      available: yuan,
      cash: yuan,
    })
    .meta({ id: 'FundingLine' }),
);

export const unitAnswer = telling<RegistryFieldsOf['unit']>()(
  z
    .strictObject({
      id,
      status,
      code: text,
      name: text,
      parent: id.exactOptional(),
      region: text.exactOptional(),
      lineage: z.array(text).meta({ description: 'Codes of the unit and of everything above it, its own first' }),
      phone,
    })
    .meta({ id: 'Unit' }),
);

export const itemAnswer = telling<RegistryFieldsOf['item']>()(
  z
    .strictObject({
      id,
      status,
      code: text,
      name: text,
      spec: text.exactOptional(),
      grade: text.exactOptional(),
      baseMeasure: text,
      packs: z.array(z.strictObject({ measure: text, of: ordinal })),
      perishable: z.boolean().exactOptional(),
      service: z.boolean().exactOptional().meta({ description: 'No goods: freight, unloading, printing' }),
      minimum: whole.exactOptional().meta({ description: 'Of which less in all warehouses together is too little' }),
    })
    .meta({ id: 'Item' }),
);

export const supplierAnswer = telling<RegistryFieldsOf['supplier']>()(
  z.strictObject({ id, status, name: text, uscc: text.exactOptional(), phone }).meta({ id: 'Supplier' }),
);

export const warehouseAnswer = telling<RegistryFieldsOf['warehouse']>()(
  z.strictObject({ id, status, code: text, name: text }).meta({ id: 'Warehouse' }),
);

export const tariffAnswer = telling<RegistryFieldsOf['tariff']>()(
  z
    .strictObject({ id, status, code: text, name: text, basis: text, cap: yuan, per: z.enum(PERIODS) })
    .meta({ id: 'Tariff' }),
);

export const planAnswer = telling<RegistryFieldsOf['plan']>()(
  z
    .strictObject({
      id,
      status,
      number: text,
      decidedOn: date,
      title: text,
      lines: z.array(
        z.union([
          telling<PlannedGoods>()(
            z.strictObject({ unit: id, item: id, quantity: whole, packs: packed.exactOptional() }),
          ),
          telling<PlannedMoney>()(z.strictObject({ unit: id, fundingLine: id, amount: yuan })),
        ]),
      ),
    })
    .meta({ id: 'AllocationPlan' }),
);

/** In a list it is told how many lines a plan has; reading it tells which. */
export const planRowAnswer = planAnswer.omit({ lines: true }).extend({ lineCount: z.int() });

export const memberAnswer = telling<RegistryFieldsOf['member']>()(
  z
    .strictObject({
      id,
      status,
      subject: text,
      name: text.exactOptional().meta({ description: 'Where one was given; told where one member is read' }),
      roles: z.array(z.enum(ROLES)),
      units: z.array(text),
    })
    .meta({ id: 'Member' }),
);

export const thresholdAnswer = telling<RegistryFieldsOf['threshold']>()(
  z
    .strictObject({
      id,
      status,
      spending: z.enum(SPENDINGS),
      approvalAbove: yuan.exactOptional(),
      cashAbove: yuan.exactOptional(),
    })
    .meta({ id: 'ApprovalThreshold' }),
);

export type FundingLineView = z.output<typeof fundingLineAnswer>;
export type UnitView = z.output<typeof unitAnswer>;
export type ItemView = z.output<typeof itemAnswer>;
export type SupplierView = z.output<typeof supplierAnswer>;
export type WarehouseView = z.output<typeof warehouseAnswer>;
export type TariffView = z.output<typeof tariffAnswer>;
export type MemberView = z.output<typeof memberAnswer>;
export type ThresholdView = z.output<typeof thresholdAnswer>;
export type PlanView = z.output<typeof planAnswer>;
