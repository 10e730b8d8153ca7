import type { Id } from '../../shared/domain/id.ts';
import { MAX_KEYS } from '../../shared/storage/ports/bounds.ts';
import type { Asked } from '../../shared/storage/ports/catalogue.ts';
import type { Page } from '../../shared/storage/ports/ledger.ts';
import { type Listing, pageFrom } from './page.ts';

/** What is asked for in the background, and kept for a month. */
interface Job {
  readonly job: { readonly id: Id; readonly createdAt: number };
}

/** Jobs that are looked at: ten an hour, day and night. */
const MOST = 7_200;

/**
 * Jobs by when the server took them, newest first: they are kept under the ids of clients, whose clocks order nothing. All
 * that there are are looked at for a page.
 */
export function byCreation<T extends Job>(list: (asked: Asked) => Promise<Page<T>>): Listing<T>['rows'] {
  let read: Promise<readonly T[]> | undefined;
  return async ({ limit, after }) => {
    read ??= all(list);
    const jobs = await read;
    const place = after === undefined ? -1 : jobs.findIndex(({ job }) => job.id === after);
    // What is not there any more was among the oldest, and so is what comes after it.
    if (after !== undefined && place < 0) return { items: [] };
    return pageFrom(jobs, place + 1, limit, ({ job }) => job.id);
  };
}

async function all<T extends Job>(list: (asked: Asked) => Promise<Page<T>>): Promise<readonly T[]> {
  const jobs: T[] = [];
  let after: Id | undefined;
  do {
    const page = await list({ limit: MAX_KEYS, ...(after === undefined ? {} : { after }) });
    jobs.push(...page.items);
    after = page.next;
  } while (after !== undefined && jobs.length < MOST);
  return jobs.sort(({ job: a }, { job: b }) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
}
