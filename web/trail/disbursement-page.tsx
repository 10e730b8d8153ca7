import { methodNamed } from '../../shared/domain/payment-method.ts';
import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { disbursementAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { Yuan } from '../paper/figures.tsx';
import { useLanguage, useWords } from '../words/words.tsx';
import { CoverageSaid } from './coverage-said.tsx';
import { DocumentSheet } from './document-sheet.tsx';
import { Said } from './said.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';

const answered = documentRead('disbursement', disbursementAnswer).extend({ names });

/** 拨付: money that went to a unit, for what, and what of it still stands there. */
export function DisbursementPage({ id }: { readonly id: string }) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const answer = useAnswer(`/api/disbursements/${id}`, answered);
  return (
    <Answered answer={answer} lines={8}>
      {({ disbursement, ...read }) => {
        const { unit, fundingLine, plan, amount, remaining, purpose, method, approval, standingCoverage } =
          disbursement;
        return (
          <DocumentSheet kind="disbursement" document={disbursement} number={disbursement.number} read={read}>
            <dl className="said">
              <Said term={words.unit}>
                <DocumentLink kind="unit" id={unit} names={read.names} />
              </Said>
              <Said term={words.fundingLine}>
                <DocumentLink kind="fundingLine" id={fundingLine} names={read.names} />
              </Said>
              {plan !== undefined && (
                <Said term={words.consignment.plan}>
                  <DocumentLink kind="plan" id={plan} names={read.names} />
                </Said>
              )}
              <Said term={words.ofYuan(words.amount)}>
                <Yuan of={amount} />
              </Said>
              <Said term={words.ofYuan(words.disbursement.remaining)}>
                <Yuan of={remaining} />
              </Said>
              <Said term={words.disbursement.purpose}>{purpose}</Said>
              <Said term={words.disbursement.method}>{methodNamed(method)[language]}</Said>
              <Said term={words.disbursement.approval}>
                {approval && `${approval.document} · ${approval.approver} · ${approval.decidedOn}`}
              </Said>
              {standingCoverage !== undefined && (
                <Said term={words.entry.coverage}>
                  <CoverageSaid coverage={standingCoverage} />
                </Said>
              )}
            </dl>
          </DocumentSheet>
        );
      }}
    </Answered>
  );
}
