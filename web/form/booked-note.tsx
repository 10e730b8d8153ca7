import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { entryRead } from '../../shared/schemas/entry-read.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useWords } from '../words/words.tsx';
import { lastBooked } from './booked.ts';
import { formWords } from './form-words.ts';
import './form.css';

const answered = entryRead.extend({ names });
const SEALED_SOON_MS = 2_000;

interface BookedNoteProps {
  /** The document that the page is about. */
  readonly document: string;
  /** Of what opens documents: to the form for another one, with what it is called, and the next of a row of them. */
  readonly another?: { readonly at: string; readonly called: string; readonly next?: string };
}

/** Above a document that has just been booked: its number, once it is sealed, and the way to another one. */
export function BookedNote({ document, another }: BookedNoteProps) {
  const [booked] = useState(lastBooked);
  if (booked === undefined || booked.document !== document) return null;
  return (
    <Note
      entry={booked.entry}
      next={booked.next}
      another={booked.entry === document ? followedBy(another, booked.next) : undefined}
    />
  );
}

/** The next one of a row of them, where there is one; else another of its kind. */
function followedBy(another: BookedNoteProps['another'], at: string | undefined): BookedNoteProps['another'] {
  return at === undefined || another?.next === undefined ? another : { at, called: another.next };
}

function Note({
  entry,
  next,
  another,
}: {
  readonly entry: string;
  readonly next: string | undefined;
  readonly another: BookedNoteProps['another'] | undefined;
}) {
  const words = useWords(formWords);
  const [number, setNumber] = useState<string>();
  const { data: me } = useMe();
  const { data } = useAnswer(`/api/entries/${entry}`, answered, {
    // Coordinators read no vouchers.
    enabled: number === undefined && me !== undefined && mayCall(me, 'readEntry'),
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
      {another !== undefined && (
        <a className="plain-button" href={another.at}>
          {another.called}
        </a>
      )}
      {another === undefined && next !== undefined && (
        <a className="plain-button" href={next}>
          {words.nextWaiting}
        </a>
      )}
    </aside>
  );
}
