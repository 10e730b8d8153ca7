import type * as z from 'zod';
import { TREES } from '../../shared/domain/unit-trees.ts';
import { reportAnswers, type UnitStatement } from '../../shared/schemas/reports.ts';
import { type Asked, addresses, withQuery } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import { ChoiceFilter, FlagFilter } from '../ask/filters.tsx';
import { grouped, Quantity, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { useMay } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { NoRows, Report, taken, useOpens } from './report.tsx';
import { reportsWords } from './reports-words.ts';
import { standingIn } from './used.ts';

type Told = z.infer<typeof reportAnswers.unitStatement>;
type Received = Pick<UnitStatement, 'goods' | 'funding' | 'disbursed' | 'coverage'>;

/** 单位领用汇总: what a unit got, what is on its way to it, and whom that reached. */
export function UnitReport({ asked }: { readonly asked: Asked }) {
  const words = useWords(reportsWords);
  const readsBooks = useMay('readFundingLine');
  const { unit } = asked;
  const query = taken(asked, 'fundingLine', 'below', 'tree', 'from', 'to');
  const path = withQuery(`/api/units/${unit ?? ''}/statement`, query);
  const answer = useAnswer(path, reportAnswers.unitStatement, { enabled: unit !== undefined });
  const of = { path: addresses.report('unit'), asked };
  return (
    <Report
      name="unit"
      asked={asked}
      answer={answer}
      filters={readsBooks ? ['unit', 'fundingLine', 'days'] : ['unit', 'days']}
      more={
        <>
          <FlagFilter {...of} name="below" label={words.below} />
          {asked.below === 'true' && (
            <ChoiceFilter
              {...of}
              name="tree"
              label={words.tree}
              unless="then"
              choices={TREES.map((value) => ({ value, called: value === 'now' ? words.treeNow : words.treeThen }))}
            />
          )}
        </>
      }
      about={[answer.data?.unit.name, answer.data?.unit.code, answer.data?.below === true ? words.below : undefined]}
      lacks={unit === undefined ? 'unit' : undefined}
      withheld={answer.data?.funding === undefined ? words.withheldPrices : undefined}
    >
      {(told) => <UnitTold told={told} asked={asked} />}
    </Report>
  );
}

function UnitTold({ told, asked }: { readonly told: Told; readonly asked: Asked }) {
  const words = useWords(reportsWords);
  const { fundingLine, below, tree, from, to } = asked;
  const { undoneEarlier } = told;
  return (
    <>
      <p className="not-printed">
        <a href={withQuery(addresses.unit(told.unit.id), { fundingLine, below, tree, from, to })}>{words.card}</a>
      </p>
      <ReceivedTold of={told} />
      {undoneEarlier !== undefined && (
        <>
          <h2>{words.undoneEarlier}</h2>
          <p className="note">{words.undoneDetail}</p>
          <ReceivedTold of={undoneEarlier} />
        </>
      )}
    </>
  );
}

function ReceivedTold({ of }: { readonly of: Received }) {
  const words = useWords(reportsWords);
  const reached = (['people', 'households', 'sites'] as const).flatMap((one) =>
    of.coverage[one] === 0 ? [] : [words[one](grouped(String(of.coverage[one])))],
  );
  return (
    <>
      <dl className="said">
        <dt>{words.ofYuan(words.disbursed)}</dt>
        <dd>
          <Yuan of={of.disbursed} />
        </dd>
        <dt>{words.reached}</dt>
        <dd>{reached.length === 0 ? words.noneReached : reached.join(' · ')}</dd>
      </dl>
      <h2>{words.goods}</h2>
      {of.goods.length === 0 ? <NoRows /> : <Goods rows={of.goods} />}
      {of.funding !== undefined && of.funding.length > 0 && (
        <>
          <h2>{words.funding}</h2>
          <Funding rows={of.funding} />
        </>
      )}
    </>
  );
}

function Goods({ rows }: { readonly rows: Received['goods'] }) {
  const words = useWords(reportsWords);
  const opens = useOpens();
  const isPriced = rows.some(({ value }) => value !== undefined);
  const value = {
    head: words.ofYuan(words.value),
    isFigure: true,
    cell: ({ value: yuan, entries }: Received['goods'][number]) =>
      yuan !== undefined && (
        <Yuan of={yuan} opens={opens(entries === undefined ? undefined : standingIn(entries, 'delivered'))} />
      ),
  };
  return (
    <Rows
      caption={words.goods}
      rows={rows}
      keyOf={({ item }) => item.id}
      columns={[
        {
          head: words.item,
          cell: ({ item }) => (
            <>
              {item.name} <span className="named-code">{item.code}</span>
            </>
          ),
        },
        ...(['delivered', 'transit', 'held'] as const).map((state) => ({
          head: words[state],
          isFigure: true,
          cell: (row: Received['goods'][number]) =>
            row[state] !== 0 && <Quantity of={row[state]} measure={row.item.baseMeasure} opens={opens(row.entries)} />,
        })),
        ...(isPriced ? [value] : []),
      ]}
    />
  );
}

type FundingRow = NonNullable<Received['funding']>[number];

function Funding({ rows }: { readonly rows: readonly FundingRow[] }) {
  const words = useWords(reportsWords);
  const opens = useOpens();
  /** What of each stands where, by the entries of its row. */
  const columns = [
    { head: words.fundedGoods, of: 'goods', query: 'delivered', origin: 'money' },
    { head: words.inKind, of: 'inKind', query: 'delivered', origin: 'gifts' },
    { head: words.disbursed, of: 'disbursed', query: 'disbursed', origin: undefined },
  ] as const;
  return (
    <Rows
      caption={words.funding}
      rows={rows}
      keyOf={({ fundingLine }) => fundingLine.id}
      columns={[
        {
          head: words.fundingLine,
          cell: ({ fundingLine: { id, name, code } }) => (
            <a className="opens" href={addresses.fundingLine(id)}>
              {name} <span className="named-code">{code}</span>
            </a>
          ),
        },
        ...columns.map(({ head, of, query, origin }) => ({
          head: words.ofYuan(head),
          isFigure: true,
          cell: (row: FundingRow) =>
            row[of] !== '0.00' && <Yuan of={row[of]} opens={opens(standingIn(row.entries, query, origin))} />,
        })),
      ]}
    />
  );
}
