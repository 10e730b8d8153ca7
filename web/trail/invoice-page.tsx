import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { type InvoiceView, invoiceAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { type Names, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { useWords } from '../words/words.tsx';
import { DocumentSheet } from './document-sheet.tsx';
import { InvoiceRows } from './invoice-rows.tsx';
import { Said } from './said.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';

const answered = documentRead('invoice', invoiceAnswer).extend({ names });

/** 发票: what stands on it, and the purchases that it is for, from where its lots and deliveries go on. */
export function InvoicePage({ id }: { readonly id: string }) {
  const answer = useAnswer(`/api/invoices/${id}`, answered);
  return (
    <Answered answer={answer} lines={8}>
      {({ invoice, ...read }) => (
        <DocumentSheet kind="invoice" document={invoice} number={invoice.number} read={read}>
          <Terms invoice={invoice} names={read.names} />
          <Allocations invoice={invoice} names={read.names} />
          {invoice.lines !== undefined && <InvoiceRows rows={invoice.lines} />}
        </DocumentSheet>
      )}
    </Answered>
  );
}

interface Part {
  readonly invoice: InvoiceView;
  readonly names: Names | undefined;
}

function Terms({ invoice: { kind, supplier, invoice, corrects, corrected, allocated, left }, names }: Part) {
  const words = useWords(trailWords);
  return (
    <dl className="said">
      <Said term={words.kind}>{words.invoice[kind]}</Said>
      <Said term={words.invoice.number}>
        {[invoice.code, invoice.number, invoice.digitalNumber].filter(Boolean).join(' · ')}
      </Said>
      <Said term={words.invoice.date}>{invoice.date}</Said>
      <Said term={words.supplier}>
        <DocumentLink kind="supplier" id={supplier} names={names} />
      </Said>
      <Said term={words.ofYuan(words.amount)}>
        <Yuan of={invoice.amount} />
      </Said>
      <Said term={words.ofYuan(words.invoice.allocated)}>
        <Yuan of={allocated} />
      </Said>
      <Said term={words.ofYuan(words.invoice.left)}>
        <Yuan of={left} />
      </Said>
      {corrected !== '0.00' && (
        <Said term={words.ofYuan(words.invoice.corrected)}>
          <Yuan of={corrected} />
        </Said>
      )}
      {corrects !== undefined && (
        <Said term={words.invoice.corrects}>
          <DocumentLink kind="invoice" id={corrects} names={names} />
        </Said>
      )}
    </dl>
  );
}

function Allocations({ invoice, names }: Part) {
  const words = useWords(trailWords);
  return (
    <>
      <h2>{words.invoice.purchases}</h2>
      <Rows
        caption={words.invoice.purchases}
        rows={invoice.allocations}
        keyOf={({ purchase }) => purchase}
        columns={[
          { head: words.about, cell: ({ purchase }) => <DocumentLink kind="purchase" id={purchase} names={names} /> },
          { head: words.ofYuan(words.amount), isFigure: true, cell: ({ amount }) => <Yuan of={amount} /> },
        ]}
      />
    </>
  );
}
