import { addresses } from '../ask/addresses.ts';
import { BookedNote } from '../form/booked-note.tsx';
import { AdjustmentPage } from '../trail/adjustment-page.tsx';
import { useWords } from '../words/words.tsx';
import { deskWords } from './desk-words.ts';

/** A count; above it, where it or its countersignature has just been booked here, that, and the way to another one. */
export function BookedAdjustment({ id }: { readonly id: string }) {
  const { another } = useWords(deskWords);
  return (
    <>
      <BookedNote document={id} another={{ at: addresses.newCount(), called: another.count, next: another.nextPart }} />
      <AdjustmentPage id={id} />
    </>
  );
}
