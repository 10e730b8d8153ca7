import type { ReactNode } from 'react';
import { initialsOf } from '../../shared/domain/initials.ts';
import { PROCUREMENT_METHODS, PROCUREMENT_NAMES } from '../../shared/domain/procurement.ts';
import { LIMITS } from '../../shared/schemas/limits.ts';
import { isBlank } from '../form/cells.ts';
import { Field } from '../form/field.tsx';
import { Grid } from '../form/grid.tsx';
import { More } from '../form/more.tsx';
import type { Reader } from '../form/typed.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { buyWords } from './buy-words.ts';
import { type FieldName, fieldOfOrder, type OrderDraft, withField } from './order-form.ts';

interface TermsProps {
  readonly draft: OrderDraft;
  readonly change: (by: (before: OrderDraft) => OrderDraft) => void;
}

interface TermProps extends TermsProps {
  readonly name: FieldName;
  readonly label: string;
  readonly at: string;
  readonly reader?: Reader;
  readonly width?: number;
  readonly hint?: string;
}

function Term({ draft, change, name, ...field }: TermProps) {
  return (
    <Field
      {...field}
      value={fieldOfOrder(draft, name)}
      onChange={(value) => change((before) => withField(before, name, value))}
    />
  );
}

interface GroupProps {
  readonly draft: OrderDraft;
  readonly title: string;
  readonly names: readonly FieldName[];
  readonly at: string;
  readonly children: ReactNode;
}

/** Fields that may stay empty, folded until they are wanted or something in them is. */
function Group({ draft, title, names, at, children }: GroupProps) {
  const words = useWords(buyWords);
  return (
    <More
      title={title}
      note={words.optional}
      at={at}
      isWanted={names.some((name) => !isBlank(fieldOfOrder(draft, name)))}
    >
      {children}
    </More>
  );
}

/** Invoice, procurement, emergency, approval and remarks of an order. */
export function Terms(props: TermsProps) {
  const { draft } = props;
  const words = useWords(buyWords);
  return (
    <section className="terms">
      <Group
        draft={draft}
        title={words.invoice}
        at="/invoice"
        names={['invoiceNumber', 'invoiceCode', 'invoiceDate', 'invoiceAmount']}
      >
        <div className="fields">
          <Term
            {...props}
            name="invoiceNumber"
            label={words.invoiceNumber}
            at="/invoice/number"
            reader="number"
            width={14}
          />
          <Term {...props} name="invoiceCode" label={words.invoiceCode} at="/invoice/code" reader="number" width={11} />
          <Term {...props} name="invoiceDate" label={words.invoiceDate} at="/invoice/date" reader="date" width={10} />
          <Term
            {...props}
            name="invoiceAmount"
            label={words.invoiceAmount}
            at="/invoice/amount"
            reader="amount"
            width={13}
          />
        </div>
      </Group>
      <Procurement {...props} />
      <Group
        draft={draft}
        title={words.emergency}
        at="/emergency"
        names={['emergencyBasis', 'emergencyFrom', 'emergencyTo']}
      >
        <div className="fields">
          <Term {...props} name="emergencyBasis" label={words.emergencyBasis} at="/emergency/basis" width={28} />
          <Term
            {...props}
            name="emergencyFrom"
            label={words.emergencyFrom}
            at="/emergency/from"
            reader="date"
            width={10}
          />
          <Term {...props} name="emergencyTo" label={words.emergencyTo} at="/emergency/to" reader="date" width={10} />
        </div>
      </Group>
      <Group
        draft={draft}
        title={words.approval}
        at="/approval"
        names={['approvalDocument', 'approvalDay', 'approver']}
      >
        <div className="fields">
          <Term {...props} name="approvalDocument" label={words.approvalDocument} at="/approval/document" width={28} />
          <Term
            {...props}
            name="approvalDay"
            label={words.approvalDay}
            at="/approval/decidedOn"
            reader="date"
            width={10}
          />
          <Term
            {...props}
            name="approver"
            label={words.approver}
            at="/approval/approver"
            hint={words.approverHint}
            width={18}
          />
        </div>
      </Group>
      <Group draft={draft} title={words.remarks} at="/note" names={['note', 'exception']}>
        <div className="fields">
          <Term {...props} name="note" label={words.remark} at="/note" width={28} />
          <Term
            {...props}
            name="exception"
            label={words.exception}
            at="/exception/reason"
            hint={words.exceptionHint}
            width={28}
          />
        </div>
      </Group>
    </section>
  );
}

function Procurement(props: TermsProps) {
  const { draft, change } = props;
  const words = useWords(buyWords);
  const { language } = useLanguage();
  const methods = PROCUREMENT_METHODS.map((id) => {
    const { zh } = PROCUREMENT_NAMES[id];
    return { id, name: PROCUREMENT_NAMES[id][language], code: initialsOf(zh)[0] ?? id };
  });
  return (
    <Group draft={draft} title={words.procurement} at="/procurement" names={['method', 'contract', 'methodReason']}>
      <div className="fields">
        <Field
          label={words.method}
          at="/procurement/method"
          from={methods}
          width={12}
          value={fieldOfOrder(draft, 'method')}
          onChange={(value) => change((before) => withField(before, 'method', value))}
        />
        <Term {...props} name="contract" label={words.contract} at="/procurement/contract" reader="number" width={14} />
        <Term {...props} name="methodReason" label={words.methodReason} at="/procurement/reason" width={28} />
      </div>
      <h3>{words.quotes}</h3>
      <div className="quotes">
        <Grid
          caption={words.quotes}
          at="/procurement/quotes"
          most={LIMITS.quotes}
          rows={draft.quotes}
          onRows={(by) => change((before) => ({ ...before, quotes: [...by(before.quotes)] }))}
          columns={[
            {
              name: 'supplier',
              head: words.quoteSupplier,
              heads: ['供应商', '报价单位', 'supplier'],
              at: 'supplier',
              width: 20,
            },
            {
              name: 'amount',
              head: words.quoteAmount,
              heads: ['报价', '金额', 'offer', 'amount'],
              at: 'amount',
              reader: 'amount',
              isFigure: true,
              width: 10,
            },
            {
              name: 'paper',
              head: words.quotePaper,
              heads: ['报价单', 'paper'],
              at: 'evidence',
              from: () => draft.papers.map(({ sha256, name }) => ({ id: sha256, name })),
              isAside: true,
              width: 18,
            },
          ]}
        />
      </div>
    </Group>
  );
}
