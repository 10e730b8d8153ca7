import { type Fen, formatYuan } from '../domain/amount.ts';
import type { FundingLineBook } from '../domain/books.ts';
import type { Id } from '../domain/id.ts';
import { maskPhone } from '../domain/mask.ts';
import { isGoods } from '../domain/plan.ts';
import type { FundingLineFields, PlannedLine, Registered, RegistryKind } from '../domain/registry.ts';
import { stated } from '../domain/stated.ts';
import type {
  FundingLineView,
  ItemView,
  MemberView,
  PlanView,
  SupplierView,
  TariffView,
  ThresholdView,
  UnitView,
  WarehouseView,
} from './registered-answers.ts';
import { packsView } from './showing.ts';

const statusOf = ({ closed }: { readonly closed: boolean }) => (closed ? 'closed' : 'open');

export function fundingLineView(id: Id, book: FundingLineBook, fields: FundingLineFields): FundingLineView {
  const { code, name, basis, permittedUses } = fields;
  return {
    id,
    status: statusOf(book),
    code,
    name,
    basis: [...basis],
    ...(permittedUses === undefined ? {} : { permittedUses }),
    available: formatYuan(book.available),
    cash: formatYuan(book.cash),
  };
}

/** What is told of a unit that its row does not hold: what lies above it stands in the rows of others. */
interface UnitToo {
  readonly phone?: string | undefined;
  readonly lineage?: readonly string[] | undefined;
}

type Views = {
  readonly [K in Exclude<RegistryKind, 'fundingLine' | 'unit'>]: (
    id: Id,
    state: Registered<K>,
    personal?: string,
  ) => object;
} & { readonly unit: (id: Id, state: Registered<'unit'>, too?: UnitToo) => object };

const shownPhone = (phone: string | undefined) => (phone === undefined ? {} : { phone: maskPhone(phone) });

/** What is registered as it stands now. Where it was read, a phone is shown masked; who acts is called by name. */
export const registeredViews = {
  unit: (id: Id, state: Registered<'unit'>, { phone, lineage = [] }: UnitToo = {}): UnitView => {
    const { parent, ...fields } = state.fields;
    const below = parent ? { parent } : {};
    return { id, status: statusOf(state), ...fields, ...below, lineage: [...lineage], ...shownPhone(phone) };
  },
  item: (id: Id, state: Registered<'item'>): ItemView => {
    const { minimum, packs, ...fields } = state.fields;
    const least = typeof minimum === 'bigint' ? { minimum: Number(minimum) } : {};
    const sizes = packs.map(({ measure, of }) => ({ measure, of: Number(of) }));
    return { id, status: statusOf(state), ...fields, packs: sizes, ...least };
  },
  supplier: (id: Id, state: Registered<'supplier'>, phone?: string): SupplierView => ({
    id,
    status: statusOf(state),
    ...state.fields,
    ...shownPhone(phone),
  }),
  warehouse: (id: Id, state: Registered<'warehouse'>): WarehouseView => ({
    id,
    status: statusOf(state),
    ...state.fields,
  }),
  tariff: (id: Id, state: Registered<'tariff'>): TariffView => ({
    id,
    status: statusOf(state),
    ...state.fields,
    cap: formatYuan(state.fields.cap),
  }),
  plan: (id: Id, state: Registered<'plan'>): PlanView => ({
    id,
    status: statusOf(state),
    ...state.fields,
    lines: state.fields.lines.map(plannedView),
  }),
  member: (id: Id, state: Registered<'member'>, name?: string): MemberView => {
    const { subject, roles, units } = state.fields;
    const called = name === undefined ? {} : { name };
    return { id, status: statusOf(state), subject, ...called, roles: [...roles], units: [...units] };
  },
  threshold: (id: Id, state: Registered<'threshold'>): ThresholdView => {
    const { spending, approvalAbove, cashAbove } = state.fields;
    const told = (limit: Fen | undefined) => (limit === undefined ? undefined : formatYuan(limit));
    const limits = { approvalAbove: told(approvalAbove), cashAbove: told(cashAbove) };
    return stated<ThresholdView>({ id, status: statusOf(state), spending, ...limits });
  },
} satisfies Views;

function plannedView(line: PlannedLine): PlanView['lines'][number] {
  const { unit } = line;
  if (!isGoods(line)) return { unit, fundingLine: line.fundingLine, amount: formatYuan(line.amount) };
  const { item, quantity, packs } = line;
  return stated<PlannedGoodsView>({ unit, item, quantity: Number(quantity), packs: packsView(quantity, packs) });
}

type PlannedGoodsView = Extract<PlanView['lines'][number], { readonly item: Id }>;
