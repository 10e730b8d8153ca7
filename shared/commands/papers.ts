import type { Evidence } from '../domain/evidence.ts';
import type { Consent } from '../domain/facts.ts';
import type { Procurement } from '../domain/procurement.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Office } from './command.ts';

/** What of a request names papers (凭据): its own, those of quotes, and the consent of a giver. */
export interface Citing {
  readonly evidence?: readonly Evidence[];
  readonly procurement?: Procurement;
  readonly consent?: Consent;
}

/**
 * A paper is cited when it is there: so that what an entry names has arrived, and whoever reads the log knows that it had.
 * What comes later is attached by an entry of its own.
 */
export async function unarrived(
  { hasArrived }: Pick<Office, 'hasArrived'>,
  { evidence = [], procurement, consent }: Citing,
): Promise<Refusal | undefined> {
  const quoted = procurement?.quotes?.flatMap((quote) => quote.evidence ?? []) ?? [];
  const cited = new Map(
    [...evidence, ...quoted, ...(consent?.evidence ?? [])].map(({ sha256, name }) => [sha256, name]),
  );
  const arrived = await Promise.all(cited.keys().map(hasArrived));
  const missing = [...cited].find((_, at) => arrived[at] === false);
  if (missing === undefined) return undefined;
  const [sha256, name] = missing;
  return { refusal: 'not-uploaded', sha256, name };
}
