import { type ClipboardEvent, type KeyboardEvent, memo, type ReactNode, useId } from 'react';
import { writeWhole } from '../../shared/domain/quantity.ts';
import { isOpenToChange, type RowState } from '../form/batch.ts';
import type { Choice } from '../form/cells.ts';
import { formWords } from '../form/form-words.ts';
import { readQuantity, written } from '../form/typed.ts';
import { useWords } from '../words/words.tsx';
import { dispatchWords } from './dispatch-words.ts';
import { type Axes, type Cells, itemAt, type Lefts, quantityIn, type Sums, sentItems, sumsOf } from './matrix.ts';
import { NOTHING_THERE, type OnShelf, type Shelves } from './shelf.ts';

export interface CellPlace {
  readonly unit: string;
  readonly item: string;
}

interface MatrixGridProps {
  readonly axes: Axes;
  readonly cells: Cells;
  readonly sums: Sums;
  readonly lefts: Lefts | undefined;
  readonly shelves: Shelves | undefined;
  readonly stateOf: (unit: string) => RowState;
  /** Units whose goods lie in the warehouse no more. */
  readonly gone: ReadonlySet<string>;
  /** What became of a row, in its last cell. */
  readonly told: (unit: Choice, state: RowState) => ReactNode;
  readonly onText: (place: CellPlace, text: string) => void;
  readonly onPaste: (place: CellPlace, text: string) => void;
  /** Where units and items were chosen by hand. */
  readonly onRemoveUnit?: ((id: string) => void) | undefined;
  readonly onRemoveItem?: ((id: string) => void) | undefined;
}

/** Units by items, by keyboard and from the clipboard, with what adds up and what is left. */
export function MatrixGrid(props: MatrixGridProps) {
  const { axes, cells, sums, lefts, stateOf, told, onText, onRemoveUnit, onRemoveItem } = props;
  const { matrix: words } = useWords(dispatchWords);
  const textAbove = ({ unit, item }: CellPlace) => {
    const open = axes.units.filter(({ id }) => isOpenToChange(stateOf(id)));
    const above = open[open.findIndex(({ id }) => id === unit) - 1];
    return above === undefined ? undefined : (cells[above.id]?.[item] ?? '');
  };
  const paste = (event: ClipboardEvent) => {
    const place = placeOf(event.target);
    const text = event.clipboardData.getData('text/plain');
    if (place === undefined || !/[\t\r\n]/.test(text.replace(/\r?\n$/, ''))) return;
    event.preventDefault();
    props.onPaste(place, text);
  };
  const press = (event: KeyboardEvent) => {
    const place = placeOf(event.target);
    if (place === undefined || event.defaultPrevented) return;
    if (event.key.toLowerCase() === 'd' && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      event.preventDefault();
      const above = textAbove(place);
      if (above !== undefined) onText(place, above);
      return;
    }
    move(event);
  };
  return (
    <section className="matrix-region" aria-label={words.grid}>
      <table className="rows matrix">
        <caption className="unseen">{words.grid}</caption>
        <thead>
          <tr>
            <th scope="col" className="matrix-unit">
              {words.unit}
            </th>
            {axes.items.map((item) => (
              <th key={item.id} scope="col" data-figure>
                {item.name}
                <br />
                <span className="note">{item.measures?.[0]?.measure}</span>
                {onRemoveItem !== undefined && (
                  <button
                    type="button"
                    className="paper-remove"
                    tabIndex={-1}
                    aria-label={words.removeItem(item.name)}
                    onClick={() => onRemoveItem(item.id)}
                  >
                    ✕
                  </button>
                )}
              </th>
            ))}
            <th scope="col" data-figure className="matrix-sum">
              {words.sum}
            </th>
            <th scope="col" className="matrix-told">
              {words.state}
            </th>
          </tr>
        </thead>
        <tbody onKeyDown={press} onPaste={paste}>
          {axes.units.map((unit) => (
            <MatrixRow
              key={unit.id}
              unit={unit}
              items={axes.items}
              texts={cells[unit.id]}
              lefts={lefts?.get(unit.id)}
              sum={sums.units.get(unit.id) ?? 0n}
              state={stateOf(unit.id)}
              told={told}
              onText={onText}
              onRemove={onRemoveUnit}
            />
          ))}
        </tbody>
        <Foot {...props} />
      </table>
    </section>
  );
}

