import { useCallback, useMemo, useRef, useState } from 'react';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { dispatchBody } from '../../shared/schemas/consignment.ts';
import { LIMITS } from '../../shared/schemas/limits.ts';
import type { PlanProgress } from '../../shared/schemas/plan-progress.ts';
import { isOpenToChange, withoutBooked } from '../form/batch.ts';
import { BLANK, type Choice } from '../form/cells.ts';
import { Form } from '../form/form.tsx';
import { type KeyedDraft, useKeyedDraft } from '../form/keyed-draft.ts';
import { PapersField, usePapers } from '../form/papers.tsx';
import { cellsIn } from '../form/pasted.ts';
import { useOnlyChoice } from '../form/registers.ts';
import { type Batch, useBatch } from '../form/use-batch.ts';
import { Nothing } from '../paper/states.tsx';
import { useWords } from '../words/words.tsx';
import { AddChoices } from './add-choices.tsx';
import { fieldOf } from './consignment-draft.ts';
import { dispatchWords } from './dispatch-words.ts';
import { DispatchField, Remarks } from './fields.tsx';
import {
  type Axes,
  axesOfPlan,
  emptyMatrix,
  filled,
  itemAt,
  leftsOf,
  type MatrixDraft,
  matrixDraft,
  rowOf,
  sentItems,
  sumsOf,
  withBlock,
  withChoice,
  withText,
} from './matrix.ts';
import { type CellPlace, MatrixGrid } from './matrix-grid.tsx';
import { MatrixTold, useRowTold } from './matrix-told.tsx';
import { plannedUnits } from './planned.ts';
import { useShelves } from './use-shelves.ts';

const PATH = '/api/consignments';

/** What goes to many units: under a plan, or with units and items as they are chosen. */
export function MatrixForm({ progress }: { readonly progress?: PlanProgress }) {
  const words = useWords(dispatchWords);
  const plan = progress?.plan.id;
  const empty = useMemo(() => emptyMatrix(dateInShanghai(Date.now())), []);
  const keyed = useKeyedDraft(plan === undefined ? 'matrix' : `matrix.${plan}`, matrixDraft, empty);
  const { draft, change } = keyed;
  const { cells, fields } = draft;
  const planned = useMemo(() => progress && plannedUnits(progress), [progress]);
  const lefts = useMemo(() => planned && leftsOf(planned), [planned]);
  const axes = useAxes(draft, planned);
  const warehouse = fieldOf(fields, 'warehouse', useOnlyChoice('warehouse'));
  const { shelves, isUnread } = useShelves(warehouse, fields.effectiveOn ?? BLANK);
  const papers = usePapers(draft.papers, (by) => change((before) => ({ ...before, papers: [...by(before.papers)] })));
  const rows = axes.units
    .filter(({ id }) => isTaken(draft, id) || sentItems(cells, id, axes.items).length > 0)
    .map(
      (unit) => ({ id: unit.id, path: PATH, ...rowOf(draft, { plan, unit, items: axes.items, warehouse }) }) as const,
    );
  const batch = useBatch({
    rows,
    schema: dispatchBody,
    kept: draft.batch,
    change: (by) => change((before) => ({ ...before, batch: by(before.batch) })),
    draft: keyed,
  });
  const left = useState<readonly string[]>([]);
  const edit = useEdits({ keyed, axes, batch, onLeft: left[1] });
  const booked = axes.units.flatMap(({ id }) => {
    const row = draft.batch[id];
    return row?.isBooked ? [row.key] : [];
  });
  const { told, isSealing } = useRowTold(plan, axes, booked);
  const gone = useGone(batch, axes, isSealing);
  const put = {
    fields,
    change: (by: (before: typeof fields) => typeof fields) => {
      for (const { id } of rows) batch.forgive(id);
      change((before) => ({ ...before, fields: by(before.fields) }));
    },
  };
  return (
    <Form label={words.matrix.title} sending={wrongOf(batch, axes, draft)} onSubmit={batch.send} onFiles={papers.add}>
      <div className="fields">
        <DispatchField {...put} name="warehouse" at="/warehouse" from="warehouse" shown={warehouse} width={16} />
        <DispatchField {...put} name="effectiveOn" at="/effectiveOn" reader="date" width={11} />
        {planned === undefined && <Choosing keyed={keyed} />}
      </div>
      <section>
        {lefts !== undefined && (
          <p className="matrix-tools not-printed">
            <button type="button" className="plain-button" disabled={batch.isRunning} onClick={() => edit.fill(lefts)}>
              {words.matrix.fill}
            </button>
            <button type="button" className="plain-button" disabled={batch.isRunning} onClick={edit.clear}>
              {words.matrix.clear}
            </button>
          </p>
        )}
        {axes.units.length === 0 && axes.items.length === 0 ? (
          <Nothing title={planned === undefined ? words.matrix.nothing : words.allDone}>
            <p>{planned === undefined ? words.matrix.nothingDetail : words.allDoneDetail}</p>
          </Nothing>
        ) : (
          <>
            <MatrixGrid
              axes={axes}
              cells={cells}
              sums={sumsOf(cells, axes)}
              lefts={lefts}
              shelves={shelves}
              stateOf={batch.stateOf}
              gone={gone}
              told={told}
              onText={edit.text}
              onPaste={edit.paste}
              {...(planned === undefined ? { onRemoveUnit: edit.removeUnit, onRemoveItem: edit.removeItem } : {})}
            />
            <p className="note not-printed">{words.matrix.keys}</p>
          </>
        )}
        {isUnread && <p className="note">{words.stockUnknown}</p>}
        {left[0].length > 0 && <PasteLeft texts={left[0]} />}
      </section>
      <Remarks {...put} />
      <section>
        <h2>{words.papers}</h2>
        <PapersField of={papers} />
      </section>
      <MatrixTold
        batch={batch}
        isOwn={keyed.isOwn && papers.arriving.length === 0}
        booked={booked}
        onDismiss={edit.dismiss}
      />
    </Form>
  );
}

