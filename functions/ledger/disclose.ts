import { disclose as command } from '../../shared/commands/persons.ts';
import { isKind } from '../../shared/domain/entry.ts';
import { discloseBody } from '../../shared/schemas/persons.ts';
import { write } from '../front/use-case.ts';

/** What is shown is read after the entry that says so was recorded; what was erased meanwhile is not there any more. */
export const disclose = write(discloseBody, command, async ({ ledger }, { entry }) => {
  if (!isKind(entry, 'disclosure')) return {};
  const { entry: target = '' } = entry.refs;
  const personal = (await ledger.read([{ row: 'personal', id: target }])).personal(target) ?? {};
  const shown = entry.facts.fields.flatMap((field) => {
    const one = personal[field];
    return one === undefined ? [] : [[field, one.value]];
  });
  return { disclosed: Object.fromEntries(shown) };
});
