import type { Scope } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useWords } from '../words/words.tsx';
import { flowOf, folded } from './flow.ts';
import { FlowTable } from './flow-table.tsx';
import { overviewWords } from './overview-words.ts';
import { Picture } from './picture.tsx';
import { useUsage } from './usage.ts';

/** 每一分钱去了哪里: the picture, and its figures beside it. */
export function WhereItWent({ scope }: { readonly scope: Scope }) {
  const words = useWords(overviewWords);
  const usage = useUsage(scope);
  return (
    <section className="where-it-went" aria-labelledby="where-it-went">
      <h2 id="where-it-went">{words.whole}</h2>
      <Answered answer={usage} lines={6}>
        {({ rows }) => {
          const flow = folded(flowOf(rows, scope));
          if (flow.links.length === 0) {
            const isOfPeriod = scope.from !== undefined || scope.to !== undefined;
            return <p className="note">{isOfPeriod ? words.nothingInPeriod : words.nothing}</p>;
          }
          return (
            <div className="flow-beside">
              <Picture flow={flow} scope={scope} />
              <FlowTable flow={flow} scope={scope} />
            </div>
          );
        }}
      </Answered>
    </section>
  );
}
