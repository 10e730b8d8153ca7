import type * as z from 'zod';
import { formatYuan } from '../../shared/domain/amount.ts';
import { writePacked } from '../../shared/domain/quantity.ts';
import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { purchaseAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { closeBody } from '../../shared/schemas/remarks.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { go } from '../ask/going.ts';
import { DraftField, type FieldsOf } from '../form/draft-field.tsx';
import { Form } from '../form/form.tsx';
import { formWords } from '../form/form-words.ts';
import { useKeyedDraft } from '../form/keyed-draft.ts';
import { useBaseMeasures } from '../form/registers.ts';
import { Remarks } from '../form/remarks.tsx';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { TrialNote, useTrial } from '../form/trial.tsx';
import { Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { type CloseDraft, type CloseField, closeDraft, closingOf } from './close-form.ts';
import { fenOf } from './owed.ts';
import { payWords } from './pay-words.ts';

const answered = documentRead('purchase', purchaseAnswer).extend({ names });
type Read = z.infer<typeof answered>;

/** 结清: what never came of a purchase is available again. */
export function ClosePage({ id }: { readonly id: string }) {
  const all = useWords(payWords);
  const words = all.closing;
  const { data: me } = useMe();
  const answer = useAnswer(`/api/purchases/${id}`, answered);
  const toPurchase = <a href={addresses.purchase(id)}>{all.toPurchase}</a>;
  if (me !== undefined && !mayCall(me, 'closePurchase')) {
    return (
      <Nothing title={words.mayNot} action={toPurchase}>
        <p>{words.mayNotDetail}</p>
      </Nothing>
    );
  }
  return (
    <Answered answer={answer} lines={8}>
      {(read) =>
        read.purchase.status === 'open' ? (
          <Sheet title={words.title(read.purchase.number ?? all.unnumbered)} note={words.note}>
            <CloseForm read={read} />
          </Sheet>
        ) : (
          <Nothing title={words.nothing} action={toPurchase}>
            <p>{words.nothingDetail}</p>
          </Nothing>
        )
      }
    </Answered>
  );
}

const EMPTY: CloseDraft = { fields: {} };

function CloseForm({ read }: { readonly read: Read }) {
  const words = useWords(payWords).closing;
  const ofForms = useWords(formWords);
  const { purchase } = read;
  const keyed = useKeyedDraft(`close.${purchase.id}`, closeDraft, EMPTY);
  const { draft, change } = keyed;
  const of = {
    path: `/api/purchases/${purchase.id}/closure`,
    schema: closeBody,
    draft: keyed,
    made: closingOf(draft),
  } as const;
  const here = addresses.purchase(purchase.id);
  const sending = useSending({ ...of, document: purchase.id, onBooked: () => go(here) });
  const trial = useTrial(of);
  const fields: FieldsOf<CloseField> = {
    draft,
    put: (name, value) => change((before) => ({ ...before, fields: { ...before.fields, [name]: value } })),
    labels: { ...ofForms.fields, reason: words.reason },
  };
  return (
    <Form label={words.title(purchase.number ?? '')} sending={sending} onSubmit={sending.send}>
      <Told sending={sending} sentAt={addresses.entry(keyed.key)} />
      <Open read={read} />
      <div className="fields">
        <DraftField of={fields} name="reason" at="/reason" width={36} isFirst />
      </div>
      <Remarks of={fields} />
      <section className="form-last">
        <TrialNote trial={trial} />
        <SendButton keyed={keyed} sending={sending} label={words.book} />
      </section>
    </Form>
  );
}

/** What is still on order, and how much of which money it releases. */
function Open({ read: { purchase, names: known } }: { readonly read: Read }) {
  const all = useWords(payWords);
  const words = all.closing;
  const open = purchase.lines.flatMap((line) => {
    const quantity = line.shares.reduce((sum, { committed }) => sum + committed.quantity, 0);
    const value = line.shares.reduce((sum, { committed }) => sum + fenOf(committed.value ?? '0.00'), 0n);
    return quantity === 0 ? [] : [{ ...line, quantity, value }];
  });
  const measures = useBaseMeasures(open.map(({ item }) => item));
  const released = purchase.funding.filter(({ committed }) => fenOf(committed) > 0n);
  return (
    <>
      <section>
        <h2>{words.lines}</h2>
        <Rows
          caption={words.lines}
          rows={open}
          keyOf={({ line }) => String(line)}
          columns={[
            { head: words.item, cell: ({ item }) => known?.[item]?.name },
            {
              head: words.onOrder,
              isFigure: true,
              cell: ({ quantity, item, packs }) =>
                writePacked(BigInt(quantity), measures.get(item) ?? '', packs && { ...packs, of: BigInt(packs.of) }),
            },
            {
              head: all.ofYuan(words.released),
              isFigure: true,
              cell: ({ value }) => <Yuan of={formatYuan(value)} />,
            },
          ]}
        />
      </section>
      <section>
        <h2>{words.again}</h2>
        <Rows
          caption={words.again}
          rows={released}
          keyOf={({ fundingLine }) => fundingLine}
          columns={[
            { head: all.fundingLine, cell: ({ fundingLine }) => known?.[fundingLine]?.name },
            { head: all.ofYuan(words.released), isFigure: true, cell: ({ committed }) => <Yuan of={committed} /> },
          ]}
        />
      </section>
    </>
  );
}
