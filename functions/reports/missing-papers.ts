import { papersOf } from '../../shared/domain/entry.ts';
import { isSha256 } from '../../shared/domain/evidence.ts';
import type { Id } from '../../shared/domain/id.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import { voucherNumber } from '../../shared/domain/voucher.ts';
import { asTheyStand } from '../../shared/reports/as-they-stand.ts';
import { pageOf } from '../../shared/reports/page.ts';
import { Register } from '../../shared/reports/register.ts';
import { occurrenceOf } from '../../shared/reports/summary.ts';
import type { MissingPapers } from '../../shared/schemas/reports.ts';
import { MAX_PAGE } from '../../shared/storage/ports/bounds.ts';
import { PREFIXES } from '../../shared/storage/ports/prefixes.ts';
import type { Asked } from '../front/operation.ts';
import { paged, prefixWith, provenanceOf, type ReportTracker } from './report.ts';

/** How a stored paper is called in the object store, behind its prefix. */
const STORED = '.json';

interface PageAsked {
  readonly limit: number;
  readonly cursor?: string;
  readonly after?: Id;
}

/**
 * Entries that name papers which nobody uploaded, the oldest first: those from before a paper had to be there, and those
 * whose papers were lost since.
 */
export async function readMissingPapers(
  { journal, objects }: ReportTracker,
  asked: PageAsked,
  { language }: Asked,
): Promise<object | Refusal> {
  const prefix = await prefixWith(journal, asked.after);
  const stored = await storedPapers(objects);
  const postings = asTheyStand(prefix.postings);
  const register = new Register(postings).in(language);
  const lacking = postings.flatMap((posting) => {
    const papers = new Map(papersOf(posting.entry).map((paper) => [paper.sha256, paper]));
    const missing = [...papers.values()].filter(({ sha256 }) => !stored.has(sha256));
    return missing.length === 0 ? [] : [{ posting, missing }];
  });
  const page = pageOf(lacking, ({ posting }) => posting.entry.id, asked);
  if (page === undefined) return paged(undefined);
  const rows = page.rows.map(({ posting, missing }): MissingPapers['rows'][number] => ({
    ...occurrenceOf(posting, register),
    number: voucherNumber(posting.index),
    papers: missing.map(({ sha256, name, bytes, mediaType }) => ({ sha256, name, bytes, mediaType })),
  }));
  return {
    rows,
    count: lacking.length,
    ...(page.next === undefined ? {} : { next: page.next }),
    ...provenanceOf(prefix, asked.after),
  };
}

/** The hashes of all papers that are there: a list of them is read sooner than each is looked for. */
async function storedPapers(objects: ReportTracker['objects']): Promise<ReadonlySet<string>> {
  const stored = new Set<string>();
  for (let after: string | undefined; ; ) {
    const keys = await objects.list(PREFIXES.evidence, { limit: MAX_PAGE, ...(after === undefined ? {} : { after }) });
    for (const key of keys) {
      const sha256 = key.endsWith(STORED) ? key.slice(PREFIXES.evidence.length, -STORED.length) : '';
      if (isSha256(sha256)) stored.add(sha256);
    }
    after = keys.at(-1);
    if (after === undefined || keys.length < MAX_PAGE) return stored;
  }
}
