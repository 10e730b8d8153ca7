import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { receiptAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { Yuan } from '../paper/figures.tsx';
import { useWords } from '../words/words.tsx';
import { DocumentSheet, Lots } from './document-sheet.tsx';
import { Said } from './said.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';

const answered = documentRead('receipt', receiptAnswer).extend({ names });

/** 捐赠/调拨入库: who gave what, and whom they meant. */
export function ReceiptPage({ id }: { readonly id: string }) {
  const words = useWords(trailWords);
  const answer = useAnswer(`/api/receipts/${id}`, answered);
  return (
    <Answered answer={answer} lines={8}>
      {({ receipt, ...read }) => (
        <DocumentSheet kind="receipt" document={receipt} number={receipt.number} read={read}>
          <dl className="said">
            <Said term={words.kind}>{words.receipt[receipt.kind]}</Said>
            <Said term={words.receipt.giver}>{receipt.giver}</Said>
            <Said term={words.fundingLine}>
              <DocumentLink kind="fundingLine" id={receipt.fundingLine} names={read.names} />
            </Said>
            <Said term={words.warehouse}>
              <DocumentLink kind="warehouse" id={receipt.warehouse} names={read.names} />
            </Said>
            <Said term={words.ofYuan(words.value)}>
              <Yuan of={receipt.value} />
            </Said>
            {receipt.directedTo !== undefined && (
              <Said term={words.receipt.directedTo}>
                {typeof receipt.directedTo === 'object' && 'unit' in receipt.directedTo ? (
                  <DocumentLink kind="unit" id={receipt.directedTo.unit} names={read.names} />
                ) : typeof receipt.directedTo === 'string' ? (
                  receipt.directedTo
                ) : (
                  receipt.directedTo.purpose
                )}
              </Said>
            )}
          </dl>
          <Lots title={words.receipt.lots} read={read} />
        </DocumentSheet>
      )}
    </Answered>
  );
}
