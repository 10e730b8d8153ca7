import './verify.css';
import { addresses } from '../ask/addresses.ts';
import { Sheet } from '../paper/sheet.tsx';
import { useWords } from '../words/words.tsx';
import { EntryProof } from './entry-proof.tsx';
import { KeptCheckpoint } from './kept-checkpoint.tsx';
import { NumberField } from './number-field.tsx';
import { PackCheck } from './pack-check.tsx';
import { verifyWords } from './verify-words.ts';

interface VerifyPageProps {
  readonly entry?: string | undefined;
  readonly leaf?: string | undefined;
}

/** 核验: what whoever doubts can check alone. Nobody has to be signed in. */
export function VerifyPage({ entry, leaf }: VerifyPageProps) {
  const words = useWords(verifyWords);
  return (
    <Sheet title={words.title} note={words.note}>
      <KeptCheckpoint />
      <section className="verify-part" aria-labelledby="entry">
        <h2 id="entry">{words.entry.title}</h2>
        <p className="note">{words.entry.says}</p>
        {entry === undefined ? <NumberField /> : <EntryProof key={`${entry} ${leaf}`} id={entry} leaf={leaf} />}
      </section>
      {entry === undefined ? <PackCheck /> : <a href={addresses.verify}>{words.pack.title}</a>}
    </Sheet>
  );
}
