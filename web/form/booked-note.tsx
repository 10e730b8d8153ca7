import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { entryRead } from '../../shared/schemas/entry-read.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import { useWords } from '../words/words.tsx';
import { lastBooked } from './booked.ts';
import { formWords } from './form-words.ts';
import './form.css';

const answered = entryRead.extend({ names });
const SEALED_SOON_MS = 2_000;

interface BookedNoteProps {
  /** The document that the page is about. */
  readonly document: string;
  /** To the form for another one, with what it is called. */
  readonly another: string;
  readonly anotherCalled: string;
}

/** Above a document that has just been booked: its number, once it is sealed, and the way to another one. */
export function BookedNote({ document, another, anotherCalled }: BookedNoteProps) {
  const [entry] = useState(lastBooked);
  if (entry === undefined || entry !== document) return null;
  return <Note entry={entry} another={another} anotherCalled={anotherCalled} />;
}

function Note({ entry, another, anotherCalled }: Omit<BookedNoteProps, 'document'> & { readonly entry: string }) {
  const words = useWords(formWords);
  const [number, setNumber] = useState<string>();
  const { data } = useAnswer(`/api/entries/${entry}`, answered, {
    enabled: number === undefined,
    everyMs: SEALED_SOON_MS,
  });
  const told = data?.entry.number ?? undefined;
  const client = useQueryClient();
  useEffect(() => {
    if (told === undefined) return;
    setNumber(told);
    // The document below has its number now too.
    void client.invalidateQueries();
  }, [told, client]);
  return (
    <aside className="booked-note not-printed" role="status">
      {number === undefined ? (
        <strong>{words.booked}</strong>
      ) : (
        <strong>
          <a className="opens" href={addresses.entry(entry)}>
            {words.bookedAs(number)}
          </a>
        </strong>
      )}
      <a className="plain-button" href={another}>
        {anotherCalled}
      </a>
    </aside>
  );
}
