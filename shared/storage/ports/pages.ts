import type { Id } from '../../domain/id.ts';
import type { Page } from './ledger.ts';

/** Everything that a list holds, page by page. */
export async function* pagesOf<T>(
  list: (options: { readonly limit: number; readonly after?: Id }) => Promise<Page<T>>,
  limit: number,
): AsyncGenerator<readonly T[]> {
  let after: Id | undefined;
  do {
    const page = await list({ limit, ...(after === undefined ? {} : { after }) });
    yield page.items;
    after = page.next;
  } while (after !== undefined);
}