interface MatrixRowProps {
  readonly unit: Choice;
  readonly items: readonly Choice[];
  readonly texts: Cells[string] | undefined;
  readonly lefts: ReadonlyMap<string, bigint> | undefined;
  readonly sum: bigint;
  readonly state: RowState;
  readonly told: MatrixGridProps['told'];
  readonly onText: MatrixGridProps['onText'];
  readonly onRemove: MatrixGridProps['onRemoveUnit'];
}

/** Drawn again only where something of it changed: there may be hundreds of cells. */
const MatrixRow = memo(function MatrixRow(props: MatrixRowProps) {
  const { unit, items, texts, lefts, sum, state, told, onText, onRemove } = props;
  const { matrix: words } = useWords(dispatchWords);
  const isOpen = isOpenToChange(state);
  const cells = texts === undefined ? {} : { [unit.id]: texts };
  const wrong = wrongCells(state, sentItems(cells, unit.id, items));
  return (
    <tr data-state={state.as}>
      <th scope="row" className="matrix-unit">
        {unit.name}
        {onRemove !== undefined && isOpen && (
          <button
            type="button"
            className="paper-remove"
            tabIndex={-1}
            aria-label={words.remove(unit.name)}
            onClick={() => onRemove(unit.id)}
          >
            ✕
          </button>
        )}
      </th>
      {items.map((item) => (
        <td key={item.id} data-figure>
          <MatrixCell
            unit={unit}
            item={item}
            text={texts?.[item.id] ?? ''}
            left={lefts === undefined ? undefined : (lefts.get(item.id) ?? 0n)}
            asked={quantityIn(cells, unit.id, item.id)}
            isOpen={isOpen}
            wrong={wrong.get(item.id)}
            onText={onText}
          />
        </td>
      ))}
      <td data-figure className="matrix-sum">
        {writeWhole(sum)}
      </td>
      <td className="matrix-told">{told(unit, state)}</td>
    </tr>
  );
});

/** What was told of single cells of a row. */
function wrongCells(state: RowState, sent: readonly Choice[]): ReadonlyMap<string, string> {
  const told =
    state.as === 'wrong'
      ? state.wrong
      : state.as === 'refused' && state.at !== undefined
        ? [{ at: state.at, told: state.detail }]
        : [];
  return new Map(
    told.flatMap(({ at, told: said }) => {
      const item = itemAt(at, sent);
      return item === undefined ? [] : [[item.id, said] as const];
    }),
  );
}

interface MatrixCellProps {
  readonly unit: Choice;
  readonly item: Choice;
  readonly text: string;
  /** What of a plan is left for the unit; undefined without a plan. */
  readonly left: bigint | undefined;
  readonly asked: bigint;
  readonly isOpen: boolean;
  readonly wrong: string | undefined;
  readonly onText: MatrixGridProps['onText'];
}

