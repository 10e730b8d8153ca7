import * as z from 'zod';
import { countBody } from '../../shared/schemas/adjustment.ts';
import { lotId, whole } from '../../shared/schemas/answer-scalars.ts';
import { addresses } from '../ask/addresses.ts';
import { go } from '../ask/going.ts';
import { AllGood } from '../form/all-good.tsx';
import { DraftField, type FieldsOf } from '../form/draft-field.tsx';
import { Form } from '../form/form.tsx';
import { formWords } from '../form/form-words.ts';
import { useKeyedDraft } from '../form/keyed-draft.ts';
import { useItems } from '../form/registers.ts';
import { Remarks } from '../form/remarks.tsx';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { type Trial, TrialNote, useTrial } from '../form/trial.tsx';
import { useWords } from '../words/words.tsx';
import {
  allAsBooked,
  type CountField,
  countableOf,
  countDraft,
  countedOf,
  countOfDraft,
  differenceOf,
  emptyCount,
  linesOfCount,
  partsOf,
  rowsOfCount,
  takenOver,
} from './count-form.ts';
import { CountRows } from './count-rows.tsx';
import type { StockLot } from './stock-lot.ts';
import { useToday } from './stock-lots.ts';
import { stockWords } from './stock-words.ts';

interface CountFormProps {
  readonly warehouse: string;
  readonly part: number;
  readonly lots: readonly StockLot[];
}

/** The lots of a warehouse, or of a part of it, with what the books say and what was counted. */
export function CountForm({ warehouse, part, lots }: CountFormProps) {
  const { count: words, day } = useWords(stockWords);
  const ofForms = useWords(formWords);
  const today = useToday();
  const keyed = useKeyedDraft(`count.${warehouse}.${part}`, countDraft, emptyCount(today));
  const { draft, change } = keyed;
  const items = useItems(lots.map(({ item }) => item.id));
  const packOf = (item: string) => items.get(item)?.measures?.[1];
  const all = countableOf(lots, part, draft, packOf);
  const rows = rowsOfCount(draft, all);
  const counted = countedOf(draft, all);
  const of = {
    path: '/api/stock-adjustments',
    schema: countBody,
    draft: keyed,
    made: countOfDraft(draft, warehouse, all),
  } as const;
  const sending = useSending({
    ...of,
    onBooked: (entry) => go(addresses.adjustment(entry)),
    next: part < partsOf(lots.length) ? addresses.newCount({ warehouse, part: part + 1 }) : undefined,
  });
  const trial = useTrial(of);
  const fields: FieldsOf<CountField> = {
    draft,
    put: (name, value) => change((before) => ({ ...before, fields: { ...before.fields, [name]: value } })),
    labels: { ...ofForms.fields, effectiveOn: day, reason: words.reason },
  };
  const gone = draft.lines.filter(({ lot }) => !lots.some((one) => one.lot === lot)).length;
  const differing = counted.filter((one) => differenceOf(one, rows) !== 0n).length;
  return (
    <Form label={words.title} sending={sending} onSubmit={sending.send}>
      <Told sending={sending} sentAt={addresses.adjustment(keyed.key)} />
      <section>
        <h2>{words.lines}</h2>
        <AllGood label={words.all} onAll={() => change((before) => ({ ...before, lines: allAsBooked(all, before) }))} />
        <CountRows
          all={all}
          rows={rows}
          counted={counted}
          changed={changedIn(trial)}
          onRows={(by) =>
            change((before) => ({ ...before, lines: linesOfCount(by(rowsOfCount(before, all)), all, before) }))
          }
          onTakeOver={(lot, now) => change((before) => ({ ...before, lines: takenOver(before.lines, lot, now) }))}
        />
        <p className="note count-progress" role="status">
          {words.progress(counted.length, all.length, differing)}
        </p>
        {gone > 0 && <p className="note">{words.gone(gone)}</p>}
      </section>
      <div className="fields">
        <DraftField of={fields} name="reason" at="/reason" width={28} />
        <DraftField of={fields} name="effectiveOn" at="/effectiveOn" reader="date" width={11} />
      </div>
      <Remarks of={fields} />
      <section className="form-last">
        <TrialNote trial={trial} />
        <SendButton keyed={keyed} sending={sending} label={words.submit} />
      </section>
    </Form>
  );
}

const changedLots = z.array(z.looseObject({ lot: lotId, now: whole }));

/** Of which lots the books say something else by now, and what. */
function changedIn(trial: Trial): ReadonlyMap<string, number> {
  if (trial === undefined || !('refused' in trial) || trial.refused.type !== '/problems/stock-changed')
    return new Map();
  const told = changedLots.safeParse(trial.refused.members.lots);
  return new Map(told.success ? told.data.map(({ lot, now }) => [lot, now]) : []);
}
