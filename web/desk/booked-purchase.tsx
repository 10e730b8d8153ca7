import { addresses } from '../ask/addresses.ts';
import { BookedNote } from '../form/booked-note.tsx';
import { PurchasePage } from '../trail/purchase-page.tsx';
import { useWords } from '../words/words.tsx';
import { deskWords } from './desk-words.ts';

/** A purchase; above it, where it has just been booked here, the way to another one. */
export function BookedPurchase({ id }: { readonly id: string }) {
  const words = useWords(deskWords);
  return (
    <>
      <BookedNote document={id} another={addresses.newPurchase} anotherCalled={words.another.purchase} />
      <PurchasePage id={id} />
    </>
  );
}
