import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { names } from '../../shared/schemas/names.ts';
import type { PlanProgress } from '../../shared/schemas/plan-progress.ts';
import { planAnswer } from '../../shared/schemas/registered-answers.ts';
import { reportAnswers } from '../../shared/schemas/reports.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { Quantity, Yuan } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { useWords } from '../words/words.tsx';
import { DocumentSheet, Offered } from './document-sheet.tsx';
import { trailWords } from './trail-words.ts';

const answered = documentRead('plan', planAnswer).extend({ names });

/** 分配方案: what was decided for whom, and how much of it arrived. */
export function PlanPage({ id }: { readonly id: string }) {
  const words = useWords(trailWords);
  const answer = useAnswer(`/api/allocation-plans/${id}`, answered);
  return (
    <Answered answer={answer} lines={8}>
      {({ plan, ...read }) => (
        <DocumentSheet kind="plan" document={plan} number={plan.number} read={read}>
          <p className="note">{words.plan.decidedOn(plan.decidedOn)}</p>
          <h2>{plan.title}</h2>
          {plan.status === 'open' && plan.lines.some((line) => 'item' in line) && (
            <Offered operation="dispatch" at={addresses.newConsignment({ plan: id })} called={words.consignment.anew} />
          )}
          <Progress id={id} />
        </DocumentSheet>
      )}
    </Answered>
  );
}

function Progress({ id }: { readonly id: string }) {
  const answer = useAnswer(`/api/allocation-plans/${id}/progress`, reportAnswers.planProgress);
  return (
    <Answered answer={answer} lines={6}>
      {(progress) => <ProgressRows progress={progress} />}
    </Answered>
  );
}

type Line = PlanProgress['lines'][number];

function ProgressRows({ progress: { lines } }: { readonly progress: PlanProgress }) {
  const words = useWords(trailWords);
  const figure = (
    goods: 'planned' | 'dispatched' | 'confirmed' | 'left',
    money: 'planned' | 'disbursed' | 'left' | null,
  ) => ({
    cell: (line: Line) => ('item' in line ? <Quantity of={line[goods]} /> : money && <Yuan of={line[money]} />),
  });
  return (
    <Rows
      caption={words.plan.progress}
      rows={lines}
      keyOf={(line) => `${line.unit.id} ${'item' in line ? line.item.id : line.fundingLine.id}`}
      columns={[
        {
          head: words.unit,
          cell: ({ unit }) => (
            <a className="opens" href={addresses.unit(unit.id)}>
              {unit.name}
            </a>
          ),
        },
        {
          head: words.plan.what,
          cell: (line) => ('item' in line ? `${line.item.name}(${line.item.baseMeasure})` : line.fundingLine.name),
        },
        { head: words.plan.planned, isFigure: true, ...figure('planned', 'planned') },
        { head: words.plan.sent, isFigure: true, ...figure('dispatched', 'disbursed') },
        { head: words.plan.confirmed, isFigure: true, ...figure('confirmed', null) },
        { head: words.plan.left, isFigure: true, ...figure('left', 'left') },
      ]}
    />
  );
}
