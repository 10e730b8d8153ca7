import { methodNamed } from '../../shared/domain/payment-method.ts';
import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { benefitAnswer } from '../../shared/schemas/document-answers.ts';
import { names } from '../../shared/schemas/names.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { Yuan } from '../paper/figures.tsx';
import { useLanguage, useWords } from '../words/words.tsx';
import { DocumentSheet } from './document-sheet.tsx';
import { Said } from './said.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';

const answered = documentRead('benefit', benefitAnswer).extend({ names });

/** 慰问金: what was paid to somebody, who is masked, under which tariff. */
export function BenefitPage({ id }: { readonly id: string }) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const answer = useAnswer(`/api/benefits/${id}`, answered);
  return (
    <Answered answer={answer} lines={8}>
      {({ benefit, ...read }) => {
        const { fundingLine, tariff, amount, period, method, approval, person } = benefit;
        return (
          <DocumentSheet kind="benefit" document={benefit} number={benefit.number} read={read}>
            <dl className="said">
              <Said term={words.benefit.person}>
                {person === undefined ? words.benefit.erased : `${person.name} · ${person.reference}`}
              </Said>
              <Said term={words.benefit.tariff}>
                <DocumentLink kind="tariff" id={tariff} names={read.names} />
              </Said>
              <Said term={words.fundingLine}>
                <DocumentLink kind="fundingLine" id={fundingLine} names={read.names} />
              </Said>
              <Said term={words.ofYuan(words.amount)}>
                <Yuan of={amount} />
              </Said>
              <Said term={words.facts.period}>{period === 'once' ? words.benefit.once : period}</Said>
              <Said term={words.disbursement.method}>{methodNamed(method)[language]}</Said>
              <Said term={words.disbursement.approval}>
                {approval && `${approval.document} · ${approval.approver} · ${approval.decidedOn}`}
              </Said>
            </dl>
          </DocumentSheet>
        );
      }}
    </Answered>
  );
}
