import type { Asked } from '../ask/addresses.ts';
import { useWords } from '../words/words.tsx';
import { isNarrowed } from './filter.ts';
import { listWords } from './list-words.ts';

/** That nothing fits, and the way to what would. */
export function NothingListed({ path, asked }: { readonly path: string; readonly asked: Asked }) {
  const words = useWords(listWords);
  return (
    <>
      <h2>{words.nothing}</h2>
      {isNarrowed(asked) ? (
        <p className="note">
          {words.nothingAsked} <a href={path}>{words.dropAll}</a>
        </p>
      ) : (
        <p className="note">{words.nothingDetail}</p>
      )}
    </>
  );
}
