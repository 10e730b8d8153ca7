import { names } from '../../shared/schemas/names.ts';
import { closePeriodBody } from '../../shared/schemas/period.ts';
import { type WorkRow, workAnswer } from '../../shared/schemas/work.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { go } from '../ask/going.ts';
import type { FieldsOf } from '../form/draft-field.tsx';
import { Form } from '../form/form.tsx';
import { formWords } from '../form/form-words.ts';
import { useKeyedDraft } from '../form/keyed-draft.ts';
import { Remarks } from '../form/remarks.tsx';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { TrialNote, useTrial } from '../form/trial.tsx';
import { Quantity } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { type CloseMonthDraft, closeMonthDraft, type MonthField, monthClosingOf } from './close-month-form.ts';
import { closeMonthWords } from './close-month-words.ts';

type Month = WorkRow<'to-close'>;

const answered = workAnswer.extend({ names });
/** As many months as are ever told to be closed. */
const MOST = 100;

/** 结账: a month that is over takes no more entries, nor does any before it. */
export function CloseMonthPage({ month }: { readonly month: string }) {
  const words = useWords(closeMonthWords);
  const { data: me } = useMe();
  const mayClose = me !== undefined && mayCall(me, 'closePeriod');
  const answer = useAnswer(withQuery('/api/work', { kind: 'to-close', limit: MOST }), answered, { enabled: mayClose });
  const toWork = <a href={addresses.work({ kind: 'to-close' })}>{words.toWork}</a>;
  if (me !== undefined && !mayClose) {
    return (
      <Nothing title={words.mayNot}>
        <p>{words.mayNotDetail}</p>
      </Nothing>
    );
  }
  return (
    <Answered answer={answer} lines={6}>
      {({ work }) => {
        const months = work['to-close']?.rows ?? [];
        const at = months.findIndex((one) => one.month === month);
        const closed = months.slice(0, at + 1);
        const [first] = closed;
        const last = closed.at(-1);
        if (first === undefined || last === undefined) {
          return (
            <Nothing title={words.done} action={toWork}>
              <p>{words.doneDetail}</p>
            </Nothing>
          );
        }
        return (
          <Sheet title={words.title(month)} note={words.note}>
            {closed.length > 1 && <p>{words.before(first.month, closed.length)}</p>}
            <StillOpen of={last} />
            <MonthForm month={month} />
          </Sheet>
        );
      }}
    </Answered>
  );
}

/** What was opened until then and is not done. */
function StillOpen({ of: { open } }: { readonly of: Month }) {
  const words = useWords(closeMonthWords);
  const kinds = (['toAccept', 'inTransit', 'held', 'toCountersign'] as const).filter((kind) => open[kind] > 0);
  if (kinds.length === 0) return null;
  return (
    <section>
      <h2>{words.open}</h2>
      <Rows
        caption={words.open}
        rows={kinds}
        keyOf={(kind) => kind}
        columns={[
          { head: words.what, cell: (kind) => words.kinds[kind] },
          { head: words.count, isFigure: true, cell: (kind) => <Quantity of={open[kind]} /> },
        ]}
      />
      <p className="note">{words.stillOpen}</p>
    </section>
  );
}

const EMPTY: CloseMonthDraft = { fields: {} };

function MonthForm({ month }: { readonly month: string }) {
  const words = useWords(closeMonthWords);
  const ofForms = useWords(formWords);
  const keyed = useKeyedDraft(`close-month.${month}`, closeMonthDraft, EMPTY);
  const { draft, change } = keyed;
  const of = {
    path: `/api/periods/${month}/closure`,
    schema: closePeriodBody,
    draft: keyed,
    made: monthClosingOf(draft),
  } as const;
  const sending = useSending({ ...of, onBooked: (entry) => go(addresses.entry(entry)) });
  const trial = useTrial(of);
  const fields: FieldsOf<MonthField> = {
    draft,
    put: (name, value) => change((before) => ({ ...before, fields: { ...before.fields, [name]: value } })),
    labels: ofForms.fields,
  };
  return (
    <Form label={words.title(month)} sending={sending} onSubmit={sending.send}>
      <Told sending={sending} sentAt={addresses.entry(keyed.key)} />
      <Remarks of={fields} />
      <section className="form-last">
        <TrialNote trial={trial} />
        <SendButton keyed={keyed} sending={sending} label={words.book} />
      </section>
    </Form>
  );
}
