import type { Fen } from '../../domain/amount.ts';
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
import { opened } from './opened.ts';
import { LatePapers } from './papers.ts';
import { joined, remarksOf, reversing } from './remarks.ts';
import { type Cells, column, figure, tabulate, textOf } from './table.ts';

const COLUMNS = [
  column('ordinal', '序号', 'ordinal', 6),
  column('date', '日期', 'date', 12),
  column('number', '凭证号', 'text', 10),
  column('source', '资金来源', 'text', 18),
  column('fundingLine', '专项名称', 'text', 18),
  column('summary', '摘要', 'text', 36),
  column('payee', '收款单位/人', 'text', 24),
  column('decision', '预算批复文号', 'text', 22),
  column('income', '收入(元)', 'yuan', 14),
  column('expense', '支出(元)', 'yuan', 14),
  column('balance', '结余(元)', 'yuan', 14),
  column('method', '支付方式', 'text', 12),
  column('invoice', '发票号码', 'text', 24),
  column('handler', '经办人', 'text', 14),
  column('reviewer', '审核人', 'text', 14),
  column('approver', '审批人', 'text', 14),
  column('papers', '附件数(张)', 'quantity', 10),
  column('remark', '备注', 'text', 30),
];

type Column = (typeof COLUMNS)[number][0];
/** A row beside what is added to it when it is read: the papers that came late to its entry. */
export type FundUsageKey = Column | 'entry';

export const FUND_USAGE_KEYS: readonly FundUsageKey[] = [...COLUMNS.map(([name]) => name), 'entry'];

interface Change {
  income: Fen;
  expense: Fen;
}

/**
 * 资金使用台账: the cash chain. A row for every entry and funding line whose cash it moves, a reversal in the column of
 * what it reverses with a minus (红字), and after each row what is left of all that was selected. Of one funding line it
 * is the statement of its cash, row by row.
 *
 * 资金来源 is the source that an appropriation names; other rows have the source that was last appropriated to their
 * funding line. 发票号码 are those booked on the purchase when the row was sealed. 审核人 is empty: the ledger knows who
 * handled and who approved, and nobody between. Names are those at the time of sealing; a person who got a benefit is
 * never named.
 */
export class FundUsageFold implements LedgerFold {
  readonly #making: Making<FundUsageKey>;
  readonly #register = new Register();
  readonly #papers = new LatePapers();
  /** By funding line. */
  readonly #sources = new Map<Id, string>();
  #opening: Fen = 0n;

  constructor(making: Making<FundUsageKey>) {
    this.#making = making;
  }

  get open(): number {
    return 0;
  }

  enter(sealed: Sealed): void {
    const { entry, index } = sealed;
    const { selection, rows } = this.#making;
    this.#register.enter(entry);
    this.#papers.enter(sealed);
    if (isKind(entry, 'appropriation')) {
      for (const line of entry.refs.fundingLines) this.#sources.set(line, entry.facts.source);
    }
    const changes = this.#changesOf(sealed);
    if (changes.size === 0) return;
    rows.number(entry.id, index);
    if (isAfter(entry, selection)) return;
    if (isBefore(entry, selection)) {
      for (const { income, expense } of changes.values()) this.#opening += income - expense;
      return;
    }
    const reversed = entry.kind === 'reversal' ? [entry.refs.entry] : [];
    [...changes].forEach(([fundingLine, change], line) => {
      const papers = line === 0 ? { papers: BigInt(entry.evidence.length), entry: entry.id } : {};
      const row = { ...this.#rowOf(sealed, fundingLine), ...change, ...papers };
      rows.add({ on: entry.effectiveOn, index, line }, row, reversed);
    });
  }

  close(): Sheet {
    const { selection, heading, rows } = this.#making;
    const papers = this.#papers;
    let balance = this.#opening;
    const opening: Cells<Column> = { date: selection.from ?? null, summary: '上期结转', balance };

    async function* balanced(): AsyncGenerator<Cells<Column>> {
      for await (const { row, numbers } of rows.read()) {
        balance += figure(row.income) - figure(row.expense);
        const { entry } = row;
        yield {
          ...row,
          balance,
          ...(typeof entry === 'string' ? { papers: figure(row.papers) + BigInt(papers.attached(entry)) } : {}),
          ...(numbers.length === 0 ? {} : { remark: joined(reversing(numbers[0]), textOf(row.remark)) }),
        };
      }
    }

    return tabulate({
      title: LEDGER_TITLES['fund-usage'],
      head: headOf(heading, selection, this.#register),
      columns: COLUMNS,
      opening: selection.from === undefined ? undefined : opening,
      rows: balanced(),
      summed: ['income', 'expense', 'papers'],
      closing: () => ({ balance }),
      inWords: 'expense',
    });
  }

  discard(): void {
    this.#making.rows.close();
  }

  /** What came into the cash of each funding line and left it, in the order in which the entry moves them. */
  #changesOf({ entry, movements }: Sealed): Map<Id, Change> {
    const isReversal = entry.kind === 'reversal';
    const changes = new Map<Id, Change>();
    for (const movement of movements) {
      if (movement.chain !== 'cash' || !belongs(movement, this.#making.selection)) continue;
      const change = changes.get(movement.fundingLine) ?? { income: 0n, expense: 0n };
      changes.set(movement.fundingLine, change);
      if ((movement.to === 'cash') === isReversal) change.expense += isReversal ? -movement.value : movement.value;
      else change.income += isReversal ? -movement.value : movement.value;
    }
    return changes;
  }

  #rowOf(sealed: Sealed, fundingLine: Id): Cells<Column> {
    const { entry, index } = sealed;
    return {
      date: entry.effectiveOn,
      number: voucherNumber(index),
      source: this.#sources.get(fundingLine) ?? null,
      fundingLine: this.#register.named(fundingLine).name,
      summary: summaryOf(sealed, this.#register),
      decision: entry.approval?.document ?? null,
      method: 'method' in entry.facts ? entry.facts.method : null,
      handler: entry.actor.subject,
      approver: entry.approval?.approver ?? null,
      remark: remarksOf(entry),
      ...this.#paidTo(sealed),
    };
  }

  /** Who got or gave the money, and its invoices where it was paid for a purchase. */
  #paidTo({ entry, movements }: Sealed): Cells<Column> {
    const { purchase, unit: named } = refsOf(entry);
    if (purchase !== undefined) {
      const { refs, facts } = opened(this.#making.openings, purchase, 'order');
      const invoices = [facts.invoice?.number, ...this.#papers.invoices(purchase)];
      const payee = refs.supplier === undefined ? null : this.#register.named(refs.supplier).name;
      return { payee, invoice: invoices.filter((number) => number !== undefined).join('、') || null };
    }
    const unit = named ?? movements.find((movement) => movement.unit !== undefined)?.unit;
    if (unit !== undefined) return { payee: this.#register.named(unit).name };
    return isToPerson(entry) ? { payee: '个人(实名另册)' } : {};
  }
}

function isToPerson(entry: Entry): boolean {
  return entry.kind === 'benefit' || refsOf(entry).benefit !== undefined;
}
