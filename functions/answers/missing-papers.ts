import type { Office } from '../../shared/commands/command.ts';

/** Papers that are looked for at once. */
const AT_ONCE = 20;

/** Looks which papers nobody uploaded, and remembers those that were: they stay. */
export type LookForPapers = Pick<Office, 'hasArrived'>;

/** Those of some papers that nobody uploaded, by their hashes. */
export async function missingOf({ hasArrived }: LookForPapers, papers: Iterable<string>): Promise<ReadonlySet<string>> {
  const asked = [...new Set(papers)];
  const missing = new Set<string>();
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    const some = asked.slice(at, at + AT_ONCE);
    const arrived = await Promise.all(some.map(hasArrived));
    for (const [place, sha256] of some.entries()) if (arrived[place] === false) missing.add(sha256);
  }
  return missing;
}

interface Cited {
  readonly sha256: string;
}

/** The same papers with a mark on each that is missing. */
export function marked<P extends Cited>(
  papers: readonly P[],
  missing: ReadonlySet<string>,
): (P & { missing?: true })[] {
  return papers.map((paper) => (missing.has(paper.sha256) ? { ...paper, missing: true as const } : paper));
}
