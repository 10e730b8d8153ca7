import type * as z from 'zod';
import { withdrawnUntil } from '../../shared/domain/withdrawal.ts';
import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { withdrawBody } from '../../shared/schemas/correction.ts';
import { consignmentAnswer, purchaseAnswer } from '../../shared/schemas/document-answers.ts';
import type { markedEntryAnswer } from '../../shared/schemas/entry-answer.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { go } from '../ask/going.ts';
import { Field } from '../form/field.tsx';
import { Form } from '../form/form.tsx';
import { useKeyedDraft } from '../form/keyed-draft.ts';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { TrialNote, useTrial } from '../form/trial.tsx';
import { type Names, Quantity } from '../paper/figures.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { withdrawWords } from './withdraw-words.ts';
import { EMPTY, type FieldName, fieldOfWithdrawal, withdrawalDraft, withdrawalOf } from './withdrawal.ts';
import './withdraw.css';

/** Of what can be withdrawn: who may, and where it stands. */
const KINDS = {
  consignment: { operation: 'withdrawDispatch', path: '/api/consignments', at: addresses.consignment },
  purchase: { operation: 'withdrawOrder', path: '/api/purchases', at: addresses.purchase },
} as const;

interface WithdrawPageProps {
  readonly of: keyof typeof KINDS;
  readonly id: string;
}

/** 撤回: who recorded something takes it back, before anything follows. */
export function WithdrawPage({ of, id }: WithdrawPageProps) {
  const words = useWords(withdrawWords);
  const { data: me } = useMe();
  const { operation, at } = KINDS[of];
  if (me !== undefined && !mayCall(me, operation)) {
    return (
      <Nothing title={words.mayNot[of]} action={<a href={at(id)}>{words.back[of]}</a>}>
        <p>{words.mayNotDetail[of]}</p>
      </Nothing>
    );
  }
  if (me === undefined) return null;
  return of === 'consignment' ? (
    <WithdrawConsignment id={id} subject={me.subject} />
  ) : (
    <WithdrawPurchase id={id} subject={me.subject} />
  );
}

const consignmentRead = documentRead('consignment', consignmentAnswer).extend({ names });
const purchaseRead = documentRead('purchase', purchaseAnswer).extend({ names });

interface OneProps {
  readonly id: string;
  readonly subject: string;
}

function WithdrawConsignment({ id, subject }: OneProps) {
  const answer = useAnswer(`/api/consignments/${id}`, consignmentRead);
  return (
    <Answered answer={answer} lines={6}>
      {({ consignment: { number, unit, lines }, history, names: known }) => (
        <Withdrawing
          of="consignment"
          id={id}
          number={number}
          subject={subject}
          history={history}
          whom={known?.[unit]?.name ?? ''}
          goods={lines.map(({ item, sent }) => ({ item, quantity: sent.quantity }))}
          names={known}
        />
      )}
    </Answered>
  );
}

function WithdrawPurchase({ id, subject }: OneProps) {
  const answer = useAnswer(`/api/purchases/${id}`, purchaseRead);
  return (
    <Answered answer={answer} lines={6}>
      {({ purchase: { number, supplier, lines }, history, names: known }) => (
        <Withdrawing
          of="purchase"
          id={id}
          number={number}
          subject={subject}
          history={history}
          whom={known?.[supplier]?.name ?? ''}
          goods={lines.map(({ item, ordered }) => ({ item, quantity: ordered.quantity }))}
          names={known}
        />
      )}
    </Answered>
  );
}

interface WithdrawingProps extends WithdrawPageProps, OneProps {
  readonly number: string | null;
  readonly history: readonly z.output<typeof markedEntryAnswer>[];
  /** To or of whom it is. */
  readonly whom: string;
  readonly goods: readonly { readonly item: string; readonly quantity: number }[];
  readonly names: Names | undefined;
}

function Withdrawing(props: WithdrawingProps) {
  const { of, id, number, subject, history, whom, goods, names: known } = props;
  const words = useWords(withdrawWords);
  const until = withdrawnUntil(history, { opening: id, by: subject, now: Date.now() });
  if (until === undefined) {
    return (
      <Nothing title={words.over} action={<a href={KINDS[of].at(id)}>{words.back[of]}</a>}>
        <p>{words.overDetail}</p>
      </Nothing>
    );
  }
  const title = words.title[of](number ?? words.unnumbered);
  return (
    <Sheet title={title} note={words.note}>
      <dl className="said withdrawn-goods">
        <dt>{words.goods}</dt>
        <dd>
          {whom}
          {goods.map(({ item, quantity }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a document stay in their order
            <div key={at}>
              {known?.[item]?.name ?? item} <Quantity of={quantity} />
            </div>
          ))}
        </dd>
      </dl>
      <WithdrawForm of={of} id={id} title={title} until={until} />
    </Sheet>
  );
}

interface FormProps extends WithdrawPageProps {
  readonly title: string;
  readonly until: number;
}

function WithdrawForm({ of: kind, id, title, until }: FormProps) {
  const words = useWords(withdrawWords);
  const keyed = useKeyedDraft(`withdraw.${id}`, withdrawalDraft, EMPTY);
  const { draft, change } = keyed;
  const { path, at } = KINDS[kind];
  const of = {
    path: `${path}/${id}/withdrawal`,
    schema: withdrawBody,
    draft: keyed,
    made: withdrawalOf(draft),
  } as const;
  const sending = useSending({ ...of, document: id, onBooked: () => go(at(id)) });
  const trial = useTrial(of);
  const field = (name: FieldName) => ({
    at: `/${name}`,
    value: fieldOfWithdrawal(draft, name),
    onChange: (value: typeof draft.fields.reason & object) =>
      change((before) => ({ fields: { ...before.fields, [name]: value } })),
  });
  return (
    <Form label={title} sending={sending} onSubmit={sending.send}>
      <Told sending={sending} sentAt={addresses.entry(keyed.key)} />
      <div className="fields">
        <Field {...field('reason')} isFirst label={words.reason} width={28} />
        <Field {...field('note')} label={words.remark} width={28} />
      </div>
      <section className="form-last">
        <TrialNote trial={trial} />
        <p className="note">{words.until(minuteOf(until))}</p>
        <SendButton keyed={keyed} sending={sending} label={words.book} />
      </section>
    </Form>
  );
}

function minuteOf(instant: number): string {
  return new Date(instant).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16);
}
