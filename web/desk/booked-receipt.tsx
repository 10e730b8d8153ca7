import { addresses } from '../ask/addresses.ts';
import { BookedNote } from '../form/booked-note.tsx';
import { ReceiptPage } from '../trail/receipt-page.tsx';
import { useWords } from '../words/words.tsx';
import { deskWords } from './desk-words.ts';

/** A receipt in kind; above it, where it has just been booked here, that, and the way to another one. */
export function BookedReceipt({ id }: { readonly id: string }) {
  const { another } = useWords(deskWords);
  return (
    <>
      <BookedNote document={id} another={{ at: addresses.newReceipt, called: another.receipt }} />
      <ReceiptPage id={id} />
    </>
  );
}
