import { accept } from '../../shared/commands/accept.ts';
import { appropriate } from '../../shared/commands/appropriate.ts';
import { confirm } from '../../shared/commands/confirm.ts';
import { dispatch } from '../../shared/commands/dispatch.ts';
import { order } from '../../shared/commands/order.ts';
import {
  openFundingLine,
  registerItem,
  registerPlan,
  registerSupplier,
  registerTariff,
  registerUnit,
  registerWarehouse,
} from '../../shared/commands/registry.ts';
import type * as command from '../../shared/domain/command.ts';
import type { Approval, Entry } from '../../shared/domain/entry.ts';
import {
  BUYER,
  type Circumstances,
  COORDINATOR,
  KEEPER,
  TestOffice,
  TODAY,
  TREASURER,
  YESTERDAY,
  yuan,
} from './office.ts';

export const APPROVAL: Approval = { document: '会议纪要〔2020〕3号', decidedOn: '2019-01-02', approver: '主席办公会' };
export const REASON = { reason: '按规定处理' };

/**
 * An office at work: two funding lines with 10,000.00 and 5,000.00, a town with a village below it, masks (只, 箱 of
 * 240) and suits (件), a supplier, two warehouses and a tariff of 2,000.00 a year.
 */
export async function openOffice(office: TestOffice = new TestOffice()): Promise<TestOffice> {
  const post = office.post.bind(office);
  await post(TREASURER, openFundingLine, { code: 'FY', name: '防疫专项', basis: ['厅字〔2020〕3号'] }, { as: 'line' });
  await post(TREASURER, openFundingLine, { code: 'WN', name: '送温暖', basis: [] }, { as: 'line-2' });
  await post(TREASURER, registerUnit, { code: 'SY', name: '石园街道' }, { as: 'town' });
  await post(
    TREASURER,
    registerUnit,
    { code: 'SY-01', name: '石园社区', parent: office.id('town') },
    { as: 'village' },
  );
  await post(TREASURER, registerUnit, { code: 'GM', name: '光明街道' }, { as: 'other-town' });
  await post(
    TREASURER,
    registerItem,
    { code: 'KZ', name: '口罩', baseMeasure: '只', packs: [{ measure: '箱', of: 240n }] },
    { as: 'masks' },
  );
  await post(TREASURER, registerItem, { code: 'FH', name: '防护服', baseMeasure: '件', packs: [] }, { as: 'suits' });
  await post(BUYER, registerSupplier, { name: '供货商', uscc: '91350100M000100Y43' }, { as: 'supplier' });
  await post(TREASURER, registerWarehouse, { code: 'CK-1', name: '一号库' }, { as: 'warehouse' });
  await post(TREASURER, registerWarehouse, { code: 'CK-2', name: '二号库' }, { as: 'warehouse-2' });
  await post(
    TREASURER,
    registerTariff,
    { code: 'WW', name: '困难慰问', basis: '慰问办法', cap: yuan('2000.00'), per: 'year' },
    { as: 'tariff' },
  );
  const early = { effectiveOn: '2019-01-02' };
  await post(TREASURER, appropriate, { ...appropriation('10000.00'), ...early }, { on: 'line', as: 'money' });
  await post(TREASURER, appropriate, { ...appropriation('5000.00'), ...early }, { on: 'line-2', as: 'money-2' });
  return office;
}

export function appropriation(amount: string): command.Appropriate {
  return { amount: yuan(amount), effectiveOn: TODAY, source: '区总工会' };
}

export function orderLine(
  office: TestOffice,
  item: string,
  quantity: bigint,
  amount: string,
  fundingLine = 'line',
): command.OrderLine {
  return { item: office.id(item), quantity, amount: yuan(amount), fundingLine: office.id(fundingLine) };
}

export function orderOf(office: TestOffice, ...lines: command.OrderLine[]): command.Order {
  return { supplier: office.id('supplier'), effectiveOn: TODAY, lines };
}

export function acceptanceOf(office: TestOffice, ...lines: command.AcceptLine[]): command.Accept {
  return { warehouse: office.id('warehouse'), effectiveOn: TODAY, lines };
}

export function dispatchOf(
  office: TestOffice,
  ...lines: (readonly [item: string, quantity: bigint])[]
): command.Dispatch {
  return {
    unit: office.id('town'),
    warehouse: office.id('warehouse'),
    effectiveOn: TODAY,
    lines: lines.map(([item, quantity]) => ({ item: office.id(item), quantity })),
  };
}

export function confirmationOf(...lines: command.ConfirmLine[]): command.Confirm {
  return { effectiveOn: TODAY, lines, signatory: '签收人甲' };
}

/** Goods of an item, or money of a funding line. */
type Planned = readonly [unit: string, of: string, by: bigint];

const FUNDING_LINES = ['line', 'line-2'];

export function planOf(office: TestOffice, ...lines: Planned[]): command.RegisterPlan {
  return {
    number: '2020-1',
    decidedOn: YESTERDAY,
    title: '第一批分配方案',
    lines: lines.map(([unit, of, by]) => ({
      unit: office.id(unit),
      ...(FUNDING_LINES.includes(of)
        ? { fundingLine: office.id(of), amount: by }
        : { item: office.id(of), quantity: by }),
    })),
  };
}

/** Orders and accepts in one go: the order is called `name`, the acceptance `name-in`, so that its lots are told by it. */
export async function buy(
  office: TestOffice,
  name: string,
  lines: readonly (readonly [item: string, quantity: bigint, amount: string, fundingLine?: string])[],
  batch?: command.AcceptLine['batch'],
): Promise<void> {
  const ordered = lines.map(([item, quantity, amount, line]) => orderLine(office, item, quantity, amount, line));
  await office.post(BUYER, order, orderOf(office, ...ordered), { as: name });
  const accepted = lines.map(([, good], at) => ({ line: at + 1, good, ...(batch ? { batch } : {}) }));
  await office.post(KEEPER, accept, acceptanceOf(office, ...accepted), { on: name, as: `${name}-in` });
}

export function send(
  office: TestOffice,
  name: string,
  ...lines: (readonly [item: string, quantity: bigint])[]
): Promise<Entry> {
  return office.post(KEEPER, dispatch, dispatchOf(office, ...lines), { as: name });
}

/** The coordinator confirms a consignment; the entry is called `name-signed`. */
export function sign(office: TestOffice, name: string, ...lines: command.ConfirmLine[]): Promise<Entry> {
  const circumstances: Circumstances = { on: name, as: `${name}-signed` };
  return office.post<command.Confirm>(COORDINATOR, confirm, confirmationOf(...lines), circumstances);
}

export async function plan(office: TestOffice, ...lines: Planned[]): Promise<void> {
  await office.post<command.RegisterPlan>(TREASURER, registerPlan, planOf(office, ...lines), { as: 'plan' });
}

/** The reversal of an entry as a body. */
export function reversal(effectiveOn = TODAY): command.Reverse {
  return { reason: '录入有误', effectiveOn };
}
