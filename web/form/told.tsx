import { type ReactNode, useEffect, useRef } from 'react';
import { useWords } from '../words/words.tsx';
import { WrongFields } from './form.tsx';
import { formWords } from './form-words.ts';
import type { Sending } from './sending.ts';

interface ToldProps {
  readonly sending: Sending;
  /** Where an entry stands that was sent under the key of the draft. */
  readonly sentAt: string;
}

/** Above a form: what became of what was sent, what was kept, and what to do. */
export function Told({ sending, sentAt }: ToldProps) {
  const words = useWords(formWords);
  const { outcome, send, sendAnew } = sending;
  switch (outcome.as) {
    case 'none':
    case 'sending':
      return null;
    case 'wrong':
      return <WrongFields />;
    case 'refused':
      return <Saying title={outcome.title} detail={outcome.detail} />;
    case 'offline':
      return <Saying title={words.offline} detail={words.offlineDetail} />;
    case 'lost':
      return (
        <Saying title={words.lost} detail={words.lostDetail}>
          <button type="button" className="plain-button" onClick={send}>
            {words.sendAgain}
          </button>
        </Saying>
      );
    case 'busy':
      return <Saying title={words.busy} detail={words.busyDetail(outcome.seconds)} />;
    case 'signed-out':
      return <Saying title={words.signedOut} detail={words.signedOutDetail} />;
    case 'sent-before':
      return (
        <Saying title={words.sentBefore} detail={words.sentBeforeDetail}>
          <a className="plain-button" href={sentAt}>
            {words.seeSent}
          </a>{' '}
          <button type="button" className="plain-button" onClick={sendAnew}>
            {words.sendAnew}
          </button>
        </Saying>
      );
  }
}

interface SayingProps {
  readonly title: string;
  readonly detail: string;
  readonly children?: ReactNode;
}

function Saying({ title, detail, children }: SayingProps) {
  const element = useRef<HTMLDivElement>(null);
  // Whoever sent it may be far below.
  useEffect(() => element.current?.focus(), []);
  return (
    <div className="form-told" role="alert" tabIndex={-1} ref={element}>
      <p>
        <strong>{title}</strong>
      </p>
      <p>{detail}</p>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}
