import { historyOf, MAX_HISTORY } from '../../shared/commands/history.ts';
import type { CalendarDate } from '../../shared/domain/calendar.ts';
import type { Id } from '../../shared/domain/id.ts';
import type { RegisteredKind } from '../../shared/domain/registry.ts';
import { Register } from '../../shared/reports/register.ts';
import { MAX_KEYS } from '../../shared/storage/ports/bounds.ts';
import type { Called } from '../../shared/storage/ports/catalogue.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';

/** Things of one answer whose histories are read; a paper names fewer that were ever amended. */
const MOST_AMENDED = 100;

/**
 * What a paper of a day calls things: as they were at the end of it. What was never amended is called what it is called
 * now, and so is a funding line, which is never renamed.
 */
export async function calledThen(
  ledger: Pick<Ledger, 'read'>,
  now: ReadonlyMap<Id, Called>,
  day: CalendarDate,
): Promise<ReadonlyMap<Id, Called>> {
  const amended = (await amendedOf(ledger, now)).slice(0, MOST_AMENDED);
  const register = new Register();
  const histories = await Promise.all(amended.map((one) => historyOf(ledger, one, MAX_HISTORY)));
  for (const entries of histories) for (const { entry } of entries.toReversed()) register.enter(entry);
  const then = register.on(day);
  const called = new Map(now);
  for (const { kind, id } of amended) {
    const known = then.find(kind, id);
    if (known !== undefined) called.set(id, { kind, code: known.code, name: known.name });
  }
  return called;
}

interface Amended {
  readonly kind: RegisteredKind;
  readonly id: Id;
  readonly version: Id;
}

async function amendedOf(ledger: Pick<Ledger, 'read'>, now: ReadonlyMap<Id, Called>): Promise<Amended[]> {
  const things = [...now].flatMap(([id, { kind }]): { kind: RegisteredKind; id: Id }[] =>
    kind === 'fundingLine' ? [] : [{ kind, id }],
  );
  const amended: Amended[] = [];
  for (let at = 0; at < things.length; at += MAX_KEYS) {
    const batch = things.slice(at, at + MAX_KEYS);
    const found = await ledger.read(batch.map(({ kind, id }) => ({ row: kind, id })));
    for (const { kind, id } of batch) {
      const version = found.state(kind, id)?.version;
      if (version !== undefined && version !== id) amended.push({ kind, id, version });
    }
  }
  return amended;
}
