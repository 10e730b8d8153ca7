import { available, cash, person, source, unitMoney } from './account.ts';
import type { DisbursementBook } from './books.ts';
import type { CalendarDate } from './calendar.ts';
import type { Appropriate, Disburse, GiveMoneyBack, PayBenefit, TakeBack } from './command.ts';
import { coverageOf } from './consignment.ts';
import { decide, type Verdict } from './decision.ts';
import type { Entry, Transfer } from './entry.ts';
import type { Facts } from './facts.ts';
import type { Id } from './id.ts';
import { Objections } from './objections.ts';
import type { Refs } from './refs.ts';
import { periodOf, type Registered } from './registry.ts';
import { stated } from './stated.ts';
import type { Measured } from './threshold.ts';
import { coverageBack } from './uncovering.ts';

/**
 * Money of one funding line that goes in or out as money stands in both chains at once: what it is for, and where it
 * is. Whether the line bears it is kept by storage.
 */

/** Appropriates (拨入): the line has more available, and the cash for it. */
export function appropriate(command: Appropriate, fundingLine: Id): Verdict {
  return decide({
    kind: 'appropriation',
    effectiveOn: command.effectiveOn,
    refs: { fundingLines: [fundingLine] },
    facts: stated<Facts['appropriation']>({ source: command.source, giver: command.giver }),
    transfers: inBothChains({ from: source(1), to: available(1) }, { from: source(1), to: cash(1) }, command.amount),
  });
}

/** Gives money back to where it came from. */
export function giveBack(command: GiveMoneyBack, fundingLine: Id): Verdict {
  return decide({
    kind: 'give-back',
    effectiveOn: command.effectiveOn,
    refs: { fundingLines: [fundingLine] },
    facts: { reason: command.reason },
    transfers: inBothChains({ from: available(1), to: source(1) }, { from: cash(1), to: source(1) }, command.amount),
  });
}

/** The funding line that a body names, where it exists. */
type NamedLine = { readonly closed: boolean } | undefined;

export interface DisburseState {
  readonly measured: Measured | undefined;
  readonly unit: Registered<'unit'> | undefined;
  readonly fundingLine: NamedLine;
  readonly plan: Registered<'plan'> | undefined;
}

/** Disburses (拨付): money to a unit. */
export function disburse(command: Disburse, state: DisburseState): Verdict {
  const objections = new Objections();
  objections.fundingLine(command.fundingLine, state.fundingLine);
  objections.isOpen('/unit', state.unit);
  if (command.plan !== undefined && objections.isOpen('/plan', state.plan)) {
    objections.notBefore(state.plan.fields.decidedOn, command.effectiveOn);
  }
  const refusal = objections.foremost();
  if (refusal) return refusal;
  const coverage = coverageOf(command);
  return decide(
    {
      kind: 'disbursement',
      effectiveOn: command.effectiveOn,
      refs: stated<Refs['disbursement']>({
        fundingLines: [command.fundingLine],
        unit: command.unit,
        plan: command.plan,
      }),
      facts: stated<Facts['disbursement']>({
        purpose: command.purpose,
        method: command.method,
        measured: state.measured,
      }),
      transfers: inBothChains({ from: available(1), to: unitMoney }, { from: cash(1), to: unitMoney }, command.amount),
      ...(coverage ? { coverage } : {}),
    },
    { disbursement: nothingDisbursed(command.effectiveOn) },
  );
}

/** The book of a disbursement before it is posted. */
export function nothingDisbursed(openedOn: CalendarDate): DisbursementBook {
  return { remaining: 0n, days: { openedOn, fed: {} } };
}

export interface TakeBackState {
  readonly disbursement: Entry<'disbursement'>;
  readonly book: DisbursementBook;
}

/** Takes disbursed money back from the unit, with as much of the coverage as is said, or all of it where nothing stays. */
export function takeBack(command: TakeBack, state: TakeBackState): Verdict {
  const { disbursement, book } = state;
  const objections = new Objections();
  objections.notBefore(disbursement.effectiveOn, command.effectiveOn);
  if (command.amount > book.remaining) {
    objections.refuse({ refusal: 'above-disbursed', asked: command.amount, disbursed: book.remaining });
  }
  const coverage = coverageBack(command, book.coverage, command.amount >= book.remaining, objections);
  const refusal = objections.foremost();
  if (refusal) return refusal;
  return decide(
    {
      kind: 'take-back',
      effectiveOn: command.effectiveOn,
      refs: { fundingLines: disbursement.refs.fundingLines, disbursement: disbursement.id },
      facts: { reason: command.reason },
      transfers: inBothChains({ from: unitMoney, to: available(1) }, { from: unitMoney, to: cash(1) }, command.amount),
      ...(coverage ? { coverage } : {}),
    },
    { disbursement: book },
  );
}

export interface BenefitState {
  readonly measured: Measured | undefined;
  readonly tariff: Registered<'tariff'> | undefined;
  readonly fundingLine: NamedLine;
}

/**
 * Pays a benefit (慰问金) to a person under a tariff. The cap counts over all payments to that person in the period,
 * and is kept by the counter in storage; one payment above it is refused here already.
 */
export function payBenefit(command: PayBenefit, state: BenefitState): Verdict {
  const { tariff } = state;
  const objections = new Objections();
  objections.fundingLine(command.fundingLine, state.fundingLine);
  objections.isOpen('/tariff', tariff);
  const refusal = objections.foremost();
  if (refusal || !tariff) return refusal ?? { refusal: 'not-found', kind: 'tariff', id: command.tariff };
  const period = periodOf(tariff.fields.per, command.effectiveOn);
  if (command.amount > tariff.fields.cap) return { refusal: 'cap-exceeded', cap: tariff.fields.cap, paid: 0n, period };
  return decide({
    kind: 'benefit',
    effectiveOn: command.effectiveOn,
    refs: { fundingLines: [command.fundingLine], tariff: command.tariff },
    facts: stated<Facts['benefit']>({ method: command.method, period, measured: state.measured }),
    transfers: inBothChains({ from: available(1), to: person }, { from: cash(1), to: person }, command.amount),
  });
}

type Ends = Pick<Transfer, 'from' | 'to'>;

function inBothChains(budget: Ends, money: Ends, value: bigint): Transfer[] {
  return [
    { ...budget, quantity: 0n, value },
    { ...money, quantity: 0n, value },
  ];
}
