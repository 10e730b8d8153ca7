import type { Sealed } from '../domain/voucher.ts';
import type { Register } from '../reports/register.ts';
import type { ListName, ListRows } from '../storage/ports/lists.ts';
import { numberRows } from './number.ts';
import { openedBy, openedKey } from './opened.ts';
import { searched } from './search-rows.ts';
import type { Standing } from './standing.ts';
import { waiting } from './waits.ts';

/** A row of a list as it is from now on; without a text it goes. */
export interface Setting {
  readonly list: ListName;
  readonly key: string;
  readonly text: string | undefined;
}

/** What an entry sets by itself. The register is as the entry left it. */
type ByEntry = (posting: Sealed, register: Register) => Iterable<Setting>;

/**
 * What entries set by what they are about as it stands now, by the entry's id. What stands may be ahead of the entry:
 * whichever entry made it so sets the same rows once more when it is projected, so in the end they are what stands.
 */
type ByStanding = (bundle: readonly Sealed[], ledger: Standing) => Promise<ReadonlyMap<string, readonly Setting[]>>;

const BY_ENTRY: readonly ByEntry[] = [opened, searched, numbers];
const BY_STANDING: readonly ByStanding[] = [waiting];

function* opened({ entry }: Sealed): Iterable<Setting> {
  for (const kind of openedBy(entry)) yield { list: `opened/${kind}`, key: openedKey(entry), text: '' };
}

function* numbers({ entry }: Sealed): Iterable<Setting> {
  for (const row of numberRows(entry)) yield { list: 'number', ...row };
}

/** What the entries of a bundle set in lists, each in its turn. */
export async function listingOf(
  bundle: readonly Sealed[],
  ledger: Standing,
): Promise<(posting: Sealed, register: Register) => ListRows> {
  const standing = await Promise.all(BY_STANDING.map((of) => of(bundle, ledger)));
  return (posting, register) => {
    const rows = new Map<ListName, Map<string, string | undefined>>();
    const set = ({ list, key, text }: Setting) => {
      const listed = rows.get(list) ?? new Map<string, string | undefined>();
      rows.set(list, listed.set(key, text));
    };
    for (const by of BY_ENTRY) for (const one of by(posting, register)) set(one);
    for (const by of standing) for (const one of by.get(posting.entry.id) ?? []) set(one);
    return rows;
  };
}
