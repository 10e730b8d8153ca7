import { isKind } from '../../shared/domain/entry.ts';
import type { StoredEntry } from '../../shared/storage/ports/ledger.ts';
import type { Tracker } from '../composition/tracker.ts';

/** What is shown is read after the entry that says so was recorded; what was erased meanwhile is not there any more. */
export async function disclosed({ ledger }: Tracker, { entry }: StoredEntry): Promise<object> {
  if (!isKind(entry, 'disclosure')) return {};
  const { entry: target = '' } = entry.refs;
  const personal = (await ledger.read([{ row: 'personal', id: target }])).personal(target) ?? {};
  const shown = entry.facts.fields.flatMap((field) => {
    const one = personal[field];
    return one === undefined ? [] : [[field, one.value]];
  });
  return { disclosed: Object.fromEntries(shown) };
}
