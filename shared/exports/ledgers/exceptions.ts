import { formatYuan } from '../../domain/amount.ts';
import { isKind } from '../../domain/entry.ts';
import type { Id } from '../../domain/id.ts';
import { roleCalled } from '../../domain/role.ts';
import { type Sealed, voucherNumber } from '../../domain/voucher.ts';
import { isUnapproved, onPaperOnly } from '../../reports/decided.ts';
import { approvedBy, doerOf } from '../../reports/people.ts';
import { isWithin } from '../../reports/period.ts';
import { isOf } from '../../reports/selection.ts';
import { type SetAside, setAsideBy } from '../../reports/set-aside.ts';
import { type Split, SplitOrders } from '../../reports/split-orders.ts';
import { reversedBy, summaryOf } from '../../reports/summary.ts';
import type { Sheet } from '../files/sheet.ts';
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

export type ExceptionsKey = (typeof COLUMNS)[number][0];

export const EXCEPTIONS_KEYS: readonly ExceptionsKey[] = COLUMNS.map(([name]) => name);

/**
 * 例外事项台账: a row for every entry that says why a rule was set aside, and for every one that came after its month was
 * closed; for what was paid without an approval, approved on a paper alone, or ordered in parts that pass a threshold
 * together; and a row where such an entry was reversed. What moves nothing, as a grant of roles, is of no funding line.
 */
export class ExceptionsFold implements RowFold {
  readonly #making: Making<ExceptionsKey>;
  readonly #split = new SplitOrders();
  /** Where orders stand in the log. */
  readonly #orders = new Map<Id, number>();

  constructor(making: Making<ExceptionsKey>) {
    this.#making = making;
  }

  enter(sealed: Sealed): void {
    const { entry, index } = sealed;
    const { rows, selection, register } = this.#making;
    const matters: readonly Matter[] = [
      ...setAsideBy(entry).map(setAside),
      ...this.#decided(sealed),
      ...reversedBy(entry).map((id) => ({
        matter: REVERSED,
        reason: 'reason' in entry.facts ? entry.facts.reason : '',
        named: [id],
      })),
    ];
    if (matters.length === 0 || !isOf(sealed, selection)) return;
    if (entry.kind !== 'reversal') rows.number(entry.id, index);
    if (!isWithin(entry, selection)) return;
    matters.forEach(({ matter, reason, remark, named = [] }, line) => {
      const row: Cells<ExceptionsKey> = {
        date: entry.effectiveOn,
        number: voucherNumber(index),
        matter,
        summary: summaryOf(sealed, register.on(entry.effectiveOn)),
        handler: doerOf(entry),
        role: roleCalled(entry.actor.role).zh,
        reason,
        approver: approvedBy(entry) ?? null,
        remark: joined(remark, entry.note),
      };
      rows.add({ on: entry.effectiveOn, index, line }, row, named);
    });
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
    return `与凭证${numbers.join('、')}合计${formatYuan(together)}，限额${formatYuan(threshold)}`;
  }

  close(): Sheet {
    const { rows, sheet } = this.#making;

    async function* completed(): AsyncGenerator<Cells<ExceptionsKey>> {
      for await (const { row, numbers } of rows.read()) {
        const [number] = numbers;
        if (row.matter !== REVERSED) yield row;
        // What has no number is in no row: its reversal is none of an exception.
        else if (number !== undefined) yield { ...row, remark: joined(reversing(number), textOf(row.remark)) };
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
  /** What a reversal reverses. */
  readonly named?: readonly Id[];
}

const REVERSED = '冲销例外事项';

const MATTERS = {
  plan: '超分配方案发放',
  'own-roles': '办理本人权限',
  separation: '不相容岗位由一人办理',
  cash: '现金超限额支付',
} as const;

function setAside(one: SetAside): Matter {
  const { reason } = one;
  if (one.rule === 'late') return { matter: belated(one), reason };
  const matter = MATTERS[one.rule];
  if (one.rule !== 'cash') return { matter, reason };
  return { matter, reason, remark: `七日内现金合计${formatYuan(one.together)}，限额${formatYuan(one.above)}` };
}
