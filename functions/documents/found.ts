import type { Id } from '../../shared/domain/id.ts';
import { invalid, type Refusal } from '../../shared/domain/refusal.ts';
import type { RegistryKind } from '../../shared/domain/registry.ts';
import type { Catalogue, Sought } from '../../shared/storage/ports/catalogue.ts';
import { type Listing, type PageQuery, pageFrom } from './page.ts';

/** What a list of a register is searched for. */
export interface SearchQuery extends PageQuery {
  readonly q?: string;
  readonly status?: string;
  readonly parent?: Id;
}

/** What is found in place of all there is, best first. The list leaves out what fits no more. */
export async function foundRows(
  catalogue: Pick<Catalogue, 'search'>,
  kind: RegistryKind,
  { q: text = '', status, parent, cursor }: SearchQuery,
  units: readonly string[] | undefined,
): Promise<Listing<Id>['rows'] | Refusal> {
  const sought: Sought = {
    text,
    ...(status === undefined ? {} : { closed: status === 'closed' }),
    ...(parent === undefined ? {} : { parent }),
    ...(kind !== 'unit' || units === undefined ? {} : { units }),
  };
  const ids = await catalogue.search(kind, sought);
  if (cursor !== undefined && !ids.includes(cursor)) return invalid([{ pointer: '/cursor', code: 'not-in-list' }]);
  return async ({ limit, after }) => {
    const from = after === undefined ? 0 : ids.indexOf(after) + 1;
    return pageFrom(ids, from, limit, (id) => id);
  };
}
