import { DIMENSIONS, type Dimension } from '../../shared/schemas/report-queries.ts';
import { reportAnswers, type Usage } from '../../shared/schemas/reports.ts';
import { type Asked, addresses, withQuery } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import { askFor, FlagFilter } from '../ask/filters.tsx';
import { MOST_PRINTED } from '../ask/printing.tsx';
import { Quantity, Yuan } from '../paper/figures.tsx';
import { type Column, Rows } from '../paper/rows.tsx';
import { useWords } from '../words/words.tsx';
import { NoRows, Report, taken, useOpens } from './report.tsx';
import { reportsWords } from './reports-words.ts';
import { figuresIn, isBalance, standingIn, tellsAny, type UsedFigure, undoneIn, undoneOf, usedFor } from './used.ts';
import type { zh } from './zh.ts';

type Row = Usage['rows'][number];
const FILTERS = ['fundingLine', 'unit', 'below', 'tree', 'item', 'from', 'to', 'cursor'];
const USUALLY: readonly Dimension[] = ['fundingLine'];

/** 资金和物资使用, told apart by any of four dimensions. */
export function UsagePage({ asked }: { readonly asked: Asked }) {
  const words = useWords(reportsWords);
  const by = dimensionsIn(asked);
  const query = { by: by.join(','), limit: MOST_PRINTED, ...taken(asked, ...FILTERS) };
  const answer = useAnswer(withQuery('/api/reports/usage', query), reportAnswers.usage);
  return (
    <Report
      name="usage"
      asked={asked}
      answer={answer}
      filters={['fundingLine', 'unit', 'item', 'days']}
      more={
        <>
          {asked.unit !== undefined && (
            <FlagFilter path={addresses.report('usage')} asked={asked} name="below" label={words.below} />
          )}
          <By asked={asked} by={by} />
        </>
      }
      about={[by.map((dimension) => words.dimensions[dimension]).join('、')]}
    >
      {(told) => (told.rows.length === 0 ? <NoRows /> : <UsageRows told={told} />)}
    </Report>
  );
}

function dimensionsIn({ by }: Asked): readonly Dimension[] {
  const asked = by?.split(',') ?? [];
  const known = DIMENSIONS.filter((dimension) => asked.includes(dimension));
  return known.length === 0 ? USUALLY : known;
}

function By({ asked, by }: { readonly asked: Asked; readonly by: readonly Dimension[] }) {
  const words = useWords(reportsWords);
  const change = (dimension: Dimension, isWanted: boolean) => {
    const next = DIMENSIONS.filter((one) => (one === dimension ? isWanted : by.includes(one)));
    askFor({ path: addresses.report('usage'), asked }, 'by', next.join(','));
  };
  return (
    <fieldset>
      <legend>{words.by}</legend>
      {DIMENSIONS.map((dimension) => (
        <label key={dimension} className="flag">
          <input
            type="checkbox"
            checked={by.includes(dimension)}
            // Of none there is no table.
            disabled={by.length === 1 && by.includes(dimension)}
            onChange={({ target }) => change(dimension, target.checked)}
          />
          {words.dimensions[dimension]}
        </label>
      ))}
    </fieldset>
  );
}

function UsageRows({ told: { by, rows, total } }: { readonly told: Usage }) {
  const words = useWords(reportsWords);
  const opens = useOpens();
  const all = [...rows, total];
  const undone = undoneIn(all);
  const figure = (name: UsedFigure): Column<Row>[] => {
    const of = (row: Usage['total']) => (
      <Yuan of={usedFor(name, row)} isBalance={isBalance(name)} opens={opens(standingIn(row.entries, name))} />
    );
    const own = {
      head: words.ofYuan(words.used[name]),
      isFigure: true,
      cell: (row: Row) => usedFor(name, row) !== '0.00' && of(row),
      sum: of(total),
    };
    if (!undone.includes(name)) return [own];
    const before = (row: Usage['total']) => undoneOf(name, row) !== '0.00' && <Yuan of={undoneOf(name, row)} />;
    return [own, { head: words.undone(words.used[name]), isFigure: true, cell: before, sum: before(total) }];
  };
  const columns: Column<Row>[] = [
    ...by.map((dimension, at) => ({
      head: words.dimensions[dimension],
      cell: (row: Row) => calledBy(row, dimension, words),
      ...(at === 0 ? { sum: words.sum } : {}),
    })),
    ...(by.includes('item') ? [quantityOf(words)] : []),
    ...figuresIn(all).flatMap(figure),
  ];
  return (
    <>
      {undone.length > 0 && <p className="note">{words.undoneDetail}</p>}
      <Rows caption={words.names.usage} rows={rows.filter(tellsAny)} keyOf={keyOf} columns={columns} />
    </>
  );
}

function quantityOf(words: typeof zh): Column<Row> {
  return {
    head: words.deliveredQuantity,
    isFigure: true,
    cell: ({ quantity, item }) =>
      quantity !== 0 && <Quantity of={quantity} {...(item ? { measure: item.baseMeasure } : {})} />,
  };
}

function keyOf({ unit, fundingLine, item, month }: Row): string {
  return [unit?.id, fundingLine?.id, item?.id, month].join(' ');
}

function calledBy(row: Row, dimension: Dimension, words: typeof zh) {
  if (dimension === 'month') return row.month;
  if (dimension === 'fundingLine') return row.fundingLine && <Called of={row.fundingLine} />;
  const called = row[dimension];
  if (called) return <Called of={called} />;
  return dimension === 'unit' ? words.noUnit : words.noItem;
}

function Called({ of: { name, code } }: { readonly of: { readonly name: string; readonly code: string } }) {
  return (
    <>
      {name} <span className="named-code">{code}</span>
    </>
  );
}
