import { STANDING } from '../../shared/schemas/entries-meant.ts';
import { CHAINS } from '../../shared/schemas/report-queries.ts';
import { type FundingLineReport, reportAnswers, type Statement } from '../../shared/schemas/reports.ts';
import type { Asked } from '../ask/addresses.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { ChoiceFilter, DaysFilter, Filters } from '../ask/filters.tsx';
import { isWhole, period } from '../ask/on-paper.ts';
import { MOST_PRINTED, Printing } from '../ask/printing.tsx';
import { AsOf } from '../checkpoint/as-of.tsx';
import { PageOf } from '../list/page-of.tsx';
import { Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { useMay } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { AskedFor } from './asked-for.tsx';
import { shownAt } from './opened.ts';
import { Said } from './said.tsx';
import { trailWords } from './trail-words.ts';
import { Voucher } from './voucher.tsx';
import './trail.css';

interface FundingLinePageProps {
  readonly id: string;
  /** Of its statement. */
  readonly asked: Asked;
}

/** 专项资金: where its money is, and its statement row by row. */
export function FundingLinePage({ id, asked }: FundingLinePageProps) {
  const answer = useAnswer(`/api/funding-lines/${id}`, reportAnswers.fundingLineReport);
  return (
    <Answered answer={answer} lines={8}>
      {(report) => (
        <Sheet title={report.fundingLine.name} note={report.fundingLine.code} seal={<AsOf asOf={report.asOf} />}>
          <Terms report={report} />
          <div className="beside">
            <div className="document">
              <FundingStatement id={id} asked={asked} />
            </div>
            <aside className="beside-it">
              <Accounts report={report} />
            </aside>
          </div>
        </Sheet>
      )}
    </Answered>
  );
}

function Terms({ report: { fundingLine, invested, cash } }: { readonly report: FundingLineReport }) {
  const words = useWords(trailWords);
  const { id } = fundingLine;
  return (
    <>
      <dl className="said">
        <Said term={words.ofYuan(words.money.invested)}>
          <Yuan of={invested} opens={addresses.entries({ figure: 'invested', fundingLine: id })} />
        </Said>
        <Said term={words.ofYuan(words.money.cash)}>
          <Yuan of={cash.cash} />
        </Said>
        <Said term={words.money.basis}>{fundingLine.basis.join(' · ')}</Said>
        <Said term={words.money.permittedUses}>{fundingLine.permittedUses}</Said>
      </dl>
      <p>
        <a href={addresses.entries({ fundingLine: id })}>{words.money.entries}</a>
      </p>
    </>
  );
}

function Accounts({ report: { budget, fundingLine } }: { readonly report: FundingLineReport }) {
  const words = useWords(trailWords);
  const accounts = Object.entries(budget).filter(([, of]) => of !== undefined);
  return (
    <>
      <h2>{words.money.budget}</h2>
      <Rows
        caption={words.money.budget}
        rows={accounts}
        keyOf={([name]) => name}
        columns={[
          { head: words.money.account, cell: ([name]) => words.money.figures[name] ?? name },
          {
            head: words.ofYuan(words.amount),
            isFigure: true,
            cell: ([name, of]) => <Yuan of={of} opens={madeBy(fundingLine.id, name)} />,
          },
        ]}
      />
    </>
  );
}

/** The entries that change what stands there; what came in and what went back are told together by them. */
function madeBy(fundingLine: string, stands: string): string | undefined {
  const isKnown = STANDING.some((one) => one === stands);
  return isKnown ? addresses.entries({ fundingLine, stands, origin: 'money' }) : undefined;
}

function FundingStatement({ id, asked }: FundingLinePageProps) {
  const words = useWords(trailWords);
  const path = addresses.fundingLine(id);
  const { from, to, chain = 'cash' } = asked;
  const answer = useAnswer(
    withQuery(`/api/funding-lines/${id}/statement`, { limit: MOST_PRINTED, ...asked }),
    reportAnswers.statement,
  );
  const mayExport = useMay('listExports');
  const exported = mayExport ? addresses.exports({ kind: 'fund-usage', fundingLine: id, from, to }) : undefined;
  return (
    <>
      <h2>{words.money.statement}</h2>
      <p className="printed-only">{[words.money.chains[chain], period(asked)].filter(Boolean).join(' · ')}</p>
      <Filters label={words.money.statement}>
        <ChoiceFilter
          path={path}
          asked={asked}
          name="chain"
          label={words.money.chain}
          unless="cash"
          choices={CHAINS.map((value) => ({ value, called: words.money.chains[value] ?? value }))}
        />
        <DaysFilter path={path} asked={asked} />
      </Filters>
      <Answered answer={answer} lines={8}>
        {(told) => (
          <>
            <Printing isWhole={isWhole(asked, told.next)} exported={exported} />
            <AskedFor path={path} asked={asked} names={told.names} shown={['chain', 'from', 'to']} />
            <PageOf path={path} asked={asked} isEmpty={told.rows.length === 0} next={told.next}>
              <StatementRows told={told} />
            </PageOf>
          </>
        )}
      </Answered>
    </>
  );
}

function StatementRows({ told }: { readonly told: Statement }) {
  const words = useWords(trailWords);
  const sums = { income: told.income, expense: told.expense, balance: told.closing };
  return (
    <>
      <p className="note">
        {words.money.opening} <Yuan of={told.opening} />
      </p>
      <Rows
        caption={words.money.statement}
        rows={told.rows}
        keyOf={({ entry }) => entry}
        columns={[
          { head: words.day, cell: ({ date }) => date, sum: words.money.sum },
          { head: words.vouchers, cell: ({ entry, number }) => <Voucher id={entry} number={number} /> },
          { head: words.money.summary, cell: ({ summary }) => summary },
          { head: words.money.counterparty, cell: ({ counterparty }) => <Counterparty of={counterparty} /> },
          ...(['income', 'expense', 'balance'] as const).map((column) => ({
            head: words.ofYuan(words.money[column]),
            isFigure: true,
            cell: (row: Statement['rows'][number]) => row[column] !== '0.00' && <Yuan of={row[column]} />,
            sum: <Yuan of={sums[column]} />,
          })),
        ]}
      />
    </>
  );
}

function Counterparty({ of }: { readonly of: Statement['rows'][number]['counterparty'] }) {
  if (of === null) return null;
  if (of.id === null || of.kind === 'source' || of.kind === 'person') return <>{of.name}</>;
  return (
    <a className="opens" href={shownAt(of.kind).at(of.id)}>
      {of.name}
    </a>
  );
}
