import { useMemo } from 'react';
import type * as z from 'zod';
import { dateInShanghai } from '../../shared/domain/calendar.ts';
import { writeWhole } from '../../shared/domain/quantity.ts';
import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { purchaseAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { returnToSupplierBody } from '../../shared/schemas/purchase.ts';
import { reportAnswers } from '../../shared/schemas/reports.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { go } from '../ask/going.ts';
import { lastBooked } from '../form/booked.ts';
import { ofText } from '../form/cells.ts';
import { DraftField, type FieldsOf } from '../form/draft-field.tsx';
import { Form } from '../form/form.tsx';
import { formWords } from '../form/form-words.ts';
import { Grid } from '../form/grid.tsx';
import { type KeyedDraft, useKeyedDraft } from '../form/keyed-draft.ts';
import { Remarks } from '../form/remarks.tsx';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { TrialNote, useTrial } from '../form/trial.tsx';
import { Quantity } from '../paper/figures.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { AllAs } from './all-as.tsx';
import { heldWords } from './held-words.ts';
import {
  emptySupplierReturn,
  goingBack,
  linesOfReturn,
  nameOf,
  type Returnable,
  type ReturnRow,
  returnableOf,
  rowsOfReturn,
  type SupplierReturnDraft,
  type SupplierReturnField,
  supplierReturnDraft,
  supplierReturnOf,
} from './supplier-return-form.ts';
import './held.css';

const answered = documentRead('purchase', purchaseAnswer).extend({ names });
type Read = z.infer<typeof answered>;

/** 退给供应商: goods that lie in stock go back, lot by lot. */
export function SupplierReturnPage({ id }: { readonly id: string }) {
  const all = useWords(heldWords);
  const words = all.supplierReturn;
  const { data: me } = useMe();
  const answer = useAnswer(`/api/purchases/${id}`, answered);
  const stock = useAnswer(withQuery('/api/stock', { purchase: id, after: lastBooked()?.entry }), reportAnswers.stock);
  const toPurchase = <a href={addresses.purchase(id)}>{all.toPurchase}</a>;
  if (me !== undefined && !mayCall(me, 'returnToSupplier')) {
    return (
      <Nothing title={words.mayNot} action={toPurchase}>
        <p>{words.mayNotDetail}</p>
      </Nothing>
    );
  }
  return (
    <Answered answer={answer} lines={8}>
      {(read) => (
        <Answered answer={stock} lines={8}>
          {({ lots }) => {
            const known = read.names;
            const returnable = returnableOf(read.purchase, lots, (item) => known?.[item]?.name ?? item);
            if (returnable.length === 0) {
              return (
                <Nothing title={words.nothing} action={toPurchase}>
                  <p>{words.nothingDetail}</p>
                </Nothing>
              );
            }
            return (
              <Sheet title={words.title(read.purchase.number ?? all.unnumbered)} note={words.note}>
                <SupplierReturnForm read={read} returnable={returnable} />
              </Sheet>
            );
          }}
        </Answered>
      )}
    </Answered>
  );
}

interface SupplierReturnFormProps {
  readonly read: Read;
  readonly returnable: readonly Returnable[];
}

function SupplierReturnForm({ read: { purchase }, returnable }: SupplierReturnFormProps) {
  const all = useWords(heldWords);
  const words = all.supplierReturn;
  const ofForms = useWords(formWords);
  const empty = useMemo(() => emptySupplierReturn(dateInShanghai(Date.now())), []);
  const keyed = useKeyedDraft(`supplier-return.${purchase.id}`, supplierReturnDraft, empty);
  const { draft, change } = keyed;
  const of = {
    path: `/api/purchases/${purchase.id}/returns`,
    schema: returnToSupplierBody,
    draft: keyed,
    made: supplierReturnOf(draft, returnable, { above: (quantity) => all.above(writeWhole(quantity)) }),
  } as const;
  const here = addresses.purchase(purchase.id);
  const sending = useSending({ ...of, document: purchase.id, onBooked: () => go(here) });
  const trial = useTrial(of);
  const fields: FieldsOf<SupplierReturnField> = {
    draft,
    put: (name, value) => change((before) => ({ ...before, fields: { ...before.fields, [name]: value } })),
    labels: { ...ofForms.fields, effectiveOn: all.day, reason: words.reason },
  };
  return (
    <Form label={words.title(purchase.number ?? '')} sending={sending} onSubmit={sending.send}>
      <Told sending={sending} sentAt={addresses.entry(keyed.key)} />
      <Lines keyed={keyed} returnable={returnable} />
      <div className="fields">
        <DraftField of={fields} name="reason" at="/reason" width={36} />
        <DraftField of={fields} name="effectiveOn" at="/effectiveOn" reader="date" width={11} />
      </div>
      <Remarks of={fields} />
      <section className="form-last">
        <TrialNote trial={trial} />
        <SendButton keyed={keyed} sending={sending} label={words.book} />
      </section>
    </Form>
  );
}

interface LinesProps {
  readonly keyed: KeyedDraft<SupplierReturnDraft>;
  readonly returnable: readonly Returnable[];
}

function Lines({ keyed: { draft, change }, returnable }: LinesProps) {
  const words = useWords(heldWords).supplierReturn;
  const { item } = useWords(heldWords);
  const sent = goingBack(draft, returnable);
  const of = ({ key }: ReturnRow) => returnable[key - 1];
  const told = (name: 'warehouse' | 'fundingLine') => ({
    head: words[name],
    width: name === 'warehouse' ? 9 : 15,
    cell: (row: ReturnRow) => of(row)?.[name],
  });
  return (
    <section>
      <h2>{words.lines}</h2>
      <AllAs
        ways={['quantity']}
        labels={{ quantity: words.all }}
        onAll={() =>
          change((before) => ({
            ...before,
            lines: returnable.map((one) => ({ of: nameOf(one), quantity: ofText(String(one.most)) })),
          }))
        }
      />
      <Grid
        caption={words.lines}
        at="/lines"
        most={returnable.length}
        rows={rowsOfReturn(draft, returnable)}
        onRows={(by) =>
          change((before) => ({ ...before, lines: linesOfReturn(by(rowsOfReturn(before, returnable)), returnable) }))
        }
        columns={[
          {
            name: 'quantity',
            head: words.quantity,
            heads: [],
            at: 'quantity',
            reader: 'quantity',
            isFigure: true,
            width: 8,
          },
        ]}
        standing={{
          called: (row) => of(row)?.item ?? '',
          placeOf: (row) => {
            const one = of(row);
            const place = one === undefined ? -1 : sent.indexOf(one);
            return place < 0 ? undefined : place;
          },
          heads: [
            {
              head: item,
              width: 10,
              cell: (row) => {
                const one = of(row);
                if (one === undefined || !('lot' in one)) return one?.item;
                return (
                  <a className="opens" href={addresses.lot(one.lot)}>
                    {one.item}
                  </a>
                );
              },
            },
            told('warehouse'),
            told('fundingLine'),
            {
              head: words.inStock,
              width: 8,
              isFigure: true,
              cell: (row) => <Quantity of={of(row)?.most ?? 0} measure={of(row)?.measure} />,
            },
          ],
        }}
      />
    </section>
  );
}
