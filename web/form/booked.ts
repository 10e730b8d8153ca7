/** An entry, and the document that it opened or is of. */
export interface Booked {
  readonly entry: string;
  readonly document: string;
  /** Where the next one of a row of them is filled in. */
  readonly next?: string | undefined;
}

/** The entry that this page has just booked, for whoever shows its document next; a reload forgets it. */
let booked: Booked | undefined;

export function tellBooked(one: Booked): void {
  booked = one;
}

export function lastBooked(): Booked | undefined {
  return booked;
}
