import { type Entry, isKind } from '../../domain/entry.ts';
import type { Kind } from '../../domain/facts.ts';
import type { Id } from '../../domain/id.ts';
import { methodNamed } from '../../domain/payment-method.ts';
import { refsOf } from '../../domain/refs.ts';
import { type Sealed, voucherNumber } from '../../domain/voucher.ts';
import { counterpartyOf } from '../../reports/counterparty.ts';
import { LatePapers } from '../../reports/late-papers.ts';
import { approvedBy, doerOf } from '../../reports/people.ts';
import { isAfter, isBefore } from '../../reports/period.ts';
import type { Register } from '../../reports/register.ts';
import { belongs } from '../../reports/selection.ts';
import { reversedBy, summaryOf } from '../../reports/summary.ts';
import { Opening, turnoversOf } from '../../reports/turnover.ts';
import { VoucherPapers } from '../../reports/voucher-papers.ts';
import type { Counterparty } from '../../schemas/reports.ts';
import type { Sheet } from '../files/sheet.ts';
import { correcting, correctionTold } from './correcting.ts';
import type { Making, RowFold } from './fold.ts';
import { opened } from './opened.ts';
import { joined, remarksOf, reversing } from './remarks.ts';
import { Sources } from './sources.ts';
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
/** A row beside what is added to it when it is read: papers of its entry, invoices of its purchase, sources of its line. */
export type FundUsageKey = Column | 'entry' | 'purchase' | 'corrects' | 'line';

export const FUND_USAGE_KEYS: readonly FundUsageKey[] = [
  ...COLUMNS.map(([name]) => name),
  ...(['entry', 'purchase', 'corrects', 'line'] as const),
];

/** What has rows here, and so its corrections. */
const OF_CASH: readonly Kind[] = [
  ...(['appropriation', 'give-back', 'payment', 'refund', 'disbursement', 'take-back', 'benefit'] as const),
];

/**
 * 资金使用台账: the cash chain. A row for every entry and funding line whose cash it moves, and after each row what is left
 * of all that was selected. Of one funding line it is the statement of its cash, row by row.
 *
 * 资金来源 is the source that an appropriation names; other rows have all sources that their funding line had by their day,
 * since money mixes there; each by the name that it has at the end. 发票号码 are all that stand booked on the purchase at the checkpoint, those that came
 * after the payment too. 附件数 counts each file once, with the first voucher that it came with, a file of an invoice with
 * the first payment of its purchase; other rows say where: 附件见凭证. 审核人 is empty: the ledger knows who
 * handled and who approved, and nobody between. Names are those of each row's day; a person who got a benefit is
 * never named.
 */
export class FundUsageFold implements RowFold {
  readonly #making: Making<FundUsageKey>;
  readonly #papers = new LatePapers();
  readonly #files = new VoucherPapers();
  readonly #sources = new Sources();
  readonly #opening: Opening;

  constructor(making: Making<FundUsageKey>) {
    this.#making = making;
    this.#opening = new Opening(making.selection);
  }

