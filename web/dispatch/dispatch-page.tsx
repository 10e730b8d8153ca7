import type { PlanProgress } from '../../shared/schemas/plan-progress.ts';
import { reportAnswers } from '../../shared/schemas/reports.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { Quantity } from '../paper/figures.tsx';
import { Rows } from '../paper/rows.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { Nothing } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { DispatchForm } from './dispatch-form.tsx';
import { dispatchWords } from './dispatch-words.ts';
import { type PlannedUnit, plannedUnits } from './planned.ts';
import './dispatch.css';

interface DispatchPageProps {
  /** Under which it is dispatched. */
  readonly plan?: string | undefined;
  readonly unit?: string | undefined;
}

/** 发放: what goes from a warehouse to a unit. */
export function DispatchPage({ plan, unit }: DispatchPageProps) {
  const words = useWords(dispatchWords);
  const { data: me } = useMe();
  if (me !== undefined && !mayCall(me, 'dispatch')) return <MayNot />;
  if (plan !== undefined) return <UnderPlan plan={plan} unit={unit} />;
  return (
    <Sheet title={words.title} note={words.note}>
      <p className="beside-title not-printed">
        <a href={addresses.consignmentMatrix()}>{words.toMatrix}</a>
      </p>
      <DispatchForm />
    </Sheet>
  );
}

export function MayNot() {
  const words = useWords(dispatchWords);
  return (
    <Nothing title={words.mayNot} action={<a href={addresses.consignments}>{words.toConsignments}</a>}>
      <p>{words.mayNotDetail}</p>
    </Nothing>
  );
}

/** Every row of a plan fits one page of its progress. */
const ROWS = 10_000;

export function usePlanProgress(plan: string | undefined) {
  const path = withQuery(`/api/allocation-plans/${plan ?? ''}/progress`, { limit: ROWS });
  return useAnswer(path, reportAnswers.planProgress, { enabled: plan !== undefined });
}

function UnderPlan({ plan, unit }: { readonly plan: string; readonly unit: string | undefined }) {
  return (
    <Answered answer={usePlanProgress(plan)} lines={8}>
      {(progress) => <OfPlan progress={progress} unit={unit} />}
    </Answered>
  );
}

function OfPlan({ progress, unit }: { readonly progress: PlanProgress; readonly unit: string | undefined }) {
  const words = useWords(dispatchWords);
  const { plan, closed } = progress;
  const units = plannedUnits(progress);
  const chosen = units.find((one) => one.unit.id === unit);
  const why = closed ? 'planClosed' : units.length === 0 ? 'noGoods' : undefined;
  if (why !== undefined) {
    return (
      <Nothing title={words[why]} action={<a href={addresses.plan(plan.id)}>{words.toPlan}</a>}>
        <p>{words[`${why}Detail`]}</p>
      </Nothing>
    );
  }
  if (chosen === undefined) {
    return (
      <Sheet title={words.titlePlan(plan.name)} note={words.planUnitsNote}>
        <Units plan={plan.id} units={units} />
      </Sheet>
    );
  }
  return (
    <Sheet title={words.titlePlan(plan.name)} note={words.notePlan}>
      <p className="beside-title">
        <strong>{words.chosenUnit(chosen.unit.name)}</strong>{' '}
        <a className="not-printed" href={addresses.newConsignment({ plan: plan.id })}>
          {words.otherUnit}
        </a>
      </p>
      <DispatchForm key={chosen.unit.id} under={{ plan: plan.id, units, chosen }} />
    </Sheet>
  );
}

/** What of a plan is left, unit by unit. */
function Units({ plan, units }: { readonly plan: string; readonly units: readonly PlannedUnit[] }) {
  const words = useWords(dispatchWords);
  const sorted = [...units].sort((a, b) => Number(b.hasLeft) - Number(a.hasLeft));
  return (
    <>
      {units.every(({ hasLeft }) => !hasLeft) ? (
        <p className="beside-title">
          <strong>{words.allDone}</strong> <span className="note">{words.allDoneDetail}</span>
        </p>
      ) : (
        <p className="beside-title not-printed">
          <a href={addresses.consignmentMatrix({ plan })}>{words.toMatrix}</a>
        </p>
      )}
      <Rows
        caption={words.planUnits}
        rows={sorted}
        keyOf={({ unit }) => unit.id}
        columns={[
          {
            head: words.unit,
            cell: ({ unit }) => (
              <>
                {unit.name} <span className="named-code">{unit.code}</span>
              </>
            ),
          },
          {
            head: words.goods,
            cell: ({ lines }) =>
              lines.map(({ item, planned, dispatched, left }) => (
                <div key={item.id}>
                  {item.name} <Quantity of={planned} /> / <Quantity of={dispatched} /> /{' '}
                  <strong>
                    <Quantity of={left} measure={item.baseMeasure} />
                  </strong>
                </div>
              )),
          },
          {
            head: words.choose,
            cell: ({ unit, hasLeft }) =>
              hasLeft ? (
                <a
                  className="plain-button"
                  href={addresses.newConsignment({ plan, unit: unit.id })}
                  aria-label={`${words.choose} ${unit.name}`}
                >
                  {words.choose}
                </a>
              ) : (
                words.done
              ),
          },
        ]}
      />
    </>
  );
}
