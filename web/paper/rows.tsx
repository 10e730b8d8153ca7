import { type ReactNode, useEffect, useRef, useState } from 'react';

export interface Column<Row> {
  /** With the unit of its figures: 金额(元). */
  readonly head: string;
  /** Aligned to the right, in figures of one width. */
  readonly isFigure?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** Below all rows: their sum, or what the line is called. */
  readonly sum?: ReactNode;
}

interface RowsProps<Row> {
  /** Says what they are; not shown where a heading above says it already. */
  readonly caption: string;
  readonly isCaptionShown?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

/** A plain table, which prints whole and repeats its head on each sheet. */
export function Rows<Row>({ caption, isCaptionShown = false, columns, rows, keyOf }: RowsProps<Row>) {
  const [region, scrolls] = useScrolling();
  return (
    <div className="rows-region" ref={region} {...(scrolls && { role: 'region', 'aria-label': caption, tabIndex: 0 })}>
      <table className="rows">
        <caption {...(isCaptionShown ? {} : { className: 'unseen' })}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ head, isFigure }) => (
              <th key={head} scope="col" data-figure={isFigure}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ head, isFigure, cell }) => {
                const shown = cell(row);
                return (
                  <td key={head} data-figure={isFigure} data-day={isDay(shown)}>
                    {shown}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
        {columns.some(({ sum }) => sum !== undefined) && (
          <tfoot>
            <tr>
              {columns.map(({ head, isFigure, sum }) => (
                <td key={head} data-figure={isFigure}>
                  {sum}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

/** A day of the calendar, which no line is broken in. */
function isDay(shown: ReactNode): true | undefined {
  return typeof shown === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(shown) ? true : undefined;
}

/** Whether an element is wider inside than outside, as tables are at 200 %. */
function useScrolling() {
  const region = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const { current } = region;
    if (current === null) return;
    const look = () => setScrolls(current.scrollWidth > current.clientWidth);
    const observer = new ResizeObserver(look);
    observer.observe(current);
    if (current.firstElementChild !== null) observer.observe(current.firstElementChild);
    return () => observer.disconnect();
  }, []);
  return [region, scrolls] as const;
}
