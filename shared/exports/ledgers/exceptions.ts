import { formatYuan } from '../../domain/amount.ts';
import { type Entry, isKind } from '../../domain/entry.ts';
import type { Kind } from '../../domain/facts.ts';
import type { Id } from '../../domain/id.ts';
import { writeWhole } from '../../domain/quantity.ts';
import { roleCalled } from '../../domain/role.ts';
import { documentNumber, type Sealed, voucherNumber } from '../../domain/voucher.ts';
import { Corrections } from '../../reports/as-they-stand.ts';
import { isUnapproved, onPaperOnly } from '../../reports/decided.ts';
import { directionTold, type Redirected, redirectedIn } from '../../reports/directions.ts';
import { type Finding, Findings } from '../../reports/findings.ts';
import { type Noted, Notes } from '../../reports/noted.ts';
import { approvedBy, doerOf } from '../../reports/people.ts';
import { isWithin } from '../../reports/period.ts';
import type { Register } from '../../reports/register.ts';
import { isOf, type Selection } from '../../reports/selection.ts';
import { type SetAside, setAsideBy } from '../../reports/set-aside.ts';
import { type Split, SplitOrders } from '../../reports/split-orders.ts';
import { reversedBy, summaryOf } from '../../reports/summary.ts';
import { writePriceOf } from '../../reports/usual-price.ts';
import type { Sheet } from '../files/sheet.ts';
import { correcting, correctionTold } from './correcting.ts';
import type { Making, RowFold } from './fold.ts';
import { belated, joined, reversing } from './remarks.ts';
import { type Cells, column, textOf } from './table.ts';

const COLUMNS = [
  column('ordinal', '序号', 'ordinal', 6),
  column('date', '日期', 'date', 12),
  column('number', '凭证号', 'text', 10),
  column('matter', '例外事项', 'text', 24),
  column('summary', '摘要', 'text', 40),
  column('handler', '经办人', 'person', 18),
  column('role', '身份', 'text', 14),
  column('reason', '理由', 'text', 40),
  column('approver', '审批人', 'person', 14),
  column('remark', '备注', 'text', 30),
];

export type ExceptionsKey = (typeof COLUMNS)[number][0] | 'corrects' | 'names';

export const EXCEPTIONS_KEYS: readonly ExceptionsKey[] = [...COLUMNS.map(([name]) => name), 'corrects', 'names'];

/** What a row about something else may name: what can be withdrawn, and what says whom it reached. */
const MAY_BE_NAMED: readonly Kind[] = ['order', 'dispatch', 'confirmation', 'unit-return', 'disbursement', 'take-back'];

/**
 * 例外事项台账: a row for every entry that says why a rule was set aside or a gift went to somebody else than its giver
 * meant, and for every one that came after its month was closed; for what was paid without an approval, approved on a paper
 * alone, or ordered in parts that pass a threshold together; for every changed head-count and every withdrawal, for what is
 * dated more than seven days back although the ledger was kept by then, for what altered a month that was closed, and for
 * what an entry shows that somebody should look at, as it stood then; and a row where such an entry was reversed. What moves
 * nothing, as a grant of roles, is of no funding line.
 */
export class ExceptionsFold implements RowFold {
  readonly #making: Making<ExceptionsKey>;
  readonly #listed = new Set<Id>();
  readonly #notes = new Notes();
  readonly #findings = new Findings();
  readonly #split = new SplitOrders();
  readonly #corrections = new Corrections();
  /** Where orders stand in the log. */
  readonly #orders = new Map<Id, number>();

  constructor(making: Making<ExceptionsKey>) {
    this.#making = making;
  }

  get open(): number {
    return this.#listed.size + this.#findings.purchases.size;
  }

