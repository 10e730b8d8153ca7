import { dayAfter, startOfDay } from './calendar.ts';
import type { Entry } from './entry.ts';
import type { Role } from './role.ts';
import { WAITING_KINDS, type WaitingKind } from './waiting.ts';

/** What waits for somebody: rows that are kept, those of a consignment that is long unconfirmed, months to close. */
export type WorkKind = WaitingKind | 'unconfirmed' | 'to-close';

/**
 * For whom each kind waits: who does it, who answers for it, and auditors, who see everything. Coordinators see what is of
 * their own units, whatever the kind. For who keeps members or personal data nothing waits.
 */
export const WORK = {
  'to-accept': ['keeper', 'buyer', 'auditor'],
  'to-dispatch': ['keeper', 'auditor'],
  'to-disburse': ['treasurer', 'auditor'],
  'in-transit': ['coordinator', 'auditor'],
  unconfirmed: ['coordinator', 'treasurer', 'auditor'],
  held: ['treasurer', 'keeper', 'auditor'],
  'to-pay': ['treasurer', 'auditor'],
  'to-countersign': ['keeper', 'treasurer', 'auditor'],
  'without-invoice': ['buyer', 'treasurer', 'auditor'],
  'order-without-evidence': ['buyer', 'treasurer', 'auditor'],
  'payment-without-evidence': ['treasurer', 'auditor'],
  'confirmation-without-evidence': ['coordinator', 'treasurer', 'auditor'],
  expiring: ['keeper', 'auditor'],
  'below-minimum': ['keeper', 'buyer', 'auditor'],
  'to-close': ['treasurer', 'auditor'],
} as const satisfies Readonly<Record<WorkKind, readonly Role[]>>;

export const WORK_KINDS = Object.keys(WORK).filter((name): name is WorkKind => name in WORK);

/** What each kind is called. */
export const WORK_NAMES: Readonly<Record<WorkKind, { readonly zh: string; readonly en: string }>> = {
  'to-accept': { zh: '待验收', en: 'to accept' },
  'to-dispatch': { zh: '待发放', en: 'to dispatch' },
  'to-disburse': { zh: '待拨付', en: 'to disburse' },
  'in-transit': { zh: '在途', en: 'in transit' },
  unconfirmed: { zh: '逾期未签收', en: 'unconfirmed' },
  held: { zh: '待处理', en: 'held' },
  'to-pay': { zh: '待付款', en: 'to pay' },
  'to-countersign': { zh: '待复核', en: 'to countersign' },
  'without-invoice': { zh: '缺发票', en: 'without invoice' },
  'order-without-evidence': { zh: '采购缺凭据', en: 'order without evidence' },
  'payment-without-evidence': { zh: '付款缺凭据', en: 'payment without evidence' },
  'confirmation-without-evidence': { zh: '签收缺凭据', en: 'confirmation without evidence' },
  expiring: { zh: '临期', en: 'expiring' },
  'below-minimum': { zh: '低于最低库存', en: 'below its minimum' },
  'to-close': { zh: '待结账', en: 'to close' },
};

/** So long after it left a consignment ought to be confirmed. */
const CONFIRMED_WITHIN_MS = 48 * 3_600_000;

/** When a dispatch was recorded, and on which day the goods left. */
export type Left = Pick<Entry<'dispatch'>, 'recordedAt' | 'effectiveOn'>;

/**
 * For how long goods have been on their way at least, in milliseconds: since their dispatch was recorded, or since the end
 * of its day where it was written down later than that.
 */
export function underWayFor({ recordedAt, effectiveOn }: Left, now: number): number {
  return now - Math.min(recordedAt, startOfDay(dayAfter(effectiveOn)));
}

/** Whether goods that are so long on their way ought to be confirmed by now. */
export function isLate(ms: number): boolean {
  return ms > CONFIRMED_WITHIN_MS;
}

/** In which of their roles somebody sees a kind; none where it is not for them. */
export function rolesIn(kind: WorkKind, roles: readonly Role[]): readonly Role[] {
  const those: readonly Role[] = WORK[kind];
  return those.filter((role) => roles.includes(role));
}

export function isKept(kind: WorkKind): kind is WaitingKind {
  return WAITING_KINDS.some((one) => one === kind);
}
