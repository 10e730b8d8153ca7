import { formatYuan } from '../domain/amount.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Kind } from '../domain/facts.ts';
import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import { refsOf } from '../domain/refs.ts';
import type { FundingLineReport } from '../schemas/reports.ts';
import { writeBudget, writeCash, writeInKind } from './figures.ts';
import { holdingsOf, invested } from './holdings.ts';
import type { Register } from './register.ts';
import { occurrenceOf } from './summary.ts';

/** A funding line with every account of both its chains, and what happened to the line itself; undefined for no line. */
export function fundingLine(postings: readonly Posting[], register: Register, id: Id): FundingLineReport | undefined {
  const line = register.find('fundingLine', id);
  if (line === undefined) return undefined;
  const holdings = holdingsOf(postings, (movement) => movement.fundingLine === id);
  return {
    fundingLine: {
      ...register.named(id),
      basis: [...(line.basis ?? [])],
      ...(line.permittedUses === undefined ? {} : { permittedUses: line.permittedUses }),
      closed: line.closed,
    },
    invested: formatYuan(invested(holdings)),
    budget: writeBudget(holdings),
    cash: writeCash(holdings),
    inKind: writeInKind(holdings),
    history: historyOf(postings, id).map((posting) => writeStep(posting, register)),
  };
}

const OWN: readonly Kind[] = ['appropriation', 'give-back', 'amendment', 'closure', 'reopening'];

/** What happened to the line itself, with the papers and the corrections that came later. */
function historyOf(postings: readonly Posting[], id: Id): Posting[] {
  const steps = new Set<Id>();
  return postings.filter(({ entry }) => {
    const isAbout = entry.kind === 'attachment' || entry.kind === 'correction';
    const isLate = isAbout && steps.has(entry.refs.entry);
    if (!isLate && !isStep(entry, id)) return false;
    steps.add(entry.id);
    return true;
  });
}

function isStep(entry: Entry, id: Id): boolean {
  if (entry.id === id) return true;
  if (refsOf(entry).fundingLines?.[0] !== id) return false;
  return OWN.includes(isKind(entry, 'reversal') ? entry.facts.kind : entry.kind);
}

function writeStep(posting: Posting, register: Register): FundingLineReport['history'][number] {
  const [first] = posting.movements;
  return {
    ...occurrenceOf(posting, register),
    ...(first === undefined ? {} : { amount: formatYuan(first.value) }),
  };
}
