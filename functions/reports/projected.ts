import type * as z from 'zod';
import type { Id } from '../../shared/domain/id.ts';
import { isRefusal, type Refusal } from '../../shared/domain/refusal.ts';
import { allWithUndone } from '../../shared/domain/undone.ts';
import { Cube } from '../../shared/reports/cube.ts';
import { cubeOf } from '../../shared/reports/cube-sums.ts';
import { isOfWholeMonths } from '../../shared/reports/period.ts';
import { Register } from '../../shared/reports/register.ts';
import { placeOf, until, untilProjected } from '../front/after.ts';
import {
  answered,
  type CommonQuery,
  namedBy,
  prefixNaming,
  type ReportName,
  type ReportTracker,
  recordedOf,
} from './report.ts';

/**
 * A report of sums. Where its period is of whole months it is read from the projection, whatever the size of the log;
 * else it is folded out of the entries, told apart by the days that are meant. Both make the same cube.
 */
export function projected<Q extends CommonQuery, const N extends ReportName>(
  name: N,
  query: z.ZodObject & z.ZodType<Q>,
  answer: (cube: Cube, register: Register, query: Q) => object | Refusal,
) {
  const read = async (tracker: ReportTracker, parsed: Q): Promise<object | Refusal> => {
    const { projection } = tracker;
    if (!isOfWholeMonths(parsed)) {
      const prefix = await prefixNaming(tracker, namedBy(parsed), parsed.after);
      if (isRefusal(prefix)) return prefix;
      const register = new Register(prefix.postings);
      const cube = Cube.of(allWithUndone(prefix.postings), parsed, register);
      return answered(parsed, register, prefix, () => answer(cube, register, parsed));
    }
    await untilProjected(projection, parsed.after);
    const late = await untilAllProjected(tracker, namedBy(parsed));
    if (late !== undefined) return { refusal: 'not-sealed', entry: late };
    const { asOf, sums, register: names } = await projection.read();
    const register = Register.of(names);
    // By what was read, which may be behind what is projected by now.
    const place = parsed.after === undefined ? undefined : await placeOf(projection, parsed.after);
    const told = {
      asOf: asOf.size === 0 ? null : asOf,
      has: () => place !== undefined && place < asOf.size,
    };
    return answered(parsed, register, told, () => answer(cubeOf(sums), register, parsed));
  };
  const asOf = async ({ projection }: ReportTracker, parsed: Q) => {
    if (!isOfWholeMonths(parsed) || parsed.after !== undefined) return undefined;
    const { position } = await projection.current();
    return position.size === 0 ? null : position;
  };
  return { query, form: 'whole', answer: name, kept: 'revalidated', refuses: true, asOf, read } as const;
}

/** Waits for what is named, recorded and not projected yet; one that still is not by then. */
async function untilAllProjected({ projection, ledger }: ReportTracker, named: readonly Id[]): Promise<Id | undefined> {
  if (named.length === 0) return undefined;
  const behind = async (ids: readonly Id[]) => {
    const [places, { position }] = await Promise.all([projection.placesOf(ids), projection.current()]);
    return ids.filter((id) => (places.get(id) ?? position.size) >= position.size);
  };
  let late = await recordedOf(ledger, await behind(named));
  await until(async () => {
    if (late.length > 0) late = await behind(late);
    return late.length === 0;
  });
  return late[0];
}
