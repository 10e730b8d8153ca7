import { useMemo } from 'react';
import { LIMITS } from '../../shared/schemas/limits.ts';
import { receiveInKindBody } from '../../shared/schemas/receipt.ts';
import { addresses } from '../ask/addresses.ts';
import { go } from '../ask/going.ts';
import { BLANK, cellOf, isBlank, ofChoice } from '../form/cells.ts';
import { DraftField, type FieldsOf } from '../form/draft-field.tsx';
import { Form } from '../form/form.tsx';
import { formWords } from '../form/form-words.ts';
import { Grid, type GridColumn } from '../form/grid.tsx';
import { useKeyedDraft } from '../form/keyed-draft.ts';
import { measuresOf } from '../form/measures.ts';
import { More } from '../form/more.tsx';
import { PapersField, usePapers } from '../form/papers.tsx';
import { useOnlyChoice } from '../form/registers.ts';
import { Remarks } from '../form/remarks.tsx';
import { SendButton } from '../form/send-button.tsx';
import { useSending } from '../form/sending.ts';
import { Told } from '../form/told.tsx';
import { TrialNote, useTrial } from '../form/trial.tsx';
import { Yuan } from '../paper/figures.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { useWords } from '../words/words.tsx';
import { ForWhoMay } from './may-not.tsx';
import {
  derivedReceipt,
  emptyReceipt,
  kindsCalled,
  type ReceiptColumn,
  type ReceiptDraft,
  type ReceiptField,
  receiptDraft,
  receiptOf,
  worthOf,
} from './receipt-form.ts';
import { useToday } from './stock-lots.ts';
import { stockWords } from './stock-words.ts';
import './stock.css';

/** 接收实物: goods that were donated, or allocated by the level above. */
export function ReceiptFormPage() {
  const { receipt: words } = useWords(stockWords);
  return (
    <ForWhoMay operation="receiveInKind" words={words}>
      <Sheet title={words.title} note={words.note}>
        <ReceiptForm />
      </Sheet>
    </ForWhoMay>
  );
}

function ReceiptForm() {
  const { receipt: words } = useWords(stockWords);
  const ofForms = useWords(formWords);
  const today = useToday();
  const kinds = useMemo(() => kindsCalled(words.kinds), [words]);
  const [usual] = kinds;
  const keyed = useKeyedDraft(
    'receipt',
    receiptDraft,
    emptyReceipt(today, usual === undefined ? BLANK : ofChoice(usual)),
  );
  const { draft, change } = keyed;
  const only = { warehouse: useOnlyChoice('warehouse'), fundingLine: useOnlyChoice('fundingLine') };
  const papers = usePapers(draft.papers, (by) => change((before) => ({ ...before, papers: [...by(before.papers)] })));
  const made = receiptOf(draft, only, words);
  const of = {
    path: '/api/receipts',
    schema: receiveInKindBody,
    draft: keyed,
    made: { ...made, wrong: [...(made.wrong ?? []), ...papers.waits] },
  } as const;
  const sending = useSending({ ...of, onBooked: (entry) => go(addresses.receipt(entry)) });
  const trial = useTrial(of);
  const fields: FieldsOf<ReceiptField> = {
    draft: { fields: { ...standing(only), ...draft.fields } },
    put: (name, value) => change((before) => ({ ...before, fields: { ...before.fields, [name]: value } })),
    labels: { ...ofForms.fields, ...words.labels },
  };
  const isDirected = [draft.fields.unit, draft.fields.purpose].some((one) => !isBlank(one ?? BLANK));
  return (
    <Form label={words.title} sending={sending} onSubmit={sending.send} onFiles={papers.add}>
      <Told sending={sending} sentAt={addresses.receipt(keyed.key)} />
      <div className="fields">
        <DraftField of={fields} name="kind" at="/kind" from={kinds} width={9} />
        <DraftField of={fields} name="giver" at="/giver" isFirst width={18} />
        <DraftField of={fields} name="fundingLine" at="/fundingLine" from="fundingLine" width={18} />
        <DraftField of={fields} name="warehouse" at="/warehouse" from="warehouse" width={14} />
        <DraftField of={fields} name="effectiveOn" at="/effectiveOn" reader="date" width={11} />
      </div>
      <Lines draft={draft} change={change} />
      <More title={words.directed} note={ofForms.optional} at="/directedTo" isWanted={isDirected}>
        <p className="note">{words.directedHint}</p>
        <div className="fields">
          <DraftField of={fields} name="unit" at="/directedTo/unit" from="unit" width={20} />
          <DraftField of={fields} name="purpose" at="/directedTo/purpose" width={24} />
        </div>
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

/** Fields that nobody has to fill in, as there is but one. */
function standing({ warehouse, fundingLine }: Parameters<typeof receiptOf>[1]) {
  return {
    ...(warehouse === undefined ? {} : { warehouse }),
    ...(fundingLine === undefined ? {} : { fundingLine }),
  };
}

/** What a sheet may call the columns. */
const HEADS: Readonly<Record<ReceiptColumn, readonly string[]>> = {
  item: ['物资', '品名', '名称', '物资名称', 'item', 'goods', 'name'],
  quantity: ['数量', 'quantity', 'qty'],
  measure: ['单位', '计量单位', '包装', 'measure', 'uom'],
  value: ['价值', '金额', '价值(元)', 'value', 'amount'],
  batch: ['批号', '生产批号', 'batch', 'lot'],
  expiresOn: ['有效期', '有效期至', '到期日', 'expires', 'expires on'],
};

interface LinesProps {
  readonly draft: ReceiptDraft;
  readonly change: (by: (before: ReceiptDraft) => ReceiptDraft) => void;
}

function Lines({ draft: { lines }, change }: LinesProps) {
  const { receipt: words } = useWords(stockWords);
  const column = (
    name: ReceiptColumn,
    width: number,
    more: Partial<GridColumn<ReceiptColumn>> = {},
  ): GridColumn<ReceiptColumn> => ({
    name,
    head: words.columns[name],
    heads: HEADS[name],
    at: name,
    width,
    ...more,
  });
  return (
    <section>
      <h2>{words.lines}</h2>
      <p className="note">{words.valueHint}</p>
      <Grid
        caption={words.lines}
        at="/lines"
        most={LIMITS.lines}
        rows={lines}
        onRows={(by) => change((before) => ({ ...before, lines: [...by(before.lines)] }))}
        derived={(row, changed, { before }) => derivedReceipt(row, changed, before)}
        columns={[
          column('item', 14, { from: () => 'item' }),
          column('quantity', 7, { reader: 'quantity', isFigure: true }),
          column('measure', 5, { from: (row) => measuresOf(cellOf(row, 'item')) }),
          column('value', 9, { reader: 'amount', isFigure: true }),
          column('batch', 9, { reader: 'number', at: 'batch/number', isAside: true }),
          column('expiresOn', 9, { reader: 'date', at: 'batch/expiresOn', isAside: true }),
        ]}
      >
        <tfoot>
          <tr>
            <td colSpan={3}>{words.total}</td>
            <td data-figure>
              <Yuan of={worthOf(lines)} />
            </td>
            <td colSpan={3} />
          </tr>
        </tfoot>
      </Grid>
    </section>
  );
}
