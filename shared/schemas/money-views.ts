import { formatYuan } from '../domain/amount.ts';
import { amountGiven } from '../domain/amount-opened.ts';
import type { BenefitBook, DisbursementBook } from '../domain/books.ts';
import type { Coverage, WholeCoverage } from '../domain/coverage.ts';
import type { Entry } from '../domain/entry.ts';
import { maskName, maskReference } from '../domain/mask.ts';
import type { Person } from '../domain/person.ts';
import { stated } from '../domain/stated.ts';
import type { Measured } from '../domain/threshold.ts';
import type { BenefitView, CoverageView, DisbursementView, StandingCoverageView } from './document-answers.ts';

function coverageView({ people, households, sites }: Coverage) {
  const told = (count: bigint | undefined) => (count === undefined ? undefined : Number(count));
  return stated<CoverageView>({ people: told(people), households: told(households), sites: told(sites) });
}

export function standingCoverageView({ people, households, sites }: WholeCoverage): StandingCoverageView {
  return { people: Number(people), households: Number(households), sites: Number(sites) };
}

function measuredView(measured: Measured | undefined) {
  if (measured?.overCash === undefined) return measured && { threshold: measured.threshold };
  const { above, together } = measured.overCash;
  return { threshold: measured.threshold, overCash: { above: formatYuan(above), together: formatYuan(together) } };
}

export function disbursementView(opening: Entry<'disbursement'>, book: DisbursementBook): DisbursementView {
  const { id, refs, facts, effectiveOn, approval, coverage } = opening;
  return stated<DisbursementView>({
    id,
    number: null,
    status: book.remaining > 0n ? 'disbursed' : 'taken-back',
    fundingLine: refs.fundingLines[0],
    unit: refs.unit,
    plan: refs.plan,
    amount: formatYuan(amountGiven(opening)),
    remaining: formatYuan(book.remaining),
    effectiveOn,
    purpose: facts.purpose,
    method: facts.method,
    approval,
    measured: measuredView(facts.measured),
    coverage: coverage && coverageView(coverage),
    standingCoverage: book.coverage && standingCoverageView(book.coverage),
  });
}

/** The person is shown masked, where that was read and was not erased. */
export function benefitView(opening: Entry<'benefit'>, book: BenefitBook, person?: Person): BenefitView {
  const { id, refs, facts, effectiveOn, approval } = opening;
  return stated<BenefitView>({
    id,
    number: null,
    status: book.paid > 0n ? 'paid' : 'reversed',
    fundingLine: refs.fundingLines[0],
    tariff: refs.tariff,
    amount: formatYuan(amountGiven(opening)),
    effectiveOn,
    period: facts.period,
    method: facts.method,
    approval,
    measured: measuredView(facts.measured),
    person: person && { ...person, name: maskName(person.name), reference: maskReference(person.reference) },
  });
}