function MatrixCell({ unit, item, text, left, asked, isOpen, wrong, onText }: MatrixCellProps) {
  const { matrix: words } = useWords(dispatchWords);
  const { flaws } = useWords(formWords);
  const told = useId();
  const read = readQuantity(text);
  const flaw = wrong ?? (read !== undefined && 'flaw' in read ? flaws[read.flaw] : undefined);
  const above = left === undefined || !isOpen ? 0n : asked - left;
  const place = { unit: unit.id, item: item.id };
  return (
    <>
      <input
        aria-label={words.cell(unit.name, item.name)}
        data-field="cell"
        data-unit={unit.id}
        data-item={item.id}
        inputMode="numeric"
        data-figure=""
        autoComplete="off"
        spellCheck={false}
        value={text}
        readOnly={!isOpen}
        onFocus={({ target }) => target.select()}
        onChange={({ target }) => onText(place, target.value)}
        onBlur={() => {
          const next = written('quantity', text);
          if (next !== text) onText(place, next);
        }}
        {...(flaw === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': told })}
      />
      {flaw !== undefined && (
        <p className="field-told" id={told}>
          {flaw}
        </p>
      )}
      {left !== undefined && isOpen && <p className="note">{words.ofLeft(writeWhole(left))}</p>}
      {above > 0n && flaw === undefined && <p className="field-told">{words.above(writeWhole(above))}</p>}
    </>
  );
}

/** What each column comes to, beside what lies in the warehouse of it. */
function Foot({ axes: { items, units }, cells, shelves, gone }: MatrixGridProps) {
  const { matrix: words } = useWords(dispatchWords);
  const sums = sumsOf(cells, { units: units.filter(({ id }) => !gone.has(id)), items });
  const shelf = (item: string): OnShelf => shelves?.get(item) ?? NOTHING_THERE;
  return (
    <tfoot>
      <tr>
        <th scope="row" className="matrix-unit">
          {words.sum}
        </th>
        {items.map(({ id }) => (
          <td key={id} data-figure>
            <strong>{writeWhole(sums.items.get(id) ?? 0n)}</strong>
          </td>
        ))}
        <td data-figure className="matrix-sum">
          <strong>{writeWhole(sums.all)}</strong>
        </td>
        <td />
      </tr>
      {shelves !== undefined && (
        <>
          <tr>
            <th scope="row" className="matrix-unit">
              {words.here}
            </th>
            {items.map(({ id }) => (
              <td key={id} data-figure>
                {writeWhole(shelf(id).here)}
              </td>
            ))}
            <td />
            <td />
          </tr>
          <tr>
            <th scope="row" className="matrix-unit">
              {words.rest}
            </th>
            {items.map(({ id }) => {
              const rest = shelf(id).here - (sums.items.get(id) ?? 0n);
              return (
                <td key={id} data-figure>
                  {rest < 0n ? <span className="field-told">{words.lacks(writeWhole(-rest))}</span> : writeWhole(rest)}
                </td>
              );
            })}
            <td />
            <td />
          </tr>
        </>
      )}
    </tfoot>
  );
}

function placeOf(target: EventTarget): CellPlace | undefined {
  if (!(target instanceof HTMLElement)) return undefined;
  const { unit, item } = target.dataset;
  return unit === undefined || item === undefined ? undefined : { unit, item };
}

/** Arrows go from cell to cell, as in a spreadsheet; Enter goes down, and to the next column. */
function move(event: KeyboardEvent): void {
  const { target: cell, key } = event;
  if (
    !(cell instanceof HTMLInputElement) ||
    (event.shiftKey && key !== 'Enter') ||
    event.altKey ||
    event.ctrlKey ||
    event.metaKey
  )
    return;
  const next = nextCell(cell, key, event.shiftKey);
  if (next === undefined && key !== 'Enter') return;
  event.preventDefault();
  next?.focus();
}

function nextCell(cell: HTMLInputElement, key: string, isBack: boolean): HTMLElement | undefined {
  switch (key) {
    case 'ArrowUp':
      return below(cell, -1);
    case 'ArrowDown':
      return below(cell, 1);
    case 'ArrowLeft':
      return beside(cell, -1);
    case 'ArrowRight':
      return beside(cell, 1);
    case 'Enter':
      return isBack ? below(cell, -1) : (below(cell, 1) ?? topOfNext(cell));
    default:
      return undefined;
  }
}

function cellsIn(row: Element | null | undefined): HTMLInputElement[] {
  return [...(row?.querySelectorAll<HTMLInputElement>('input') ?? [])];
}

function below(cell: HTMLInputElement, by: 1 | -1): HTMLInputElement | undefined {
  const row = cell.closest('tr');
  const other = by === 1 ? row?.nextElementSibling : row?.previousElementSibling;
  return cellsIn(other).find(({ dataset }) => dataset.item === cell.dataset.item);
}

function beside(cell: HTMLInputElement, by: 1 | -1): HTMLInputElement | undefined {
  const row = cellsIn(cell.closest('tr'));
  return row[row.indexOf(cell) + by];
}

/** From the last row of a column to the first of the next; from the last of all to the button that sends. */
function topOfNext(cell: HTMLInputElement): HTMLElement | undefined {
  const next = beside(cell, 1)?.dataset.item;
  const first = cellsIn(cell.closest('tbody')?.firstElementChild);
  const top = next === undefined ? undefined : first.find(({ dataset }) => dataset.item === next);
  return top ?? cell.form?.querySelector<HTMLElement>('button[type=submit]') ?? undefined;
}
