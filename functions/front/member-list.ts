import { Believed } from '../../shared/commands/believed.ts';
import type { Id } from '../../shared/domain/id.ts';
import type { Role } from '../../shared/domain/role.ts';
import { type Ledger, LedgerError } from '../../shared/storage/ports/ledger.ts';

/** What somebody may do, and for which units. */
export interface Granted {
  readonly roles: readonly Role[];
  readonly units: readonly string[];
  /** The entry that keeps what the list calls them; undefined where it gives no name. */
  readonly named: Id | undefined;
}

const PAGE = 500;
const MOST = 10_000;
const NOTHING: Granted = { roles: [], units: [], named: undefined };

/** The tracker's own list of who has which roles, as a process knows it. */
export class MemberList {
  readonly #granted: Believed<ReadonlyMap<string, Granted>>;

  constructor(ledger: Pick<Ledger, 'states'>, clock: () => number) {
    this.#granted = new Believed(() => readGranted(ledger), clock);
  }

  /** What the list says of a subject: nothing at all where everything was withdrawn; undefined where it never named them. */
  find(subject: string): Granted | undefined | Promise<Granted | undefined> {
    const granted = this.#granted.get();
    return granted instanceof Promise ? granted.then((list) => list.get(subject)) : granted.get(subject);
  }
}

async function readGranted(ledger: Pick<Ledger, 'states'>): Promise<ReadonlyMap<string, Granted>> {
  const granted = new Map<string, Granted>();
  let after: Id | undefined;
  let count = 0;
  do {
    const from = after === undefined ? {} : { after };
    const { items, next } = await ledger.states('member', { limit: PAGE, order: 'oldest', ...from });
    // Whoever was granted roles again has a closed row beside the open one, of which there is one at most.
    for (const { state } of items) {
      const { subject, roles, units } = state.fields;
      if (!state.closed) granted.set(subject, { roles, units, named: state.name });
      else if (!granted.has(subject)) granted.set(subject, NOTHING);
    }
    count += items.length;
    if (count > MOST) throw new LedgerError('unavailable', `there are more than ${MOST} members`);
    after = next;
  } while (after !== undefined);
  return granted;
}
