import { BookedNote } from '../form/booked-note.tsx';
import { ConsignmentPage } from '../trail/consignment-page.tsx';

/** A consignment; above it, what of it has just been booked here. */
export function BookedConsignment({ id }: { readonly id: string }) {
  return (
    <>
      <BookedNote document={id} />
      <ConsignmentPage id={id} />
    </>
  );
}
