import { useMemo } from 'react';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { dispatchBody } from '../../shared/schemas/consignment.ts';
import { addresses } from '../ask/addresses.ts';
import { go } from '../ask/going.ts';
import { BLANK, ofChoice } from '../form/cells.ts';
import { Form } from '../form/form.tsx';
import { useKeyedDraft } from '../form/keyed-draft.ts';
import { PapersField, usePapers } from '../form/papers.tsx';
import { useItems, useOnlyChoice } from '../form/registers.ts';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { TrialNote, useTrial } from '../form/trial.tsx';
import { useWords } from '../words/words.tsx';
import { Consent } from './consent.tsx';
import { dispatchDraft, dispatchOf, emptyDispatch, fieldOf, rowsOfPlan, sentOf } from './consignment-draft.ts';
import { dispatchWords } from './dispatch-words.ts';
import { DispatchField, Remarks } from './fields.tsx';
import { Lines } from './lines-grid.tsx';
import { nextWithLeft, type PlannedUnit } from './planned.ts';
import { useShelves } from './use-shelves.ts';

/** The unit of a plan that is served, among all of them. */
export interface Under {
  readonly plan: string;
  readonly units: readonly PlannedUnit[];
  readonly chosen: PlannedUnit;
}

const PATH = '/api/consignments';

/** One consignment: of anything, or of what a plan gives a unit. */
export function DispatchForm({ under }: { readonly under?: Under }) {
  const words = useWords(dispatchWords);
  const isPlanned = under !== undefined;
  const empty = useMemo(() => emptyDispatch(dateInShanghai(Date.now()), isPlanned), [isPlanned]);
  const keyed = useKeyedDraft(
    isPlanned ? `dispatch.${under.plan}.${under.chosen.unit.id}` : 'dispatch',
    dispatchDraft,
    empty,
  );
  const { draft, change } = keyed;
  const planned = under?.chosen.lines;
  const items = useItems(planned?.map(({ item }) => item.id) ?? []);
  const rowsIn = (lines: typeof draft.lines) => (planned === undefined ? lines : rowsOfPlan(planned, lines, items));
  const rows = rowsIn(draft.lines);
  const warehouse = fieldOf(draft.fields, 'warehouse', useOnlyChoice('warehouse'));
  const unit = under === undefined ? fieldOf(draft.fields, 'unit') : ofChoice(under.chosen.unit);
  const shelves = useShelves(warehouse, draft.fields.effectiveOn ?? BLANK);
  const papers = usePapers(draft.papers, (by) => change((before) => ({ ...before, papers: [...by(before.papers)] })));
  const consented = usePapers(draft.consentPapers, (by) =>
    change((before) => ({ ...before, consentPapers: [...by(before.consentPapers)] })),
  );
  const made = dispatchOf(draft, { plan: under?.plan, unit, warehouse, rows: sentOf(rows, isPlanned) });
  const of = {
    path: PATH,
    schema: dispatchBody,
    // What is left of a plan is less once it is booked: what is sent stays what it is.
    draft: { ...keyed, keep: () => change((before) => ({ ...before, lines: [...rowsIn(before.lines)] })) },
    made: { ...made, wrong: [...papers.waits, ...consented.waits] },
  } as const;
  const next = under && nextWithLeft(under.units, under.chosen.unit.id);
  const sending = useSending({
    ...of,
    onBooked: (entry) => go(addresses.consignment(entry)),
    next: under && next && addresses.newConsignment({ plan: under.plan, unit: next.unit.id }),
  });
  const trial = useTrial(of);
  const put = {
    fields: draft.fields,
    change: (by: (before: typeof draft.fields) => typeof draft.fields) =>
      change((before) => ({ ...before, fields: by(before.fields) })),
  };
  return (
    <Form label={words.title} sending={sending} onSubmit={sending.send} onFiles={papers.add}>
      <Told sending={sending} sentAt={addresses.consignment(keyed.key)} />
      <div className="fields">
        {!isPlanned && (
          <DispatchField {...put} isFirst name="unit" at="/unit" from="unit" hint={words.unitHint} width={22} />
        )}
        <DispatchField {...put} name="warehouse" at="/warehouse" from="warehouse" shown={warehouse} width={16} />
        <DispatchField {...put} name="effectiveOn" at="/effectiveOn" reader="date" width={11} />
      </div>
      <section>
        <h2>{words.lines}</h2>
        <Lines
          rows={rows}
          onRows={(by) => change((before) => ({ ...before, lines: [...by(rowsIn(before.lines))] }))}
          planned={planned}
          shelves={shelves.shelves}
        />
        {shelves.isUnread && <p className="note">{words.stockUnknown}</p>}
      </section>
      <Remarks {...put} />
      <Consent {...put} papers={consented} />
      <section>
        <h2>{words.papers}</h2>
        <PapersField of={papers} />
      </section>
      <section className="form-last">
        <TrialNote trial={trial} />
        <SendButton keyed={keyed} sending={sending} label={words.book} />
      </section>
    </Form>
  );
}
