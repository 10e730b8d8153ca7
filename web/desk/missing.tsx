import { addresses } from '../ask/addresses.ts';
import { Nothing } from '../paper/states.tsx';
import { sharedWords } from '../words/shared.ts';
import { useWords } from '../words/words.tsx';

/** An address that names nothing. */
export function Missing() {
  const words = useWords(sharedWords);
  return (
    <Nothing title={words.missing} action={<a href={addresses.home}>{words.back}</a>}>
      <p className="told">{words.missingDetail}</p>
    </Nothing>
  );
}