  enter(sealed: Sealed): void {
    const { entry, index } = sealed;
    const { selection, rows } = this.#making;
    this.#papers.enter(sealed);
    this.#files.enter(sealed);
    this.#sources.enter(entry);
    if (isKind(entry, 'correction')) {
      this.#correct(sealed, entry);
      return;
    }
    const turnovers = turnoversOf(sealed, 'cash', (movement) =>
      belongs(movement, selection) ? movement.fundingLine : undefined,
    );
    if (turnovers.size === 0) return;
    rows.number(entry.id, index);
    if (!this.#opening.passes(entry, turnovers.values())) return;
    [...turnovers].forEach(([fundingLine, { in: income, out: expense }], line) => {
      const papers = line === 0 ? { entry: entry.id } : {};
      const change = { income: income.value, expense: expense.value };
      const row = { ...this.#rowOf(sealed, fundingLine), ...change, ...papers };
      rows.add({ on: entry.effectiveOn, index, line }, row, reversedBy(entry));
    });
  }

  /** A correction moves nothing; its row says what was put right. */
  #correct(sealed: Sealed, entry: Entry<'correction'>): void {
    const { index } = sealed;
    const { rows, selection, register: whole } = this.#making;
    const { fundingLines = [] } = refsOf(entry);
    const fundingLine = fundingLines.find((line) => belongs({ fundingLine: line }, selection));
    if (fundingLine === undefined || !OF_CASH.includes(entry.facts.kind) || isAfter(entry, selection)) return;
    if (isBefore(entry, selection)) return;
    const register = whole.on(entry.effectiveOn);
    const row: Cells<FundUsageKey> = {
      date: entry.effectiveOn,
      number: voucherNumber(index),
      line: fundingLine,
      fundingLine: register.named(fundingLine).name,
      summary: summaryOf(sealed, register),
      handler: doerOf(entry),
      corrects: correctionTold(entry, register),
    };
    rows.add({ on: entry.effectiveOn, index, line: 0 }, row, [entry.refs.entry]);
  }

  close(): Sheet {
    const { selection, rows, sheet } = this.#making;
    const papers = this.#papers;
    const files = this.#files;
    const sources = this.#sources;
    let balance = this.#opening.balance.value;
    const opening: Cells<Column> = { date: selection.from ?? null, summary: '上期结转', balance };

    async function* balanced(): AsyncGenerator<Cells<Column>> {
      for await (const { row, numbers } of rows.read()) {
        balance += figure(row.income) - figure(row.expense);
        const { entry, purchase, corrects, line } = row;
        const source =
          typeof line === 'string'
            ? sources.of(line, textOf(row.date) ?? '', typeof entry === 'string' ? entry : undefined)
            : null;
        if (corrects !== null) {
          yield { ...row, source, balance, remark: correcting(numbers[0], textOf(corrects)) };
          continue;
        }
        const { own, elsewhere } = typeof entry === 'string' ? files.of(entry) : NO_FILES;
        const invoices = typeof purchase === 'string' ? papers.invoices(purchase) : [];
        const reversed = numbers.length === 0 ? null : reversing(numbers[0]);
        const seen = elsewhere.length === 0 ? null : `附件见凭证${elsewhere.map(voucherNumber).join('、')}`;
        yield {
          ...row,
          source,
          balance,
          invoice: [textOf(row.invoice), ...invoices].filter((number) => number !== null).join('、') || null,
          ...(typeof entry === 'string' ? { papers: BigInt(own) } : {}),
          remark: joined(reversed, textOf(row.remark), seen),
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

  #rowOf(sealed: Sealed, fundingLine: Id): Cells<FundUsageKey> {
    const { entry, index } = sealed;
    const register = this.#making.register.on(entry.effectiveOn);
    return {
      date: entry.effectiveOn,
      number: voucherNumber(index),
      line: fundingLine,
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

  /** Who got or gave the money, and the purchase with its order's invoice where it was paid for a purchase. */
  #paidTo(sealed: Sealed, register: Register): Cells<Column> {
    const { openings } = this.#making;
    const { purchase } = refsOf(sealed.entry);
    const order = purchase === undefined ? undefined : opened(openings, purchase, 'order');
    return {
      payee: payeeOf(counterpartyOf(sealed, register, () => order?.refs.supplier)),
      invoice: order?.facts.invoice?.number ?? null,
      ...(order === undefined ? {} : { purchase: order.id }),
    };
  }
}

const NO_FILES = { own: 0, elsewhere: [] };

/** Where money comes from stands in a column of its own. */
function payeeOf(counterparty: Counterparty): string | null {
  if (counterparty === null || counterparty.kind === 'source') return null;
  return counterparty.kind === 'person' ? '个人(实名另册)' : counterparty.name;
}
