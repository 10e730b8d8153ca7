import type { BookKind } from '../../../shared/domain/books.ts';
import type { ListColumn } from '../../list/columns.ts';
import { type Names, Quantity, Yuan } from '../../paper/figures.tsx';
import { DocumentLink } from '../voucher.tsx';
import type { zh } from '../zh.ts';

/** Columns that several lists have. */

type Words = typeof zh;

interface Numbered {
  readonly id: string;
  readonly number: string | null;
}

/** CG-000071, which opens it. */
export function numberColumn(words: Words, kind: BookKind): ListColumn<Numbered> {
  return {
    name: 'number',
    head: words.about,
    cell: ({ id, number }) => <DocumentLink kind={kind} id={id} number={number} />,
  };
}

export function dayColumn(words: Words): ListColumn<{ readonly effectiveOn: string }> {
  return { name: 'day', head: words.day, cell: ({ effectiveOn }) => effectiveOn };
}

export function statusColumn(words: Words): ListColumn<{ readonly status: string }> {
  return { name: 'status', head: words.status, cell: ({ status }) => words.statuses[status] ?? status };
}

/** Something that a row names, by what it is called. */
export function namedColumn<Row>(
  kind: 'supplier' | 'unit' | 'warehouse' | 'fundingLine' | 'tariff' | 'plan' | 'invoice',
  head: string,
  of: (row: Row) => string | undefined,
  {
    names,
    name = kind,
    isAside,
  }: { readonly names: Names | undefined; readonly name?: string; readonly isAside?: boolean },
): ListColumn<Row> {
  const cell = (row: Row) => {
    const id = of(row);
    return id === undefined ? null : <DocumentLink kind={kind} id={id} names={names} />;
  };
  return { name, head, cell, ...(isAside === undefined ? {} : { isAside }) };
}

export function yuanColumn<Row>(
  words: Words,
  name: string,
  head: string,
  of: (row: Row) => string,
  { opens, isAside }: { readonly opens?: (row: Row) => string; readonly isAside?: boolean } = {},
): ListColumn<Row> {
  return {
    name,
    head: words.ofYuan(head),
    isFigure: true,
    cell: (row) => <Yuan of={of(row)} {...(opens === undefined ? {} : { opens: opens(row) })} />,
    ...(isAside === undefined ? {} : { isAside }),
  };
}

interface OfItem {
  readonly item: string;
  readonly quantity: number;
}

/** What is on the lines of a document: the first ones, and how many more there are. */
export function itemsColumn<Row>(
  words: Words,
  names: Names | undefined,
  of: (row: Row) => readonly OfItem[],
): ListColumn<Row> {
  return {
    name: 'items',
    head: words.item,
    cell: (row) => {
      const lines = of(row);
      return (
        <>
          {lines.slice(0, SHOWN).map(({ item, quantity }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a document stay in their order
            <div key={at}>
              {names?.[item]?.name ?? item} <Quantity of={quantity} />
            </div>
          ))}
          {lines.length > SHOWN && <div className="note">{words.list.moreLines(lines.length - SHOWN)}</div>}
        </>
      );
    },
  };
}

const SHOWN = 3;