type Keyed = KeyedDraft<MatrixDraft>;

/** Whether something of a unit is booked, or may be. */
function isTaken({ batch }: MatrixDraft, unit: string): boolean {
  const row = batch[unit];
  return row !== undefined && (row.isBooked || row.out !== undefined);
}

/** Units and items stay the same things for as long as they are the same, or every row would be drawn at each key. */
function useAxes(draft: MatrixDraft, planned: ReturnType<typeof plannedUnits> | undefined): Axes {
  const axes = planned === undefined ? { units: draft.units, items: draft.items } : axesOfPlan(planned, draft);
  const names = JSON.stringify(axes);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what they are
  return useMemo(() => axes, [names]);
}

/** Units whose goods the stock that is shown has no more: those that were booked before it was read. */
function useGone(batch: Batch, { units }: Axes, isSealing: boolean): ReadonlySet<string> {
  const gone = useRef<ReadonlySet<string>>(new Set());
  if (!batch.isRunning && !isSealing) {
    gone.current = new Set(units.filter(({ id }) => batch.stateOf(id).as === 'booked').map(({ id }) => id));
  }
  return gone.current;
}

interface Editing {
  readonly keyed: Keyed;
  readonly axes: Axes;
  readonly batch: Batch;
  /** What of a block found no cell. */
  readonly onLeft: (texts: readonly string[]) => void;
}

