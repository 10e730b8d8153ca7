import { countersignBody } from '../../shared/schemas/adjustment.ts';
import { entryRead } from '../../shared/schemas/entry-read.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { go } from '../ask/going.ts';
import type { FieldsOf } from '../form/draft-field.tsx';
import { Form } from '../form/form.tsx';
import { formWords } from '../form/form-words.ts';
import { useKeyedDraft } from '../form/keyed-draft.ts';
import { useNextWaiting } from '../form/next-waiting.ts';
import { Remarks } from '../form/remarks.tsx';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { type Trial, TrialNote, useTrial } from '../form/trial.tsx';
import { Named } from '../paper/figures.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import {
  type AdjustmentRead,
  adjustmentRead,
  type CountersignField,
  countersignatureOf,
  countersignDraft,
} from './countersign-form.ts';
import { Differences } from './differences.tsx';
import { stockWords } from './stock-words.ts';
import './stock.css';

const counting = entryRead.extend({ names });
const EMPTY = { fields: {} };

/** 复核: what a count found is looked through by another person, and the books follow it. */
export function CountersignPage({ id }: { readonly id: string }) {
  const { countersign: words, unnumbered } = useWords(stockWords);
  const { data: me } = useMe();
  const answer = useAnswer(`/api/stock-adjustments/${id}`, adjustmentRead);
  const toAdjustment = <a href={addresses.adjustment(id)}>{words.toAdjustment}</a>;
  if (me !== undefined && !mayCall(me, 'countersign')) {
    return (
      <Nothing title={words.mayNot} action={toAdjustment}>
        <p>{words.mayNotDetail}</p>
      </Nothing>
    );
  }
  return (
    <Answered answer={answer} lines={8}>
      {(read) => {
        const { status, number } = read.adjustment;
        if (status !== 'counted') {
          const isDone = status === 'posted';
          return (
            <Nothing title={isDone ? words.done : words.withdrawn} action={toAdjustment}>
              <p>{isDone ? words.doneDetail : words.withdrawnDetail}</p>
            </Nothing>
          );
        }
        const counter = read.history.find((entry) => entry.id === id)?.actor.subject;
        return (
          <Sheet title={words.title(number ?? unnumbered)} note={words.note}>
            <CountersignForm read={read} isOwn={me !== undefined && me.subject === counter} />
          </Sheet>
        );
      }}
    </Answered>
  );
}

interface CountersignFormProps {
  readonly read: AdjustmentRead;
  /** Whoever looks counted it. */
  readonly isOwn: boolean;
}

function CountersignForm({ read, isOwn }: CountersignFormProps) {
  const { countersign: words } = useWords(stockWords);
  const ofForms = useWords(formWords);
  const { adjustment } = read;
  const keyed = useKeyedDraft(`countersign.${adjustment.id}`, countersignDraft, EMPTY);
  const { draft, change } = keyed;
  const of = {
    path: `/api/stock-adjustments/${adjustment.id}/countersignature`,
    schema: countersignBody,
    draft: keyed,
    made: countersignatureOf(draft),
  } as const;
  const here = addresses.adjustment(adjustment.id);
  const next = useNextWaiting('to-countersign', adjustment.id, addresses.countersignature);
  const sending = useSending({ ...of, document: adjustment.id, next, onBooked: () => go(here) });
  const trial = useTrial(of);
  const fields: FieldsOf<CountersignField> = {
    draft,
    put: (name, value) => change((before) => ({ ...before, fields: { ...before.fields, [name]: value } })),
    labels: ofForms.fields,
  };
  return (
    <Form label={words.title(adjustment.number ?? '')} sending={sending} onSubmit={sending.send}>
      <Told sending={sending} sentAt={addresses.entry(keyed.key)} />
      {isOwn && <Own />}
      <Counted read={read} />
      <Differences read={read} trial={trial} />
      <Remarks of={fields} {...(isOwn ? { exceptionHint: words.selfHint } : {})} />
      <section className="form-last">
        <TrialNote trial={trial} />
        {isChanged(trial) && (
          <p>
            <a href={addresses.newCount({ warehouse: adjustment.warehouse })}>{words.again}</a>
          </p>
        )}
        <SendButton keyed={keyed} sending={sending} label={words.submit} />
      </section>
    </Form>
  );
}

/** Why who counted it may not countersign it. */
function Own() {
  const { countersign: words } = useWords(stockWords);
  return (
    <div className="form-told" role="note">
      <p>
        <strong>{words.self}</strong>
      </p>
      <p>{words.selfDetail}</p>
    </div>
  );
}

function Counted({ read: { adjustment, history, names: known } }: { readonly read: AdjustmentRead }) {
  const words = useWords(stockWords);
  const { countersign } = words;
  const counted = history.find(({ id }) => id === adjustment.id);
  // Names of people are told of one entry alone.
  const { data } = useAnswer(`/api/entries/${adjustment.id}`, counting);
  return (
    <dl className="said">
      <dt>{words.warehouse}</dt>
      <dd>
        <Named id={adjustment.warehouse} names={known} opens={addresses.warehouse(adjustment.warehouse)} />
      </dd>
      <dt>{words.day}</dt>
      <dd>{adjustment.effectiveOn}</dd>
      <dt>{countersign.counter}</dt>
      <dd>{data?.actorName ?? counted?.actor.subject}</dd>
      <dt>{countersign.reason}</dt>
      <dd>{adjustment.reason}</dd>
    </dl>
  );
}

function isChanged(trial: Trial): boolean {
  return trial !== undefined && 'refused' in trial && trial.refused.type === '/problems/stock-changed';
}
