import * as z from 'zod';
import { PROCUREMENT_NAMES } from '../../shared/domain/procurement.ts';
import { evidenceAnswer } from '../../shared/schemas/entry-answer.ts';
import type { consentAnswer, toldProcurement } from '../../shared/schemas/terms-answer.ts';
import { type Names, Yuan } from '../paper/figures.tsx';
import { useLanguage, useWords } from '../words/words.tsx';
import type { PaperTold } from './paper-told.ts';
import { Said } from './said.tsx';
import { trailWords } from './trail-words.ts';
import { DocumentLink } from './voucher.tsx';

/** What bears papers of its own beside those of its entry: how an order came about, and a giver's consent. */

type ProcurementTold = z.output<ReturnType<typeof toldProcurement>>;
type ConsentTold = z.output<typeof consentAnswer>;

/** Terms of a `dl`: method, contract, offers that were compared, and why it was bought so. */
export function ProcurementSaid({ procurement }: { readonly procurement: ProcurementTold | undefined }) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  if (procurement === undefined) return null;
  const { method, contract, quotes = [], reason } = procurement;
  return (
    <>
      <Said term={words.purchase.procurement}>
        {[PROCUREMENT_NAMES[method][language], reason].filter(Boolean).join(' · ')}
      </Said>
      <Said term={words.purchase.contract}>{contract}</Said>
      {quotes.length > 0 && (
        <Said term={words.purchase.quotes}>
          {quotes.map(({ supplier, amount, evidence }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: offers stand as they were sent, and the same one twice
            <div key={at}>
              {supplier} <Yuan of={amount} /> {words.yuan}
              {evidence !== undefined && <span className="note"> {evidence.name}</span>}
            </div>
          ))}
        </Said>
      )}
    </>
  );
}

/** By which paper a gift went to somebody else than its giver meant. */
export function ConsentSaid({
  consent,
  names,
}: {
  readonly consent: ConsentTold | undefined;
  readonly names: Names | undefined;
}) {
  const words = useWords(trailWords);
  if (consent === undefined) return null;
  const { document, receipt } = consent;
  return (
    <Said term={words.consignment.consent}>
      {document}
      {receipt !== undefined && (
        <>
          {' · '}
          <DocumentLink kind="receipt" id={receipt} names={names} />
        </>
      )}
    </Said>
  );
}

const bearing = z.looseObject({
  procurement: z
    .looseObject({ quotes: z.array(z.looseObject({ evidence: evidenceAnswer.optional() })).optional() })
    .optional(),
  consent: z.looseObject({ evidence: z.array(evidenceAnswer) }).optional(),
});

/** The papers of quotes and of a consent, which an entry names beside its own. */
export function papersIn(facts: Readonly<Record<string, unknown>>): readonly PaperTold[] {
  const { procurement, consent } = bearing.safeParse(facts).data ?? {};
  return [...(procurement?.quotes ?? []).flatMap(({ evidence }) => evidence ?? []), ...(consent?.evidence ?? [])];
}

/** Each once, the first where a paper is named twice. */
export function distinctPapers(papers: readonly PaperTold[]): readonly PaperTold[] {
  return papers.filter((paper, at) => papers.findIndex(({ sha256 }) => sha256 === paper.sha256) === at);
}