/** What changes the cells; rows that are booked, or may be, stay as they went. */
function useEdits(editing: Editing) {
  const latest = useRef(editing);
  latest.current = editing;
  const text = useCallback(({ unit, item }: CellPlace, typed: string) => {
    const { keyed, batch } = latest.current;
    batch.forgive(unit);
    keyed.change((before) => ({ ...before, cells: withText(before.cells, unit, item, typed) }));
  }, []);
  const open = () => {
    const { axes, batch } = latest.current;
    return axes.units.filter(({ id }) => isOpenToChange(batch.stateOf(id)));
  };
  const forgiveAll = () => {
    for (const { id } of open()) latest.current.batch.forgive(id);
  };
  const removeUnit = useCallback((id: string) => {
    latest.current.keyed.change((before) => ({
      ...before,
      units: before.units.filter((unit) => unit.id !== id),
      cells: Object.fromEntries(Object.entries(before.cells).filter(([unit]) => unit !== id)),
    }));
  }, []);
  return {
    text,
    removeUnit,
    removeItem: (id: string) =>
      editing.keyed.change((before) => ({
        ...before,
        items: before.items.filter((item) => item.id !== id),
        cells: Object.fromEntries(
          Object.entries(before.cells).map(([unit, row]) => [
            unit,
            Object.fromEntries(Object.entries(row).filter(([item]) => item !== id)),
          ]),
        ),
      })),
    paste: (from: CellPlace, pasted: string) => {
      const axes = { units: open(), items: editing.axes.items };
      forgiveAll();
      const { cells, left } = withBlock(editing.keyed.draft.cells, cellsIn(pasted), axes, from);
      editing.onLeft(left);
      editing.keyed.change((before) => ({ ...before, cells }));
    },
    fill: (lefts: ReturnType<typeof leftsOf>) => {
      forgiveAll();
      const ids = open().map(({ id }) => id);
      editing.keyed.change((before) => ({ ...before, cells: filled(before.cells, lefts, ids) }));
    },
    clear: () => {
      forgiveAll();
      const ids = open().map(({ id }) => id);
      editing.keyed.change((before) => ({
        ...before,
        cells: Object.fromEntries(Object.entries(before.cells).filter(([unit]) => !ids.includes(unit))),
      }));
    },
    dismiss: () => {
      const booked = new Set(
        Object.entries(editing.keyed.draft.batch).flatMap(([id, { isBooked }]) => (isBooked ? [id] : [])),
      );
      for (const id of booked) editing.batch.forgive(id);
      editing.keyed.change((before) => ({
        ...before,
        batch: withoutBooked(before.batch),
        units: before.units.filter(({ id }) => !booked.has(id)),
        cells: Object.fromEntries(Object.entries(before.cells).filter(([unit]) => !booked.has(unit))),
      }));
    },
  };
}

/** What of the rows is wrong with the fields that all of them share. */
function wrongOf(batch: Batch, { units, items }: Axes, { cells }: MatrixDraft) {
  const wrong = units.flatMap(({ id }) => {
    const state = batch.stateOf(id);
    const sent = sentItems(cells, id, items);
    return state.as === 'wrong' ? state.wrong.filter(({ at }) => itemAt(at, sent) === undefined) : [];
  });
  const each = new Map(wrong.map((one) => [one.at, one]));
  return { wrong: [...each.values()], tries: batch.tries, forgive: () => undefined };
}

/** Adds units and items to the draft. */
function Choosing({ keyed: { change, draft } }: { readonly keyed: Keyed }) {
  const { matrix: words } = useWords(dispatchWords);
  const add = (axis: 'units' | 'items', most?: number) => (choices: readonly Choice[]) =>
    change((before) => ({ ...before, [axis]: choices.reduce(withChoice, before[axis]).slice(0, most) }));
  return (
    <>
      <AddChoices from="unit" label={words.addUnit} isFirst onAdd={add('units')} />
      <AddChoices from="item" label={words.addItem} onAdd={add('items', LIMITS.lines)} />
      {draft.items.length >= LIMITS.lines && <p className="note">{words.tooMany(LIMITS.lines)}</p>}
    </>
  );
}

function PasteLeft({ texts }: { readonly texts: readonly string[] }) {
  const { matrix: words } = useWords(dispatchWords);
  return (
    <div className="form-told" role="status">
      <p>{words.pasteLeft}</p>
      <p>{texts.join('、')}</p>
    </div>
  );
}
