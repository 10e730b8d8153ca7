import './begin.css';
import type { ReactNode } from 'react';
import * as z from 'zod';
import type { Operation } from '../../shared/routes.ts';
import { installationAnswers } from '../../shared/schemas/installation.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import type { Path } from '../ask/ask.ts';
import { Sheet } from '../paper/sheet.tsx';
import { type Me, mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { beginWords } from './begin-words.ts';

const COMMAND = 'NUANZHANG_DEMO=off NUANZHANG_DATA=<folder> NUANZHANG_FIRST_ADMIN=<sub> npm start';
const ADDRESSED = 'NUANZHANG_ADDRESS=https://<host>';

/** From the demonstration to a union's own books: what to type, who begins, and the first five steps. */
export function Begin() {
  const words = useWords(beginWords);
  return (
    <Sheet title={words.title} note={words.lead}>
      <h2>{words.start}</h2>
      <p>{words.type}</p>
      <pre className="command">{COMMAND}</pre>
      <p className="note">{words.startDetail}</p>
      <h2>{words.admin}</h2>
      <p>{words.adminDetail}</p>
      <h2>{words.steps}</h2>
      <p className="note">{words.stepsDetail}</p>
      <Answered answer={useMe()}>{(me) => <Steps me={me} />}</Answered>
      <h2>{words.demonstration}</h2>
      <p className="note">{words.demonstrationDetail}</p>
      <p className="not-printed">
        <a href={addresses.home}>{words.back}</a>
      </p>
    </Sheet>
  );
}

function Steps({ me }: { readonly me: Me }) {
  const words = useWords(beginWords);
  return (
    <ol className="first-steps">
      <Listed me={me} operation="listFundingLines" path="/api/funding-lines?limit=1">
        {words.step.fundingLine}
      </Listed>
      <Listed me={me} operation="listUnits" path="/api/units?limit=1">
        {words.step.units}
      </Listed>
      <Listed me={me} operation="listItems" path="/api/items?limit=1">
        {words.step.items}
      </Listed>
      <Listed me={me} operation="listMembers" path="/api/members?limit=1">
        {words.step.members}
      </Listed>
      <PublicAddress />
    </ol>
  );
}

/** Whether there is anything in a list is all that is asked here. */
const anyList = z.looseObject({ items: z.array(z.unknown()) });

interface ListedProps {
  readonly me: Me;
  readonly operation: Operation;
  readonly path: Path;
  readonly children: ReactNode;
}

function Listed({ me, operation, path, children }: ListedProps) {
  const isSeen = mayCall(me, operation);
  const { data } = useAnswer(path, anyList, { enabled: isSeen });
  return <Step state={isSeen ? data && data.items.length > 0 : 'unseen'}>{children}</Step>;
}

const LOOPBACK = /^(?:127\.|localhost|\[?::1)/;

function PublicAddress() {
  const words = useWords(beginWords);
  const { data } = useAnswer('/api/configuration', installationAnswers.configuration);
  // A log keeps the name it was begun under, so pages that are reached by another one show it too.
  const isReached = data && !(LOOPBACK.test(data.logOrigin) && LOOPBACK.test(location.host));
  return (
    <Step state={isReached}>
      {words.step.address} <code>{ADDRESSED}</code>
      {data !== undefined && <span className="note"> {words.addressDetail(data.logOrigin)}</span>}
    </Step>
  );
}

interface StepProps {
  /** Undefined until it is known. */
  readonly state: boolean | 'unseen' | undefined;
  readonly children: ReactNode;
}

function Step({ state, children }: StepProps) {
  const words = useWords(beginWords);
  const said = state === 'unseen' ? words.unseen : state === true ? words.done : words.open;
  return (
    <li data-done={state === true}>
      <span>{children}</span>
      {state !== undefined && (
        <strong>
          {state === true && <span aria-hidden="true">✓ </span>}
          {said}
        </strong>
      )}
    </li>
  );
}
