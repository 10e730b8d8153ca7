import type { ReactNode } from 'react';
import { type Fen, formatYuan, parseSum } from '../../shared/domain/amount.ts';
import { dateInShanghai, daysBetween } from '../../shared/domain/calendar.ts';
import { listOfUnits } from '../../shared/schemas/answer-forms.ts';
import { type ConsignmentView, consignmentAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { grouped, type Names, Quantity, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { heldWords } from './held-words.ts';
import './held.css';

const answered = listOfUnits(consignmentAnswer).extend({ names });
const SHOWN = 100;

/** 待处理: what arrived damaged or short and waits for a decision, for how long, and what it is worth. */
export function HeldPage({ cursor }: { readonly cursor?: string | undefined }) {
  const words = useWords(heldWords);
  const answer = useAnswer(withQuery('/api/consignments', { held: true, limit: SHOWN, cursor }), answered);
  return (
    <Sheet title={words.title} note={words.note}>
      <Answered answer={answer} lines={8}>
        {({ items, next, names: known }) => {
          const rows = items.flatMap(heldIn);
          if (rows.length === 0) {
            return (
              <Nothing title={words.none}>
                <p>{words.noneDetail}</p>
              </Nothing>
            );
          }
          return (
            <>
              <Held rows={rows} names={known} />
              {next !== undefined && (
                <p className="pages not-printed">
                  <a href={withQuery(addresses.held, { cursor: next })}>{words.nextPage}</a>
                </p>
              )}
            </>
          );
        }}
      </Answered>
    </Sheet>
  );
}

interface HeldRow {
  readonly consignment: ConsignmentView;
  readonly line: ConsignmentView['lines'][number];
  /** The consignment is told once. */
  readonly isFirst: boolean;
}

function heldIn(consignment: ConsignmentView): readonly HeldRow[] {
  const lines = consignment.lines.filter(({ held }) => held.quantity > 0);
  return lines.map((line, at) => ({ consignment, line, isFirst: at === 0 }));
}

function Held({ rows, names: known }: { readonly rows: readonly HeldRow[]; readonly names: Names | undefined }) {
  const words = useWords(heldWords);
  const { data: me } = useMe();
  const today = dateInShanghai(Date.now());
  const values = rows.flatMap(({ line }) => line.held.value ?? []);
  const sum = values.reduce<Fen>((all, value) => all + (parseSum(value) ?? 0n), 0n);
  const mayResolve = me !== undefined && mayCall(me, 'resolve');
  const once = (cell: (one: ConsignmentView) => ReactNode) => (row: HeldRow) =>
    row.isFirst ? cell(row.consignment) : undefined;
  const value = {
    head: words.ofYuan(words.value),
    isFigure: true,
    cell: ({ line }: HeldRow) => line.held.value !== undefined && <Yuan of={line.held.value} />,
  };
  const resolve = {
    head: words.resolve,
    isFigure: true,
    cell: once(({ id, number }) => (
      <a className="plain-button" href={addresses.resolution(id)} aria-label={words.resolveOf(number ?? '')}>
        {words.resolve}
      </a>
    )),
  };
  return (
    <>
      <Rows
        caption={words.title}
        rows={rows}
        keyOf={({ consignment, line }) => `${consignment.id} ${line.line}`}
        columns={[
          {
            head: words.consignment,
            cell: once(({ id, number }) => (
              <a className="opens numbered" href={addresses.consignment(id)}>
                {number ?? words.unnumbered}
              </a>
            )),
          },
          { head: words.unit, cell: once(({ unit }) => known?.[unit]?.name) },
          { head: words.sentOn, cell: once(({ effectiveOn }) => effectiveOn) },
          { head: words.item, cell: ({ line }) => known?.[line.item]?.name },
          { head: words.held, isFigure: true, cell: ({ line }) => <Quantity of={line.held.quantity} /> },
          // Whoever sees no prices is told none.
          ...(values.length === 0 ? [] : [value]),
          {
            head: words.since,
            isFigure: true,
            cell: once(({ effectiveOn }) => words.days(daysBetween(effectiveOn, today))),
          },
          ...(mayResolve ? [resolve] : []),
        ]}
      />
      {values.length > 0 && (
        <p className="held-sum">
          {words.total} <strong className="yuan">{grouped(formatYuan(sum))}</strong> {words.yuan}
        </p>
      )}
    </>
  );
}
