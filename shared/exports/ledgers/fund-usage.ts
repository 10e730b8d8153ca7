import { isKind, papersOf } from '../../domain/entry.ts';
import type { Id } from '../../domain/id.ts';
import { methodNamed } from '../../domain/payment-method.ts';
import { refsOf } from '../../domain/refs.ts';
import { type Sealed, voucherNumber } from '../../domain/voucher.ts';
import { counterpartyOf } from '../../reports/counterparty.ts';
import { LatePapers } from '../../reports/late-papers.ts';
import { approvedBy, doerOf } from '../../reports/people.ts';
import type { Register } from '../../reports/register.ts';
import { belongs } from '../../reports/selection.ts';
import { reversedBy, summaryOf } from '../../reports/summary.ts';
import { Opening, turnoversOf } from '../../reports/turnover.ts';
import type { Counterparty } from '../../schemas/reports.ts';
import type { Sheet } from '../files/sheet.ts';
import type { Making, RowFold } from './fold.ts';
import { opened } from './opened.ts';
import { joined, remarksOf, reversing } from './remarks.ts';
import { type Cells, column, figure, textOf } from './table.ts';

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
  column('handler', '经办人', 'person', 14),
  column('reviewer', '审核人', 'text', 14),
  column('approver', '审批人', 'person', 14),
  column('papers', '附件数(张)', 'quantity', 10),
  column('remark', '备注', 'text', 30),
];

type Column = (typeof COLUMNS)[number][0];
/** A row beside what is added to it when it is read: the papers that came late to its entry. */
export type FundUsageKey = Column | 'entry';

export const FUND_USAGE_KEYS: readonly FundUsageKey[] = [...COLUMNS.map(([name]) => name), 'entry'];

/**
 * 资金使用台账: the cash chain. A row for every entry and funding line whose cash it moves, and after each row what is left
 * of all that was selected. Of one funding line it is the statement of its cash, row by row.
 *
 * 资金来源 is the source that an appropriation names; other rows have the source that was last appropriated to their
 * funding line. 发票号码 are those booked on the purchase when the row was sealed. 审核人 is empty: the ledger knows who
 * handled and who approved, and nobody between. Names are those of each row's day; a person who got a benefit is
 * never named.
 */
export class FundUsageFold implements RowFold {
  readonly #making: Making<FundUsageKey>;
  readonly #papers = new LatePapers();
  /** By funding line. */
  readonly #sources = new Map<Id, string>();
  readonly #opening: Opening;

  constructor(making: Making<FundUsageKey>) {
    this.#making = making;
    this.#opening = new Opening(making.selection);
  }

  enter(sealed: Sealed): void {
    const { entry, index } = sealed;
    const { selection, rows } = this.#making;
    this.#papers.enter(sealed);
    if (isKind(entry, 'appropriation')) {
      for (const line of entry.refs.fundingLines) this.#sources.set(line, entry.facts.source);
    }
    const turnovers = turnoversOf(sealed, 'cash', (movement) =>
      belongs(movement, selection) ? movement.fundingLine : undefined,
    );
    if (turnovers.size === 0) return;
    rows.number(entry.id, index);
    if (!this.#opening.passes(entry, turnovers.values())) return;
    [...turnovers].forEach(([fundingLine, { in: income, out: expense }], line) => {
      const papers = line === 0 ? { papers: BigInt(papersOf(entry).length), entry: entry.id } : {};
      const change = { income: income.value, expense: expense.value };
      const row = { ...this.#rowOf(sealed, fundingLine), ...change, ...papers };
      rows.add({ on: entry.effectiveOn, index, line }, row, reversedBy(entry));
    });
  }

  close(): Sheet {
    const { selection, rows, sheet } = this.#making;
    const papers = this.#papers;
    let balance = this.#opening.balance.value;
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

    return sheet({
      columns: COLUMNS,
      opening: selection.from === undefined ? undefined : opening,
      rows: balanced(),
      summed: ['income', 'expense', 'papers'],
      closing: () => ({ balance }),
      inWords: 'expense',
    });
  }

  #rowOf(sealed: Sealed, fundingLine: Id): Cells<Column> {
    const { entry, index } = sealed;
    const register = this.#making.register.on(entry.effectiveOn);
    return {
      date: entry.effectiveOn,
      number: voucherNumber(index),
      source: this.#sources.get(fundingLine) ?? null,
      fundingLine: register.named(fundingLine).name,
      summary: summaryOf(sealed, register),
      decision: entry.approval?.document ?? null,
      method: 'method' in entry.facts ? methodNamed(entry.facts.method).zh : null,
      handler: doerOf(entry),
      approver: approvedBy(entry) ?? null,
      remark: remarksOf(entry),
      ...this.#paidTo(sealed, register),
    };
  }

  /** Who got or gave the money, and its invoices where it was paid for a purchase. */
  #paidTo(sealed: Sealed, register: Register): Cells<Column> {
    const { openings } = this.#making;
    const { purchase } = refsOf(sealed.entry);
    const order = purchase === undefined ? undefined : opened(openings, purchase, 'order');
    const invoices = order && [order.facts.invoice?.number, ...this.#papers.invoices(order.id)];
    return {
      payee: payeeOf(counterpartyOf(sealed, register, () => order?.refs.supplier)),
      invoice: invoices?.filter((number) => number !== undefined).join('、') || null,
    };
  }
}

/** Where money comes from stands in a column of its own. */
function payeeOf(counterparty: Counterparty): string | null {
  if (counterparty === null || counterparty.kind === 'source') return null;
  return counterparty.kind === 'person' ? '个人(实名另册)' : counterparty.name;
}
