import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import {
  type Continuity,
  continuityOf,
  IN_ORDER,
  type Kept,
  type Published,
  type Stand,
} from '../../shared/audit/kept-checkpoint.ts';
import { CONTINUITY_WORDS } from '../../shared/audit/proof-words.ts';
import { readCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { NoteError, textOf } from '../../shared/log/tree/note.ts';
import type { Bilingual } from '../../shared/words/language.ts';
import { Answered } from '../ask/answered.tsx';
import { useWords } from '../words/words.tsx';
import { keep, keptOf } from './kept-here.ts';
import { readTile, usePublished } from './published.ts';
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

/** How the two stand to each other; without `continuity` there was nothing to compare. */
interface Looked {
  readonly kept?: Kept;
  readonly continuity?: Continuity;
  readonly isUnreadable?: boolean;
}

async function looked(now: Published): Promise<Looked> {
  const origin = originOf(now.note);
  if (origin === undefined) return { continuity: { is: 'unsigned' } };
  const found = keptOf(origin);
  if (found.is === 'kept') {
    const continuity = await continuityOf(found.kept, now, readTile);
    if (continuity.is === 'extends') keep(origin, { ...now, keptAt: Date.now() });
    return { kept: found.kept, continuity };
  }
  const own = { ...now, keptAt: Date.now() };
  // Against itself: what its own key did not sign is not kept.
  const signed = await continuityOf(own, now, readTile).catch(() => undefined);
  if (signed === undefined) return { continuity: { is: 'unsigned' } };
  keep(origin, own);
  return found.is === 'unreadable' ? { isUnreadable: true } : {};
}

function originOf(note: string): string | undefined {
  return checkpointIn(note)?.origin;
}

function checkpointIn(note: string) {
  try {
    return readCheckpoint(textOf(note));
  } catch (error) {
    if (error instanceof NoteError) return undefined;
    throw error;
  }
}

function Held({ now }: { readonly now: Published }) {
  const words = useWords(verifyWords).kept;
  const said = useSaid();
  const [isReplaced, setReplaced] = useState(false);
  const answer = useQuery({ queryKey: ['kept', now.note, now.vkey], queryFn: () => looked(now), staleTime: Infinity });
  return (
    <Answered answer={answer} lines={1}>
      {({ kept, continuity, isUnreadable }) => {
        const size = checkpointIn(now.note)?.size ?? 0;
        if (continuity === undefined || isReplaced) {
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
        const replace = () => {
          const origin = originOf(now.note);
          if (origin === undefined) return;
          keep(origin, { ...now, keptAt: Date.now() });
          setReplaced(true);
        };
        return (
          <Alarm told={told} continuity={continuity} kept={kept} now={now}>
            {continuity.is !== 'unsigned' && (
              <button type="button" className="plain-button" onClick={replace}>
                {words.replace}
              </button>
            )}
          </Alarm>
        );
      }}
    </Answered>
  );
}

/** Each way has its own words, which take what is told of that way alone. */
function toldOf(continuity: Continuity): Bilingual {
  switch (continuity.is) {
    case 'same':
      return CONTINUITY_WORDS.same(continuity);
    case 'extends':
      return CONTINUITY_WORDS.extends(continuity);
    case 'does-not-extend':
      return CONTINUITY_WORDS['does-not-extend'](continuity);
    case 'older':
      return CONTINUITY_WORDS.older(continuity);
    case 'other-log':
      return CONTINUITY_WORDS['other-log'](continuity);
    case 'other-key':
      return CONTINUITY_WORDS['other-key'](continuity);
    case 'unsigned':
      return CONTINUITY_WORDS.unsigned(continuity);
  }
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
