import { addresses } from '../ask/addresses.ts';
import { BookedNote } from '../form/booked-note.tsx';
import { PurchasePage } from '../trail/purchase-page.tsx';
import { useWords } from '../words/words.tsx';
import { deskWords } from './desk-words.ts';

/** A purchase; above it, where it or something of it has just been booked here, that, and the way to another one. */
export function BookedPurchase({ id }: { readonly id: string }) {
  const words = useWords(deskWords);
  return (
    <>
      <BookedNote document={id} another={{ at: addresses.newPurchase, called: words.another.purchase }} />
      <PurchasePage id={id} />
    </>
  );
}
