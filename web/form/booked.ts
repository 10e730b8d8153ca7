/** The entry that this page has just booked, for whoever shows it next; a reload forgets it. */
let booked: string | undefined;

export function tellBooked(entry: string): void {
  booked = entry;
}

export function lastBooked(): string | undefined {
  return booked;
}
