import { BookedNote } from '../form/booked-note.tsx';
import { EntryPage } from '../trail/entry-page.tsx';

/** An entry; above it, where it has just been put right here, the entry that did so. */
export function BookedEntry({ id }: { readonly id: string }) {
  return (
    <>
      <BookedNote document={id} />
      <EntryPage id={id} />
    </>
  );
}
