import { Answered } from '../ask/answered.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { MayNot, usePlanProgress } from './dispatch-page.tsx';
import { dispatchWords } from './dispatch-words.ts';
import { MatrixForm } from './matrix-form.tsx';
import './dispatch.css';

/** 多单位发放: what goes to many units, under a plan or as it is typed; each unit is a consignment. */
export function MatrixPage({ plan }: { readonly plan?: string | undefined }) {
  const { matrix: words } = useWords(dispatchWords);
  const { data: me } = useMe();
  const progress = usePlanProgress(plan);
  if (me !== undefined && !mayCall(me, 'dispatch')) return <MayNot />;
  if (plan === undefined) {
    return (
      <Sheet title={words.title} note={words.note}>
        <MatrixForm />
      </Sheet>
    );
  }
  return (
    <Answered answer={progress} lines={10}>
      {(of) => (
        <Sheet title={words.titlePlan(of.plan.name)} note={words.note}>
          <MatrixForm progress={of} />
        </Sheet>
      )}
    </Answered>
  );
}
