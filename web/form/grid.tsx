import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useWords } from '../words/words.tsx';
import {
  type Around,
  cellOf,
  isBlankRow,
  ofText,
  placesOf,
  type Row,
  type Typed,
  withBlankRow,
  withCell,
  withoutRow,
} from './cells.ts';
import { PickInput, TypedInput } from './field.tsx';
import { nextField } from './form.tsx';
import { formWords } from './form-words.ts';
import { cellsIn, type Placed, placed } from './pasted.ts';
import type { Choices } from './pick.tsx';
import { type Reader, written } from './typed.ts';

export interface GridColumn<C extends string> {
  readonly name: C;
  readonly head: string;
  /** What it may be called in a sheet, in any language. */
  readonly heads: readonly string[];
  /** Where it goes in the row that is sent: `item`, `funding/1/quantity`. */
  readonly at: string | ((row: Row<C>) => string);
  /** How it is read, or from what it is chosen. */
  readonly reader?: Reader;
  readonly from?: (row: Row<C>) => Choices;
  readonly isFigure?: boolean;
  /** May stay empty: Enter passes it over. */
  readonly isAside?: boolean;
  /** In characters, about. */
  readonly width: number;
  /** Of rows that stand: which have this cell, and what stands in its place in those that have not. */
  readonly isFor?: (row: Row<C>) => boolean;
  readonly instead?: (row: Row<C>) => ReactNode;
}

/** A column that only shows. */
export interface ShownColumn<C extends string> {
  readonly head: string;
  readonly isFigure?: boolean;
  readonly width: number;
  readonly cell: (row: Row<C>) => ReactNode;
}

/** Of rows that stand for what is there already: none is added, taken away or pasted. */
export interface Standing<C extends string> {
  /** Before the cells: what a row is of. */
  readonly heads: readonly ShownColumn<C>[];
  /** Below them, where there is something to say of the row. */
  readonly told?: (row: Row<C>) => ReactNode;
  /** To whoever hears the page, before the head of a cell. */
  readonly called: (row: Row<C>) => string;
  /** Where it stands in what is sent, from 0; undefined where it does not. */
  readonly placeOf: (row: Row<C>) => number | undefined;
}

interface GridProps<C extends string> {
  readonly caption: string;
  readonly columns: readonly GridColumn<C>[];
  readonly rows: readonly Row<C>[];
  readonly onRows: (by: (before: readonly Row<C>[]) => readonly Row<C>[]) => void;
  /** Where the rows go in what is sent: `/lines`. */
  readonly at: string;
  readonly most: number;
  /** What follows from a cell that was changed, in the cells beside it. */
  readonly derived?: (row: Row<C>, changed: C, around: Around<C>) => Row<C>;
  readonly standing?: Standing<C>;
  /** After the cells: what is known of a row as it is typed. */
  readonly shown?: readonly ShownColumn<C>[];
  /** At the foot: sums. */
  readonly children?: ReactNode;
}

const UNCHANGED = <R,>(row: R) => row;

/** Rows by keyboard and from the clipboard. What they hold stands in the form's draft. */
export function Grid<C extends string>(props: GridProps<C>) {
  const { caption, columns, rows, most, onRows, standing } = props;
  const words = useWords(formWords);
  const body = useRef<HTMLTableSectionElement>(null);
  const [left, setLeft] = useState<Placed<C>['left']>([]);
  const change = rowChanges(props);
  const add = useFocusedRow(
    body,
    columns,
    () => onRows((before) => withBlankRow(before, namesOf(columns))),
    rows.length,
  );
  const keys = gridKeys({ ...props, change, add });
  const places = placesOf(rows);
  const paste = (event: ClipboardEvent) => {
    const target = cellIn(event.target, columns);
    const text = event.clipboardData.getData('text/plain');
    // One cell is pasted as text is; its line break is the sheet's.
    if (standing !== undefined || target === undefined || !/[\t\r\n]/.test(text.replace(/\r?\n$/, ''))) return;
    event.preventDefault();
    const block = placed(cellsIn(text), columns, target.column);
    setLeft(block.left);
    change.paste(target.key, block);
  };
  return (
    <div className="grid">
      <table className="rows">
        <caption className="unseen">{caption}</caption>
        <Heads columns={columns} standing={standing} shown={props.shown} />
        <tbody ref={body} onKeyDown={keys} onPaste={paste}>
          {rows.map((row, at) => (
            <GridRow
              key={row.key}
              grid={props}
              row={row}
              number={at + 1}
              place={standing === undefined ? places.get(row.key) : standing.placeOf(row)}
              change={change}
            />
          ))}
        </tbody>
        {props.children}
      </table>
      {standing === undefined && (
        <p className="grid-foot not-printed">
          <button type="button" className="plain-button" onClick={add} disabled={rows.length >= most}>
            {words.addRow}
          </button>{' '}
          <span className="note" data-above={places.size > most}>
            {places.size > most ? words.tooManyRows(most) : words.rowCount(places.size, most)}
          </span>
        </p>
      )}
      {left.length > 0 && <Left left={left} onDismiss={() => setLeft([])} />}
    </div>
  );
}

