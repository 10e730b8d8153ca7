import { useWords } from '../words/words.tsx';
import { formWords } from './form-words.ts';
import type { KeyedDraft } from './keyed-draft.ts';
import type { Sending } from './sending.ts';

interface SendButtonProps {
  readonly keyed: Pick<KeyedDraft<unknown>, 'isOwn'>;
  readonly sending: Sending;
  readonly label: string;
}

/** Last on a form: the button that sends it. */
export function SendButton({ keyed, sending, label }: SendButtonProps) {
  const words = useWords(formWords);
  const isSending = sending.outcome.as === 'sending';
  return (
    <p className="form-end">
      <button type="submit" className="plain-button" data-first disabled={isSending || !keyed.isOwn}>
        {isSending ? words.sending : label}
      </button>
      <span className="note">Ctrl+Enter</span>
    </p>
  );
}
