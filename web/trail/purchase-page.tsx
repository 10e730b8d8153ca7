import type { ReactNode } from 'react';
import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { type PurchaseView, purchaseAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { type Names, Quantity, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { useWords } from '../words/words.tsx';
import { DocumentSheet, Lots, Offered, WithdrawalOffered } from './document-sheet.tsx';
import { Said } from './said.tsx';
import { ProcurementSaid } from './terms-said.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';

const answered = documentRead('purchase', purchaseAnswer).extend({ names });

/** 采购: what was ordered of whom, how much of it came and was paid. */
export function PurchasePage({ id }: { readonly id: string }) {
  const words = useWords(trailWords);
  const answer = useAnswer(`/api/purchases/${id}`, answered);
  return (
    <Answered answer={answer} lines={8}>
      {({ purchase, ...read }) => (
        <DocumentSheet kind="purchase" document={purchase} number={purchase.number} read={read}>
          <Steps purchase={purchase}>
            <WithdrawalOffered
              operation="withdrawOrder"
              document={id}
              at={addresses.purchaseWithdrawal(id)}
              entries={read.history}
            />
          </Steps>
          <Terms purchase={purchase} names={read.names} />
          <h2>{words.purchase.lines}</h2>
          <Lines purchase={purchase} names={read.names} />
          <h2>{words.purchase.funding}</h2>
          <Funding purchase={purchase} names={read.names} />
          <Lots title={words.purchase.lots} read={read} />
        </DocumentSheet>
      )}
    </Answered>
  );
}

/** What may be done of it as it stands. */
function Steps({
  purchase: { id, status, lines, funding },
  children,
}: Pick<Part, 'purchase'> & { readonly children: ReactNode }) {
  const words = useWords(trailWords).purchase;
  const isOpen = status === 'open';
  const came = lines.some(({ shares }) => shares.some(({ accepted }) => accepted.quantity > 0));
  const isPayable = funding.some(({ payable }) => !payable.startsWith('-') && payable !== '0.00');
  const isOverpaid = funding.some(({ payable }) => payable.startsWith('-'));
  return (
    <div className="steps not-printed">
      {isOpen && <Offered operation="accept" at={addresses.acceptance(id)} called={words.accept} />}
      {isPayable && <Offered operation="pay" at={addresses.payment(id)} called={words.pay} />}
      {isOverpaid && <Offered operation="refund" at={addresses.refund(id)} called={words.refund} />}
      {came && (
        <Offered operation="returnToSupplier" at={addresses.supplierReturn(id)} called={words.giveBack} isAside />
      )}
      {isOpen && <Offered operation="closePurchase" at={addresses.closing(id)} called={words.close} isAside />}
      {children}
    </div>
  );
}

interface Part {
  readonly purchase: PurchaseView;
  readonly names: Names | undefined;
}

function Terms({ purchase, names }: Part) {
  const words = useWords(trailWords);
  const { supplier, invoice, emergency, procurement } = purchase;
  return (
    <dl className="said">
      <Said term={words.supplier}>
        <DocumentLink kind="supplier" id={supplier} names={names} />
      </Said>
      {invoice !== undefined && (
        <Said term={words.purchase.invoice}>
          {[invoice.code, invoice.number, invoice.date].filter(Boolean).join(' · ')} <Yuan of={invoice.amount} />{' '}
          {words.yuan}
        </Said>
      )}
      <Said term={words.purchase.emergency}>{emergency && `${emergency.basis} · ${emergency.from}`}</Said>
      <ProcurementSaid procurement={procurement} />
    </dl>
  );
}

function Lines({ purchase, names }: Part) {
  const words = useWords(trailWords);
  const summed = (line: PurchaseView['lines'][number], of: 'committed' | 'accepted') =>
    line.shares.reduce((sum, share) => sum + share[of].quantity, 0);
  return (
    <Rows
      caption={words.purchase.lines}
      rows={purchase.lines}
      keyOf={({ line }) => String(line)}
      columns={[
        { head: words.item, cell: ({ item }) => <DocumentLink kind="item" id={item} names={names} /> },
        { head: words.purchase.ordered, isFigure: true, cell: ({ ordered }) => <Quantity of={ordered.quantity} /> },
        {
          head: words.purchase.accepted,
          isFigure: true,
          cell: (line) => <Quantity of={summed(line, 'accepted')} />,
        },
        {
          head: words.purchase.onOrder,
          isFigure: true,
          cell: (line) => <Quantity of={summed(line, 'committed')} />,
        },
        {
          head: words.ofYuan(words.purchase.unitPrice),
          isFigure: true,
          cell: ({ unitPrice, packs }) => (
            <>
              {unitPrice}
              {packs !== undefined && `/${packs.measure}`}
            </>
          ),
        },
        {
          head: words.ofYuan(words.amount),
          isFigure: true,
          cell: ({ ordered }) => ordered.value !== undefined && <Yuan of={ordered.value} />,
        },
      ]}
    />
  );
}

function Funding({ purchase, names }: Part) {
  const words = useWords(trailWords);
  return (
    <Rows
      caption={words.purchase.funding}
      rows={purchase.funding}
      keyOf={({ fundingLine }) => fundingLine}
      columns={[
        {
          head: words.fundingLine,
          cell: ({ fundingLine }) => <DocumentLink kind="fundingLine" id={fundingLine} names={names} />,
        },
        ...(['committed', 'accepted', 'paid', 'payable'] as const).map((figure) => ({
          head: words.ofYuan(figure === 'committed' ? words.purchase.onOrder : words.purchase[figure]),
          isFigure: true,
          cell: (row: PurchaseView['funding'][number]) => <Yuan of={row[figure]} />,
        })),
      ]}
    />
  );
}
