import type * as z from 'zod';
import { names } from '../../shared/schemas/names.ts';
import { type Step, trailAnswers } from '../../shared/schemas/trails.ts';
import { Answered } from '../ask/answered.tsx';
import { type Answer, useAnswer } from '../ask/answers.ts';
import { Yuan } from '../paper/figures.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { kindCalled, pageOfEntries } from './opened.ts';
import { trailWords } from './trail-words.ts';
import { DocumentLink, Voucher } from './voucher.tsx';

const answered = trailAnswers.trail.extend({ names });
type Trail = z.infer<typeof answered>;

/** So many entries in each direction; beyond them their lists are linked. */
const NODES = 20;

/** What an entry rests on, and what became of it; asked for whoever may read that. */
export function useTrail(id: string): Answer<Trail> | undefined {
  const { data: me } = useMe();
  const mayRead = me !== undefined && mayCall(me, 'readTrail');
  const answer = useAnswer(`/api/entries/${id}/trail?nodes=${NODES}`, answered, { enabled: mayRead });
  return mayRead ? answer : undefined;
}

export function EntryTrail({ answer }: { readonly answer: Answer<Trail> }) {
  return (
    <Answered answer={answer}>
      {(trail) => (
        <div className="ways">
          <Way trail={trail} to="up" />
          <Way trail={trail} to="down" />
        </div>
      )}
    </Answered>
  );
}

function Way({ trail, to }: { readonly trail: Trail; readonly to: 'up' | 'down' }) {
  const words = useWords(trailWords).entry;
  const { language } = useLanguage();
  const steps = trail[to];
  const together = trail.money[to];
  const cut = trail.cut.filter(({ goesOn }) => goesOn === to);
  const isNothing = steps.length === 0 && together.length === 0;
  return (
    <section>
      <h2>{to === 'up' ? words.rests : words.led}</h2>
      {isNothing && <p className="note">{to === 'up' ? words.restsOnNothing : words.ledToNothing}</p>}
      <ul className="history">
        {steps.map((step) => (
          <li key={step.id}>
            <StepTold step={step} />
          </li>
        ))}
        {together.map(({ of, kind, count, amount, entries, fundingLine }) => (
          <li key={`${of} ${kind} ${fundingLine.id}`} className="history-head">
            <a className="opens" href={pageOfEntries(entries)}>
              {words.together(count, kindCalled(kind, language))}
            </a>
            <Yuan of={amount} />
          </li>
        ))}
        {cut.map(({ at, more, entries }) => (
          <li key={at}>
            <a className="opens" href={pageOfEntries(entries)}>
              {words.more(more)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One voucher on the way, with its document. */
export function StepTold({ step }: { readonly step: Step }) {
  const words = useWords(trailWords);
  return (
    <>
      <p className="history-head">
        <Voucher id={step.id} number={step.number} />
        <span className="note">{step.effectiveOn}</span>
      </p>
      <p className="history-head">
        <span>
          {step.summary}{' '}
          {step.document !== undefined && (
            <DocumentLink kind={step.document.kind} id={step.document.id} number={step.document.number} />
          )}
        </span>
        {step.amount !== undefined && <Yuan of={step.amount} />}
      </p>
      {step.reversedBy !== undefined && <span className="reversed">{words.reversed}</span>}
    </>
  );
}
