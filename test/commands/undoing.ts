import { reverse } from '../../shared/commands/reverse.ts';
import type { Reverse } from '../../shared/domain/command.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { OTHER_TREASURER, type TestOffice, YESTERDAY, yuan } from './office.ts';
import { reversal } from './world.ts';

/** Reverses what the test calls by that name. */
export function undo(office: TestOffice, name: string, as?: string): Promise<Entry> {
  return office.post<Reverse>(OTHER_TREASURER, reverse, reversal(), { on: name, ...(as === undefined ? {} : { as }) });
}

/** What stands in the way of a reversal, with the test's own names: the account that falls short, and the entries. */
export async function inTheWay(office: TestOffice, name: string) {
  const refusal = await office.refusal(OTHER_TREASURER, reverse, reversal(), { on: name });
  if (refusal.refusal !== 'stands-in-the-way') throw new Error(`refused as ${refusal.refusal}`);
  return { account: office.named(refusal.account), entries: refusal.entries.map((id) => office.named(id)) };
}

/** How its reversal is refused. */
export const refused = (office: TestOffice, name: string) =>
  office.refusal(OTHER_TREASURER, reverse, reversal(), { on: name });

export const invoice = { number: '24442000000123456789', date: YESTERDAY, amount: yuan('100.00') };