  enter(sealed: Sealed): void {
    const { entry, index } = sealed;
    const { rows, selection, register } = this.#making;
    if (isKind(entry, 'correction') && entry.facts.kind === 'receipt') this.#corrections.enter(entry);
    const noted = this.#notes.enter(sealed);
    const findings = this.#findings.enter(sealed);
    const undone = reversedBy(entry).filter((id) => this.#listed.has(id));
    const matters: readonly Matter[] = [
      ...setAsideBy(entry).map((one) => this.#matterSetAside(one, sealed)),
      ...this.#decided(sealed),
      ...noted.map((one) => this.#matterNoted(one, sealed)),
      ...findings.map((one) => foundMatter(one, register.on(entry.effectiveOn))),
      ...undone.map((id) => ({
        matter: '冲销例外事项',
        reason: 'reason' in entry.facts ? entry.facts.reason : '',
        named: [id],
      })),
    ];
    if (MAY_BE_NAMED.includes(entry.kind)) rows.number(entry.id, index);
    if (matters.length === 0 || !(isOf(sealed, selection) || isFoundOf(findings, selection))) return;
    if (!MAY_BE_NAMED.includes(entry.kind)) rows.number(entry.id, index);
    this.#listed.add(entry.id);
    if (!isWithin(entry, selection)) return;
    matters.forEach(({ matter, reason, remark, named = [], corrects = null, purchase }, line) => {
      const row: Cells<ExceptionsKey> = {
        date: entry.effectiveOn,
        number: voucherNumber(index),
        matter,
        summary: summaryOf(sealed, register.on(entry.effectiveOn)),
        handler: doerOf(entry),
        role: roleCalled(entry.actor.role).zh,
        reason: reason === '' ? null : reason,
        approver: approvedBy(entry) ?? null,
        remark: joined(remark, entry.note),
        corrects,
        names: purchase === undefined ? null : 'purchase',
      };
      rows.add({ on: entry.effectiveOn, index, line }, row, purchase === undefined ? named : [purchase]);
    });
  }

  #matterSetAside(one: SetAside, sealed: Sealed): Matter {
    const told = setAside(one);
    if (one.rule === 'plan' && sealed.entry.kind === 'disbursement') return { ...told, matter: '超分配方案拨付' };
    if (one.rule !== 'direction') return told;
    const register = this.#making.register.on(sealed.entry.effectiveOn);
    const gifts = redirectedIn(sealed, (id) => this.#gift(id));
    return { ...told, remark: gifts.map((gift) => giftTold(gift, register)).join('、') };
  }

  /** What brought a gift, as it stands by now. */
  #gift(id: Id): Entry | undefined {
    const entry = this.#making.openings.find(id);
    return entry === undefined ? undefined : this.#corrections.standing(entry);
  }

  /** What nobody approved, or only a paper says, and what passes a threshold with others. */
  #decided(sealed: Sealed): Matter[] {
    const { entry, index } = sealed;
    const split = this.#split.enter(entry);
    if (isKind(entry, 'order') && this.#split.isInForce) this.#orders.set(entry.id, index);
    const paper = onPaperOnly(entry);
    return [
      ...(isUnapproved(entry) ? [{ matter: '未经审批支付', reason: null }] : []),
      ...(paper === undefined ? [] : [{ matter: '审批仅有纸质文件', reason: paper.document }]),
      ...(split === undefined ? [] : [{ matter: '七日内分单采购', reason: null, remark: this.#together(split) }]),
    ];
  }

  #together({ orders, together, threshold }: Split): string {
    const numbers = orders.slice(0, -1).map((id) => voucherNumber(this.#orders.get(id) ?? 0));
    return `与凭证${numbers.join('、')}合计 ${formatYuan(together)} 元，限额 ${formatYuan(threshold)} 元`;
  }

  #matterNoted(noted: Noted, { entry }: Sealed): Matter {
    const { register: whole } = this.#making;
    switch (noted.what) {
      case 'head-count': {
        const told = isKind(entry, 'correction') ? correctionTold(entry, whole.on(entry.effectiveOn)) : null;
        return { matter: '更正覆盖人数', reason: noted.reason, named: [noted.corrects], corrects: told };
      }
      case 'withdrawal':
        return { matter: '撤回', reason: noted.reason, named: [noted.withdraws] };
      case 'backdated':
        return { matter: `补录${noted.days}日前事项`, reason: null };
      case 'closed-month':
        return { matter: `影响已结账的${noted.month}`, reason: 'reason' in entry.facts ? entry.facts.reason : null };
    }
  }

  close(): Sheet {
    const { rows, sheet } = this.#making;

    async function* completed(): AsyncGenerator<Cells<ExceptionsKey>> {
      for await (const { row, numbers } of rows.read()) {
        const [number] = numbers;
        const { remark, corrects, names } = row;
        const isOfPurchase = names === 'purchase' && number !== undefined;
        const purchase = isOfPurchase ? `采购 ${documentNumber('purchase', number)}` : null;
        yield number === undefined
          ? row
          : purchase !== null
            ? { ...row, remark: joined(purchase, textOf(remark)) }
            : typeof corrects === 'string'
              ? { ...row, remark: correcting(number, corrects) }
              : { ...row, remark: joined(reversing(number), textOf(remark)) };
      }
    }

    return sheet({
      columns: COLUMNS,
      rows: completed(),
      summed: [],
    });
  }
}

interface Matter {
  readonly matter: string;
  readonly reason: string | null;
  readonly remark?: string;
  /** What a correction puts right. */
  readonly corrects?: string | null;
  /** The purchase in which it was found. */
  readonly purchase?: Id;
  /** What a reversal or a correction is of. */
  readonly named?: readonly Id[];
}

const MATTERS = {
  plan: '超分配方案发放',
  'own-roles': '办理本人权限',
  separation: '不相容岗位由一人办理',
  direction: '改变捐赠定向',
  cash: '现金超限额支付',
} as const;

function setAside(one: SetAside): Matter {
  const { reason } = one;
  if (one.rule === 'late') return { matter: belated(one), reason };
  const matter = MATTERS[one.rule];
  // A consent is called so: its document alone would be no reason.
  if (one.rule === 'direction' && one.isConsented) return { matter, reason: `捐赠人同意：${reason}` };
  if (one.rule !== 'cash') return { matter, reason };
  return { matter, reason, remark: `七日内现金合计 ${formatYuan(one.together)} 元，限额 ${formatYuan(one.above)} 元` };
}

/** An invoice names purchases, and those their funding lines. */
function isFoundOf(findings: readonly Finding[], { fundingLine, unit, item }: Selection): boolean {
  if (unit !== undefined || item !== undefined) return false;
  return fundingLine === undefined || findings.some(({ fundingLines }) => fundingLines.includes(fundingLine));
}

const FOUND = {
  'invoice-differs': '发票与采购不符',
  'old-invoice': '发票早于采购一年以上',
  'payable-below-zero': '应付款为负',
  'paid-without-paper': '付款无凭据和发票',
  'same-bank-reference': '银行流水号重复',
  'unusual-price': '单价异常',
} as const satisfies Readonly<Record<Finding['finding'], string>>;

function foundMatter(finding: Finding, register: Register): Matter {
  return {
    matter: FOUND[finding.finding],
    reason: detailOf(finding, register),
    ...('purchase' in finding ? { purchase: finding.purchase } : {}),
    ...('invoice' in finding ? { remark: `发票 ${finding.invoice}` } : {}),
  };
}

/** 爱心企业所赠N95口罩 400 只（定向：甲医院） */
function giftTold({ gift, to, item, quantity }: Redirected, register: Register): string {
  const { name, baseMeasure } = register.item(item);
  return `${gift.facts.giver}所赠${name} ${writeWhole(quantity)} ${baseMeasure}（${directionTold(to, register)}）`;
}

function detailOf(finding: Finding, register: Register): string {
  switch (finding.finding) {
    case 'invoice-differs':
      return `发票合计 ${formatYuan(finding.invoiced)} 元，采购为 ${formatYuan(finding.worth)} 元`;
    case 'old-invoice':
      return `开票日期 ${finding.date}`;
    case 'payable-below-zero':
      return `供应商应退 ${formatYuan(-finding.payable)} 元`;
    case 'paid-without-paper':
      return '';
    case 'same-bank-reference':
      return finding.reference;
    case 'unusual-price': {
      const { name, baseMeasure } = register.item(finding.item);
      const [price, median] = [writePriceOf(finding.price), writePriceOf(finding.median)];
      return `${name}每${baseMeasure} ${price} 元，以往中位数 ${median} 元`;
    }
  }
}
