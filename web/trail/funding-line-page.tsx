import { STANDING } from '../../shared/schemas/entries-meant.ts';
import { type FundingLineReport, reportAnswers, type Statement } from '../../shared/schemas/reports.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import type { Asked } from '../list/filter.ts';
import { PageOf } from '../list/page-of.tsx';
import { Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
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
        <Sheet title={report.fundingLine.name} note={report.fundingLine.code}>
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
  const answer = useAnswer(withQuery(`/api/funding-lines/${id}/statement`, asked), reportAnswers.statement);
  return (
    <>
      <h2>{words.money.statement}</h2>
      <Answered answer={answer} lines={8}>
        {({ rows, next, names }) => (
          <>
            <AskedFor path={path} asked={asked} names={names} />
            <PageOf path={path} asked={asked} isEmpty={rows.length === 0} next={next}>
              <StatementRows rows={rows} />
            </PageOf>
          </>
        )}
      </Answered>
    </>
  );
}

function StatementRows({ rows }: { readonly rows: Statement['rows'] }) {
  const words = useWords(trailWords);
  return (
    <Rows
      caption={words.money.statement}
      rows={rows}
      keyOf={({ entry }) => entry}
      columns={[
        { head: words.day, cell: ({ date }) => date },
        { head: words.vouchers, cell: ({ entry, number }) => <Voucher id={entry} number={number} /> },
        { head: words.money.summary, cell: ({ summary }) => summary },
        { head: words.money.counterparty, cell: ({ counterparty }) => <Counterparty of={counterparty} /> },
        ...(['income', 'expense', 'balance'] as const).map((column) => ({
          head: words.ofYuan(words.money[column]),
          isFigure: true,
          cell: (row: Statement['rows'][number]) => row[column] !== '0.00' && <Yuan of={row[column]} />,
        })),
      ]}
    />
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
