import type { Id } from '../../domain/id.ts';
import type { Names } from '../../reports/people.ts';
import { type Ledger, LedgerError, type Personal } from '../../storage/ports/ledger.ts';

/** What commitments to names commit to, with the salts that show it; by their entries. */
export type SaltedNames = ReadonlyMap<Id, Personal[string]>;

/** Rows that one read may ask for. */
const AT_ONCE = 100;

/** The names to which those entries commit, as far as they are not forgotten. */
export async function namesOf(ledger: Pick<Ledger, 'read'>, entries: readonly Id[]): Promise<SaltedNames> {
  const names = new Map<Id, Personal[string]>();
  for (let at = 0; at < entries.length; at += AT_ONCE) {
    for (const [entry, name] of await readNames(ledger, entries.slice(at, at + AT_ONCE))) names.set(entry, name);
  }
  return names;
}

export function plainly(names: SaltedNames): Names {
  return new Map([...names].map(([entry, { value }]) => [entry, value]));
}

/** What does not open under the key that there is now is as good as forgotten, and is to hold up no export. */
async function readNames(ledger: Pick<Ledger, 'read'>, entries: readonly Id[]): Promise<[Id, Personal[string]][]> {
  try {
    const found = await ledger.read(entries.map((id) => ({ row: 'personal', id })));
    return entries.flatMap((id): [Id, Personal[string]][] => {
      const name = found.personal(id)?.name;
      return name === undefined ? [] : [[id, name]];
    });
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code !== 'corrupt-row') throw error;
    if (entries.length <= 1) return [];
    const half = Math.ceil(entries.length / 2);
    return [...(await readNames(ledger, entries.slice(0, half))), ...(await readNames(ledger, entries.slice(half)))];
  }
}
