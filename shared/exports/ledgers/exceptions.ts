import type { Id } from '../../domain/id.ts';
import { type Sealed, voucherNumber } from '../../domain/voucher.ts';
import { approvedBy, doerOf } from '../../reports/people.ts';
import { isWithin } from '../../reports/period.ts';
import { isOf } from '../../reports/selection.ts';
import { type SetAside, setAsideBy } from '../../reports/set-aside.ts';
import { reversedBy, summaryOf } from '../../reports/summary.ts';
import type { Sheet } from '../files/sheet.ts';
import type { Making, RowFold } from './fold.ts';
import { belated, joined, reversing } from './remarks.ts';
import { type Cells, column } from './table.ts';

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
 * closed; and a row where such an entry was reversed. What moves nothing, as a grant of roles, is of no funding line.
 */
export class ExceptionsFold implements RowFold {
  readonly #making: Making<ExceptionsKey>;
  readonly #listed = new Set<Id>();

  constructor(making: Making<ExceptionsKey>) {
    this.#making = making;
  }

  get open(): number {
    return this.#listed.size;
  }

  enter(sealed: Sealed): void {
    const { entry, index } = sealed;
    const { rows, selection, register } = this.#making;
    const undone = reversedBy(entry).filter((id) => this.#listed.has(id));
    const matters: readonly Matter[] = [
      ...setAsideBy(entry).map((one) => ({ matter: matterOf(one), reason: one.reason, named: [] })),
      ...undone.map((id) => ({
        matter: '冲销例外事项',
        reason: 'reason' in entry.facts ? entry.facts.reason : '',
        named: [id],
      })),
    ];
    if (matters.length === 0 || !isOf(sealed, selection)) return;
    rows.number(entry.id, index);
    this.#listed.add(entry.id);
    if (!isWithin(entry, selection)) return;
    matters.forEach(({ matter, reason, named }, line) => {
      const row: Cells<ExceptionsKey> = {
        date: entry.effectiveOn,
        number: voucherNumber(index),
        matter,
        summary: summaryOf(sealed, register.on(entry.effectiveOn)),
        handler: doerOf(entry),
        role: entry.actor.role,
        reason,
        approver: approvedBy(entry) ?? null,
        remark: entry.note ?? null,
      };
      rows.add({ on: entry.effectiveOn, index, line }, row, named);
    });
  }

  close(): Sheet {
    const { rows, sheet } = this.#making;

    async function* completed(): AsyncGenerator<Cells<ExceptionsKey>> {
      for await (const { row, numbers } of rows.read()) {
        const [number] = numbers;
        const { remark } = row;
        yield number === undefined
          ? row
          : { ...row, remark: joined(reversing(number), typeof remark === 'string' ? remark : null) };
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
  readonly reason: string;
  readonly named: readonly Id[];
}

const MATTERS = { plan: '超分配方案发放', 'own-roles': '办理本人权限', separation: '不相容岗位由一人办理' } as const;

function matterOf(one: SetAside): string {
  return one.rule === 'late' ? belated(one) : MATTERS[one.rule];
}
