import { addresses } from '../ask/addresses.ts';
import { BookedNote } from '../form/booked-note.tsx';
import { ConsignmentPage } from '../trail/consignment-page.tsx';
import { useWords } from '../words/words.tsx';
import { deskWords } from './desk-words.ts';

/** A consignment; above it, where it or something of it has just been booked here, that, and the way to another one. */
export function BookedConsignment({ id }: { readonly id: string }) {
  const { another } = useWords(deskWords);
  return (
    <>
      <BookedNote
        document={id}
        another={{ at: addresses.newConsignment(), called: another.consignment, next: another.nextUnit }}
      />
      <ConsignmentPage id={id} />
    </>
  );
}
