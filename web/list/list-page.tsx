import type { ReactNode } from 'react';
import type * as z from 'zod';
import { type Asked, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import type { Names } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { type ListColumn, useColumns } from './columns.ts';
import { ColumnsChosen } from './columns-chosen.tsx';
import type { Choices, Filter } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { NothingListed } from './nothing-listed.tsx';
import { Pages } from './pages.tsx';
import './list.css';

/** An answer that has a page of rows. */
export interface Listed {
  readonly items: readonly object[];
  readonly next?: string | undefined;
  readonly names?: Names | undefined;
}

type RowOf<A extends Listed> = A['items'][number];

export interface ListPageProps<A extends Listed> {
  readonly title: string;
  /** Under which the columns that somebody chose are kept. */
  readonly list: string;
  /** Where the API lists it, and where it is shown. */
  readonly from: `/api/${string}`;
  readonly path: string;
  readonly asked: Asked;
  readonly schema: z.ZodType<A>;
  readonly filters: readonly Filter[];
  readonly hasDays?: boolean;
  readonly sorts?: Choices;
  readonly columns: (answer: A) => readonly ListColumn<RowOf<A>>[];
  readonly keyOf: (row: RowOf<A>) => string;
  /** What can be done from here, above everything. */
  readonly head?: ReactNode;
  /** What is asked for that no control shows. */
  readonly told?: (names: Names | undefined, shown: readonly string[]) => ReactNode;
  readonly above?: (answer: A) => ReactNode;
}

/** A list: its conditions in the address, the columns that people chose, and pages that all have something on them. */
export function ListPage<A extends Listed>(props: ListPageProps<A>) {
  const { title, from, path, asked, schema, filters, hasDays = false, sorts = [], head, told, above } = props;
  const answer = useAnswer(withQuery(from, asked), schema);
  return (
    <Sheet title={title}>
      {head !== undefined && <div className="list-head not-printed">{head}</div>}
      <FilterBar label={title} path={path} asked={asked} filters={filters} hasDays={hasDays} sorts={sorts} />
      <Answered answer={answer} lines={10}>
        {(listed) => (
          <>
            {told?.(listed.names, [...filters.map(({ name }) => name), ...(hasDays ? ['from', 'to'] : [])])}
            {above?.(listed)}
            {listed.items.length === 0 ? (
              <NothingListed path={path} asked={asked} />
            ) : (
              <>
                <ListedRows {...props} listed={listed} />
                <Pages
                  from={from}
                  path={path}
                  asked={asked}
                  schema={schema}
                  next={listed.next}
                  isEmpty={({ items }) => items.length === 0}
                />
              </>
            )}
          </>
        )}
      </Answered>
    </Sheet>
  );
}

function ListedRows<A extends Listed>(props: ListPageProps<A> & { readonly listed: A }) {
  const { list, title, keyOf, listed } = props;
  const columns = props.columns(listed);
  const { shown, show, showAll } = useColumns(list, columns);
  return (
    <>
      <ColumnsChosen columns={columns} shown={shown} onShow={show} onAll={showAll} />
      <Rows<RowOf<A>> caption={title} rows={listed.items} keyOf={keyOf} columns={shown} />
    </>
  );
}
