import { addresses } from '../ask/addresses.ts';
import { BookedNote } from '../form/booked-note.tsx';
import { StockMovePage } from '../trail/stock-move-page.tsx';
import { useWords } from '../words/words.tsx';
import { deskWords } from './desk-words.ts';

/** A stock move; above it, where it has just been booked here, that, and the way to another one. */
export function BookedStockMove({ id }: { readonly id: string }) {
  const { another } = useWords(deskWords);
  return (
    <>
      <BookedNote document={id} another={{ at: addresses.newStockMove(), called: another.stockMove }} />
      <StockMovePage id={id} />
    </>
  );
}