function Heads<C extends string>({
  columns,
  standing,
  shown,
}: Pick<GridProps<C>, 'columns'> & {
  readonly standing: Standing<C> | undefined;
  readonly shown: GridProps<C>['shown'] | undefined;
}) {
  return (
    <thead>
      <tr>
        {[...(standing?.heads ?? []), ...columns, ...(shown ?? [])].map(({ head, isFigure, width }) => (
          <th key={head} scope="col" data-figure={isFigure} style={{ inlineSize: `${width}em` }}>
            {head}
          </th>
        ))}
        {standing === undefined && <th className="grid-remove" />}
      </tr>
    </thead>
  );
}

interface GridRowProps<C extends string> {
  readonly grid: GridProps<C>;
  readonly row: Row<C>;
  readonly number: number;
  readonly place: number | undefined;
  readonly change: RowChanges<C>;
}

function GridRow<C extends string>({ grid, row, number, place, change }: GridRowProps<C>) {
  const words = useWords(formWords);
  const [below, setBelow] = useState<HTMLElement | null>(null);
  const { standing } = grid;
  return (
    <>
      <tr>
        {standing?.heads.map(({ head, isFigure, cell }) => (
          <td key={head} data-figure={isFigure} className="grid-standing">
            {cell(row)}
          </td>
        ))}
        {grid.columns.map((column) => {
          const { name, head, isFigure, isAside = false, reader = 'text', from, isFor, instead } = column;
          if (isFor?.(row) === false) {
            return (
              <td key={name} data-figure={isFigure} className="grid-standing">
                {instead?.(row)}
              </td>
            );
          }
          const at = typeof column.at === 'string' ? column.at : column.at(row);
          const cell = {
            at: place === undefined ? undefined : `${grid.at}/${place}/${at}`,
            label: standing === undefined ? words.row(number, head) : `${standing.called(row)} ${head}`,
            value: cellOf(row, name),
            onChange: (value: Typed) => change.cell(row.key, name, value),
            isAside,
            cell: `${row.key}:${name}`,
            below: { element: below, head },
          };
          return (
            <td key={name} data-figure={isFigure}>
              {from === undefined ? <TypedInput {...cell} reader={reader} /> : <PickInput {...cell} from={from(row)} />}
            </td>
          );
        })}
        {grid.shown?.map(({ head, isFigure, cell }) => (
          <td key={head} data-figure={isFigure} className="grid-standing">
            {cell(row)}
          </td>
        ))}
        {standing === undefined && (
          <td className="grid-remove not-printed">
            <button
              type="button"
              tabIndex={-1}
              aria-label={words.removeRow(number)}
              onClick={() => change.remove(row.key)}
            >
              ✕
            </button>
          </td>
        )}
      </tr>
      <tr className="grid-told">
        <td colSpan={grid.columns.length + (standing?.heads.length ?? 1) + (grid.shown?.length ?? 0)} ref={setBelow}>
          {standing?.told?.(row)}
        </td>
      </tr>
    </>
  );
}

function Left({ left, onDismiss }: { readonly left: Placed<string>['left']; readonly onDismiss: () => void }) {
  const words = useWords(formWords);
  return (
    <div className="form-told" role="status">
      <p>{words.left}</p>
      <ul>
        {left.map(({ row, head, text }) => (
          <li key={`${row}:${head}:${text}`}>{words.leftIn(row + 1, head, text)}</li>
        ))}
      </ul>
      <button type="button" className="plain-button" onClick={onDismiss}>
        {words.dismiss}
      </button>
    </div>
  );
}

interface RowChanges<C extends string> {
  cell(key: number, column: C, value: Typed): void;
  /** Takes a cell from the row above. */
  copyDown(key: number, column: C): void;
  remove(key: number): void;
  paste(from: number, block: Placed<C>): void;
}

function namesOf<C extends string>(columns: readonly GridColumn<C>[]): readonly C[] {
  return columns.map(({ name }) => name);
}

