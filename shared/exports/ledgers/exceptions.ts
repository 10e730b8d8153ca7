import { type Entry, isKind } from '../../domain/entry.ts';
import type { Id } from '../../domain/id.ts';
import { refsOf } from '../../domain/refs.ts';
import { type Sealed, voucherNumber } from '../../domain/voucher.ts';
import { isAfter, isBefore } from '../../reports/period.ts';
import { Register } from '../../reports/register.ts';
import { summaryOf } from '../../reports/summary.ts';
import type { Sheet } from '../files/sheet.ts';
import { belongs, LEDGER_TITLES, type LedgerFold, type Making } from './fold.ts';
import { headOf } from './head.ts';
import { joined, reversing } from './remarks.ts';
import { type Cells, column, tabulate } from './table.ts';

const COLUMNS = [
  column('ordinal', '序号', 'ordinal', 6),
  column('date', '日期', 'date', 12),
  column('number', '凭证号', 'text', 10),
  column('matter', '例外事项', 'text', 24),
  column('summary', '摘要', 'text', 40),
  column('handler', '经办人', 'text', 18),
  column('role', '身份', 'text', 14),
  column('reason', '理由', 'text', 40),
  column('approver', '审批人', 'text', 14),
  column('remark', '备注', 'text', 30),
];

export type ExceptionsKey = (typeof COLUMNS)[number][0];

export const EXCEPTIONS_KEYS: readonly ExceptionsKey[] = COLUMNS.map(([name]) => name);

/**
 * 例外事项台账: a row for every entry that says why a rule was set aside, and for every one that came after its month was
 * closed; and a row where such an entry was reversed. It says what was claimed: a reason that was given where nothing
 * stood in the way stands here too.
 */
export class ExceptionsFold implements LedgerFold {
  readonly #making: Making<ExceptionsKey>;
  readonly #register = new Register();
  readonly #told = new Set<Id>();

  constructor(making: Making<ExceptionsKey>) {
    this.#making = making;
  }

  get open(): number {
    return this.#told.size;
  }

  enter(sealed: Sealed): void {
    const { entry, index } = sealed;
    this.#register.enter(entry);
    const matters = mattersOf(entry);
    const reversed = isKind(entry, 'reversal') ? entry.refs.entry : undefined;
    const undoes = reversed !== undefined && this.#told.has(reversed) ? reversed : undefined;
    if ((matters.length === 0 && undoes === undefined) || !this.#isAskedFor(sealed)) return;
    const { rows, selection } = this.#making;
    rows.number(entry.id, index);
    this.#told.add(entry.id);
    if (isAfter(entry, selection) || isBefore(entry, selection)) return;
    const told: readonly Matter[] =
      undoes === undefined || !isKind(entry, 'reversal')
        ? matters
        : [...matters, { matter: '冲销例外事项', reason: entry.facts.reason, reversed: undoes }];
    told.forEach(({ matter, reason, reversed: named }, line) => {
      const row: Cells<ExceptionsKey> = {
        date: entry.effectiveOn,
        number: voucherNumber(index),
        matter,
        summary: summaryOf(sealed, this.#register),
        handler: entry.actor.subject,
        role: entry.actor.role,
        reason,
        approver: entry.approval?.approver ?? null,
        remark: entry.note ?? null,
      };
      rows.add({ on: entry.effectiveOn, index, line }, row, named === undefined ? [] : [named]);
    });
  }

  close(): Sheet {
    const { selection, heading, rows } = this.#making;

    async function* told(): AsyncGenerator<Cells<ExceptionsKey>> {
      for await (const { row, numbers } of rows.read()) {
        const [number] = numbers;
        const { remark } = row;
        yield number === undefined
          ? row
          : { ...row, remark: joined(reversing(number), typeof remark === 'string' ? remark : null) };
      }
    }

    return tabulate({
      title: LEDGER_TITLES.exceptions,
      head: headOf(heading, selection, this.#register),
      columns: COLUMNS,
      rows: told(),
      summed: [],
    });
  }

  discard(): void {
    this.#making.rows.close();
  }

  /** What moves nothing, as a grant of roles, is of no funding line. */
  #isAskedFor({ entry, movements }: Sealed): boolean {
    const { fundingLine } = this.#making.selection;
    return (
      fundingLine === undefined ||
      refsOf(entry).fundingLines?.includes(fundingLine) === true ||
      movements.some((movement) => belongs(movement, { fundingLine }))
    );
  }
}

interface Matter {
  readonly matter: string;
  readonly reason: string;
  readonly reversed?: Id;
}

/** Which rules an entry says were set aside. */
function mattersOf(entry: Entry): readonly Matter[] {
  const { exception, belongsTo } = entry;
  if (exception === undefined && belongsTo === undefined) return NONE;
  return [
    ...(exception === undefined ? [] : [{ matter: waived(entry), reason: exception.reason }]),
    ...(belongsTo === undefined ? [] : [{ matter: `补记${belongsTo.month}`, reason: belongsTo.reason }]),
  ];
}

const NONE: readonly Matter[] = [];

/** A dispatch separates nobody, so its reason is for its plan; whoever decides over roles, for their own. */
function waived(entry: Entry): string {
  if (entry.kind === 'dispatch') return '超分配方案发放';
  return 'type' in entry.facts && entry.facts.type === 'member' ? '办理本人权限' : '不相容岗位由一人办理';
}
