import { useState } from 'react';
import type * as z from 'zod';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { purchaseAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { refundBody } from '../../shared/schemas/purchase.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { go } from '../ask/going.ts';
import { isApprovalTyped } from '../form/approval.ts';
import { ApprovalFields } from '../form/approval-fields.tsx';
import { DraftField, type FieldsOf } from '../form/draft-field.tsx';
import { Form } from '../form/form.tsx';
import { formWords } from '../form/form-words.ts';
import { Grid } from '../form/grid.tsx';
import { useKeyedDraft } from '../form/keyed-draft.ts';
import { More } from '../form/more.tsx';
import { paymentMethods } from '../form/paid-by.ts';
import { PapersField, usePapers } from '../form/papers.tsx';
import { Remarks } from '../form/remarks.tsx';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { TrialNote, useTrial } from '../form/trial.tsx';
import { Yuan } from '../paper/figures.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { payWords } from './pay-words.ts';
import {
  emptyRefund,
  type Overpaid,
  overpaidOn,
  type RefundDraft,
  type RefundField,
  type RefundRow,
  refundDraft,
  refunded,
  refundOf,
} from './refund-form.ts';

const answered = documentRead('purchase', purchaseAnswer).extend({ names });
type Read = z.infer<typeof answered>;

/** 供应商退款: what was paid too much comes back, to the funding lines that paid it. */
export function RefundPage({ id }: { readonly id: string }) {
  const all = useWords(payWords);
  const words = all.refund;
  const { data: me } = useMe();
  const answer = useAnswer(`/api/purchases/${id}`, answered);
  const toPurchase = <a href={addresses.purchase(id)}>{all.toPurchase}</a>;
  if (me !== undefined && !mayCall(me, 'refund')) {
    return (
      <Nothing title={words.mayNot} action={toPurchase}>
        <p>{words.mayNotDetail}</p>
      </Nothing>
    );
  }
  return (
    <Answered answer={answer} lines={8}>
      {(read) => {
        const over = overpaidOn(read.purchase);
        if (over.length === 0) {
          return (
            <Nothing title={words.nothing} action={toPurchase}>
              <p>{words.nothingDetail}</p>
            </Nothing>
          );
        }
        return (
          <Sheet title={words.title(read.purchase.number ?? all.unnumbered)} note={words.note}>
            <RefundForm read={read} over={over} />
          </Sheet>
        );
      }}
    </Answered>
  );
}

interface RefundFormProps {
  readonly read: Read;
  readonly over: readonly Overpaid[];
}

function RefundForm({ read: { purchase, names: known }, over }: RefundFormProps) {
  const words = useWords(payWords).refund;
  const ofForms = useWords(formWords);
  const { language } = useLanguage();
  // As it was when the form was opened.
  const [empty] = useState(() => emptyRefund(over, dateInShanghai(Date.now()), language));
  const keyed = useKeyedDraft(`refund.${purchase.id}`, refundDraft, empty);
  const { draft, change } = keyed;
  const papers = usePapers(draft.papers, (by) => change((before) => ({ ...before, papers: [...by(before.papers)] })));
  const made = refundOf(draft, over, words);
  const of = {
    path: `/api/purchases/${purchase.id}/refunds`,
    schema: refundBody,
    draft: keyed,
    made: { ...made, wrong: [...(made.wrong ?? []), ...papers.waits] },
  } as const;
  const here = addresses.purchase(purchase.id);
  const sending = useSending({ ...of, document: purchase.id, onBooked: () => go(here) });
  const trial = useTrial(of);
  const fields: FieldsOf<RefundField> = {
    draft,
    put: (name, value) => change((before) => ({ ...before, fields: { ...before.fields, [name]: value } })),
    labels: { ...ofForms.fields, method: words.method, effectiveOn: words.day, reason: words.reason },
  };
  return (
    <Form label={words.title(purchase.number ?? '')} sending={sending} onSubmit={sending.send} onFiles={papers.add}>
      <Told sending={sending} sentAt={addresses.entry(keyed.key)} />
      <Shares draft={draft} over={over} names={known} onRows={(rows) => change((before) => ({ ...before, rows }))} />
      <div className="fields">
        <DraftField of={fields} name="method" at="/method" from={paymentMethods(language)} isFree width={12} />
        <DraftField of={fields} name="effectiveOn" at="/effectiveOn" reader="date" width={11} />
        <DraftField of={fields} name="bankReference" at="/bankReference" reader="number" width={18} />
        <DraftField of={fields} name="reason" at="/reason" width={28} />
      </div>
      <More title={ofForms.approval} note={ofForms.optional} at="/approval" isWanted={isApprovalTyped(draft.fields)}>
        <ApprovalFields of={fields} />
      </More>
      <Remarks of={fields} />
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

interface SharesProps {
  readonly draft: RefundDraft;
  readonly over: readonly Overpaid[];
  readonly names: Read['names'];
  readonly onRows: (rows: RefundRow[]) => void;
}

function Shares({ draft, over, names: known, onRows }: SharesProps) {
  const all = useWords(payWords);
  const words = all.refund;
  const sent = refunded(draft, over);
  const lineOf = ({ key }: RefundRow) => over.find((one) => one.key === key);
  const called = (row: RefundRow) => known?.[lineOf(row)?.fundingLine ?? '']?.name ?? '';
  const figure = (name: 'paid' | 'over') => ({
    head: all.ofYuan(words[name]),
    width: 10,
    isFigure: true,
    cell: (row: RefundRow) => <Yuan of={lineOf(row)?.[name] ?? ''} />,
  });
  return (
    <section>
      <h2>{words.shares}</h2>
      <Grid
        caption={words.shares}
        at="/shares"
        most={over.length}
        rows={draft.rows.filter((row) => lineOf(row) !== undefined)}
        onRows={(by) => onRows([...by(draft.rows)])}
        columns={[
          {
            name: 'amount',
            head: all.ofYuan(words.amount),
            heads: [],
            at: 'amount',
            reader: 'amount',
            isFigure: true,
            width: 10,
          },
        ]}
        standing={{
          called,
          placeOf: ({ key }) => {
            const place = sent.findIndex((one) => one.key === key);
            return place < 0 ? undefined : place;
          },
          heads: [{ head: all.fundingLine, width: 20, cell: called }, figure('paid'), figure('over')],
        }}
      />
    </section>
  );
}
