import type { ReactNode } from 'react';
import {
  type Continuity,
  IN_ORDER,
  type Kept,
  type Published,
  type Stand,
} from '../../shared/audit/kept-checkpoint.ts';
import { Answered } from '../ask/answered.tsx';
import { checkpointIn, useLooked, useReplacing } from '../checkpoint/continuity.ts';
import { toldOf } from '../checkpoint/continuity-told.ts';
import { usePublished } from '../checkpoint/published.ts';
import { useWords } from '../words/words.tsx';
import { useSaid, verifyWords } from './verify-words.ts';

/** The checkpoint of now, held against the one that this browser kept. */
export function KeptCheckpoint() {
  const words = useWords(verifyWords).kept;
  const published = usePublished();
  return (
    <section className="verify-part" aria-labelledby="kept">
      <h2 id="kept">{words.title}</h2>
      <p className="note">{words.says}</p>
      <Answered answer={published}>{(now) => <Held now={now} />}</Answered>
    </section>
  );
}

function Held({ now }: { readonly now: Published }) {
  const words = useWords(verifyWords).kept;
  const said = useSaid();
  const answer = useLooked(now);
  const replace = useReplacing();
  return (
    <Answered answer={answer} lines={1}>
      {({ kept, continuity, isUnreadable }) => {
        const size = checkpointIn(now.note)?.size ?? 0;
        if (continuity === undefined) {
          return (
            <>
              {isUnreadable && (
                <p role="alert" className="verdict" data-is="doubt">
                  {words.unreadable}
                </p>
              )}
              <p className="verdict" data-is="sound" role="status">
                {words.first(size)}
              </p>
            </>
          );
        }
        const told = said(toldOf(continuity));
        if (IN_ORDER.includes(continuity.is)) {
          return (
            <p className="verdict" data-is="sound" role="status">
              {told}
              {kept && <span className="note"> {words.since(new Date(kept.keptAt).toLocaleString())}</span>}
            </p>
          );
        }
        return (
          <Alarm told={told} continuity={continuity} kept={kept} now={now}>
            {continuity.is !== 'unsigned' && (
              <button type="button" className="plain-button" onClick={() => replace(now)}>
                {words.replace}
              </button>
            )}
          </Alarm>
        );
      }}
    </Answered>
  );
}

interface AlarmProps {
  readonly told: string;
  readonly continuity: Continuity;
  readonly kept: Kept | undefined;
  readonly now: Published;
  readonly children: ReactNode;
}

function Alarm({ told, continuity, kept, now, children }: AlarmProps) {
  const words = useWords(verifyWords).kept;
  return (
    <div role="alert" className="alarm">
      <p className="alarm-head">⚠ {words.alarm}</p>
      <p>{told}</p>
      {'kept' in continuity && typeof continuity.kept === 'object' && typeof continuity.now === 'object' && (
        <div className="alarm-two">
          <StandTold title={words.was} stand={continuity.kept} />
          <StandTold title={words.now} stand={continuity.now} />
        </div>
      )}
      <details>
        <summary>{words.texts}</summary>
        {kept && (
          <>
            <p className="note">{words.was}</p>
            <pre>{`${kept.note}\n${kept.vkey}`}</pre>
          </>
        )}
        <p className="note">{words.now}</p>
        <pre>{`${now.note}\n${now.vkey}`}</pre>
      </details>
      {children}
    </div>
  );
}

function StandTold({ title, stand: { size, root } }: { readonly title: string; readonly stand: Stand }) {
  const words = useWords(verifyWords).kept;
  return (
    <dl className="said">
      <dt>{title}</dt>
      <dd>
        {words.size} <b>{size}</b>
        <br />
        {words.root} <code>{root}</code>
      </dd>
    </dl>
  );
}