function rowChanges<C extends string>({ columns, onRows, derived = UNCHANGED }: GridProps<C>): RowChanges<C> {
  const put = (rows: readonly Row<C>[], key: number, column: C, value: Typed) =>
    withCell(rows, key, column, value).map((row, at) => {
      const before = rows[at];
      return row.key === key && before !== undefined ? derived(row, column, { before, above: rows[at - 1] }) : row;
    });
  return {
    cell: (key, column, value) => onRows((rows) => put(rows, key, column, value)),
    copyDown: (key, column) =>
      onRows((rows) => {
        const above = rows[rows.findIndex((row) => row.key === key) - 1];
        return above === undefined ? rows : put(rows, key, column, cellOf(above, column));
      }),
    remove: (key) => onRows((rows) => withoutRow(rows, namesOf(columns), key)),
    paste: (from, block) =>
      onRows((rows) => {
        const first = rows.findIndex(({ key }) => key === from);
        let pasted = rows;
        while (pasted.length < first + block.rows.length) pasted = withBlankRow(pasted, namesOf(columns));
        block.rows.forEach((cells, at) => {
          const key = pasted[first + at]?.key;
          for (const { name, reader } of columns) {
            const text = cells[name];
            if (key !== undefined && text !== undefined && text !== '')
              pasted = put(pasted, key, name, ofText(reader === undefined ? text : written(reader, text)));
          }
        });
        return pasted;
      }),
  };
}

/** Adds a row and goes to its first cell, once it is there. */
function useFocusedRow<C extends string>(
  body: { readonly current: HTMLElement | null },
  columns: readonly GridColumn<C>[],
  add: () => void,
  count: number,
): () => void {
  const isAwaited = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the row that is awaited
  useEffect(() => {
    if (!isAwaited.current) return;
    isAwaited.current = false;
    body.current?.querySelector<HTMLElement>(`tr:nth-last-child(2) [data-cell$=":${columns[0]?.name}"]`)?.focus();
  }, [count]);
  return () => {
    isAwaited.current = true;
    add();
  };
}

interface CellAt<C extends string> {
  readonly key: number;
  readonly column: C;
  readonly element: HTMLElement;
}

function cellIn<C extends string>(target: EventTarget, columns: readonly GridColumn<C>[]): CellAt<C> | undefined {
  if (!(target instanceof HTMLElement)) return undefined;
  const [key = '', name] = target.dataset.cell?.split(':') ?? [];
  const column = columns.find((one) => one.name === name)?.name;
  return column === undefined ? undefined : { key: Number(key), column, element: target };
}

interface GridKeysOf<C extends string> extends GridProps<C> {
  readonly change: RowChanges<C>;
  readonly add: () => void;
}

function gridKeys<C extends string>({ columns, rows, most, change, add, standing }: GridKeysOf<C>) {
  const enter = ({ key, column, element }: CellAt<C>): HTMLElement | undefined => {
    if (standing !== undefined) return nextField(element);
    const row = rows.find((one) => one.key === key);
    const isLastRow = rows.at(-1)?.key === key;
    const isLastCell = columns.filter(({ isAside }) => !isAside).at(-1)?.name === column;
    // Out of the rows, from a row that nothing was typed into.
    if (isLastRow && rows.length > 1 && row !== undefined && isBlankRow(row)) return outOf(element);
    if (isLastRow && isLastCell && rows.length < most) {
      add();
      return undefined;
    }
    return nextField(element);
  };
  return (event: KeyboardEvent) => {
    const cell = cellIn(event.target, columns);
    if (cell === undefined || event.defaultPrevented) return;
    const { key, column, element } = cell;
    if (event.key === 'Enter' && !(event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      enter(cell)?.focus();
    } else if (event.key.toLowerCase() === 'd' && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      event.preventDefault();
      change.copyDown(key, column);
    } else if (event.key === 'Delete' && event.altKey && standing === undefined) {
      event.preventDefault();
      (nextField(element) ?? element).focus();
      change.remove(key);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      verticalTo(element, event.key === 'ArrowDown' ? 1 : -1)?.focus();
    }
  };
}

/** The cell above or below. */
function verticalTo(element: HTMLElement, by: 1 | -1): HTMLElement | undefined {
  const cells = [...(element.closest('tbody')?.querySelectorAll<HTMLElement>('[data-cell]') ?? [])];
  const column = element.dataset.cell?.split(':')[1];
  const same = cells.filter(({ dataset }) => dataset.cell?.split(':')[1] === column);
  return same[same.indexOf(element) + by];
}

function outOf(element: HTMLElement): HTMLElement | undefined {
  const all = element.closest('table')?.querySelectorAll<HTMLElement>('[data-field]') ?? [];
  const last = [...all].at(-1);
  return last === undefined ? undefined : nextField(last);
}
