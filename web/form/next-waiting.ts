import { rolesIn, type WorkKind } from '../../shared/domain/work.ts';
import { names } from '../../shared/schemas/names.ts';
import { type WorkRow, workAnswer } from '../../shared/schemas/work.ts';
import { withQuery } from '../ask/addresses.ts';
import { useAnswer } from '../ask/answers.ts';
import { useMe } from '../sign-in/me.ts';

const answered = workAnswer.extend({ names });

/** Where the next one that waits of a kind is done, once this one is; undefined where no other waits for the reader. */
export function useNextWaiting(kind: WorkKind, done: string, at: (id: string) => string): string | undefined {
  const { data: me } = useMe();
  const { data } = useAnswer(withQuery('/api/work', { kind, limit: 2 }), answered, {
    // Of a kind that is not for their roles nobody is told.
    enabled: me !== undefined && rolesIn(kind, me.roles).length > 0,
  });
  const rows: readonly WorkRow[] = data?.work[kind]?.rows ?? [];
  const next = rows.map(documentIn).find((id) => id !== undefined && id !== done);
  return next === undefined ? undefined : at(next);
}

function documentIn(row: WorkRow): string | undefined {
  if ('purchase' in row) return row.purchase;
  if ('consignment' in row) return row.consignment;
  return 'adjustment' in row ? row.adjustment : undefined;
}
