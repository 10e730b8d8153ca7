/** What an error says, for whoever reads a line of it. */
export function saidBy(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
