import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { listOfUnits } from '../../shared/schemas/answer-forms.ts';
import { consignmentAnswer } from '../../shared/schemas/document-answers.ts';
import { LIMITS } from '../../shared/schemas/limits.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import type { RowState } from '../form/batch.ts';
import type { Choice } from '../form/cells.ts';
import { formWords } from '../form/form-words.ts';
import type { Batch } from '../form/use-batch.ts';
import { PrintPapers } from '../print/print-papers.tsx';
import { useWords } from '../words/words.tsx';
import { dispatchWords } from './dispatch-words.ts';
import { type Axes, itemAt } from './matrix.ts';

const answered = listOfUnits(consignmentAnswer).extend({ names });
const SEALED_SOON_MS = 2_000;

/** Numbers of consignments that have just been booked, asked for together until each is sealed. */
function useNumbers(plan: string | undefined, booked: readonly string[]) {
  const known = useRef(new Map<string, string>()).current;
  const isWaiting = booked.some((id) => !known.has(id));
  const { data } = useAnswer(withQuery('/api/consignments', { plan, limit: LIMITS.page }), answered, {
    enabled: isWaiting,
    everyMs: SEALED_SOON_MS,
  });
  for (const { id, number } of data?.items ?? []) if (number !== null) known.set(id, number);
  const client = useQueryClient();
  const isSealing = booked.some((id) => !known.has(id));
  const isBegun = booked.length > 0;
  useEffect(() => {
    // Stock and plans are told of what is sealed.
    if (isBegun && !isSealing) void client.invalidateQueries();
  }, [isBegun, isSealing, client]);
  return { numbers: known, isSealing };
}

/** What became of a row, in a cell; and whether something of what is booked is not sealed yet. */
export function useRowTold(plan: string | undefined, { items }: Axes, booked: readonly string[]) {
  const words = useWords(dispatchWords);
  const ofForms = useWords(formWords);
  const { numbers, isSealing } = useNumbers(plan, booked);
  const count = numbers.size;
  // biome-ignore lint/correctness/useExhaustiveDependencies: numbers are added in place
  const told = useCallback(
    (_unit: Choice, state: RowState) => {
      const { states } = words.matrix;
      switch (state.as) {
        case 'none':
          return null;
        case 'booked':
          return (
            <a className="opens" href={addresses.consignment(state.entry)}>
              {words.matrix.booked} {numbers.get(state.entry)}
            </a>
          );
        case 'wrong': {
          const beside = state.wrong.filter(({ at }) => itemAt(at, items) === undefined);
          return <p className="field-told">{beside[0]?.told ?? ofForms.wrong(state.wrong.length)}</p>;
        }
        case 'refused':
          return (
            <p className="field-told">
              {state.title}
              {state.at === undefined && `:${state.detail}`}
            </p>
          );
        default:
          return <span className="note">{states[state.as]}</span>;
      }
    },
    [words, ofForms, count],
  );
  return { told, isSealing };
}

interface MatrixToldProps {
  readonly batch: Batch;
  readonly isOwn: boolean;
  /** Consignments that were booked here, in their order. */
  readonly booked: readonly string[];
  readonly onDismiss: () => void;
}

/** How far it is, and the button that sends. */
export function MatrixTold({ batch: { progress, isRunning }, isOwn, booked: papers, onDismiss }: MatrixToldProps) {
  const { matrix: words } = useWords(dispatchWords);
  const { all, booked, refused, lost, left } = progress;
  const isBegun = booked + refused + lost > 0 || isRunning;
  return (
    <section className="form-last">
      {isBegun && (
        <div className="matrix-told-all" role="status">
          <p>
            <strong>{words.progress(booked, all)}</strong>
          </p>
          {!isRunning && refused > 0 && <p className="field-told">{words.refused(refused)}</p>}
          {!isRunning && lost > 0 && <p className="field-told">{words.lostRows(lost)}</p>}
        </div>
      )}
      <p className="form-end">
        <button type="submit" className="plain-button" data-first disabled={isRunning || !isOwn || left === 0}>
          {all === 0 ? words.nothingTyped : isBegun ? words.again(left) : words.book(left)}
        </button>
        <span className="note">Ctrl+Enter</span>
        {papers.length > 0 && !isRunning && (
          <>
            <PrintPapers consignments={papers} />
            <button type="button" className="plain-button" onClick={onDismiss}>
              {words.dismissBooked}
            </button>
          </>
        )}
      </p>
    </section>
  );
}
