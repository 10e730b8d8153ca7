import { formatYuan } from '../domain/amount.ts';
import { type CalendarDate, dateInShanghai, daysBetween, startOfDay } from '../domain/calendar.ts';
import { ownDay } from '../domain/closed-months.ts';
import { COUNTED } from '../domain/coverage.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { FieldChange } from '../domain/facts.ts';
import type { Id } from '../domain/id.ts';
import { isGoods, type PlanLineRef, plannedFor, planOf } from '../domain/plan.ts';
import { countedIn } from '../domain/plan-floors.ts';
import type { Posting } from '../domain/posting.ts';
import { allWithUndone } from '../domain/undone.ts';
import { isLate, underWayFor } from '../domain/work.ts';
import type { Exceptions } from '../schemas/reports.ts';
import { type Bought, payableOf, worthOf } from './bought.ts';
import { isUnapproved, onPaperOnly, paidOut } from './decided.ts';
import { redirectedIn, writeDirection } from './directions.ts';
import { writeQuantity } from './figures.ts';
import { type Finding, Findings } from './findings.ts';
import { Tally } from './holdings.ts';
import { LatePapers } from './late-papers.ts';
import { Notes } from './noted.ts';
import { MOST_LISTED } from './page.ts';
import { PlanStandings } from './plan-standings.ts';
import { byCode, type Register } from './register.ts';
import { type SetAside, setAsideBy } from './set-aside.ts';
import { SplitOrders } from './split-orders.ts';
import { occurrenceOf, reversedBy } from './summary.ts';
import { writePriceOf } from './usual-price.ts';

const HOUR_MS = 3_600_000;
const INVOICE_AFTER_DAYS = 30;
const IDLE_AFTER_DAYS = 30;

/**
 * What a treasurer or an auditor has to look at, as of an instant. What was reversed since is no open matter any more. Of
 * entries that are not `shown` nothing is listed.
 */
export function exceptions(
  postings: readonly Posting[],
  register: Register,
  now: number,
  shown: (entry: Entry) => boolean = () => true,
): Exceptions {
  const seen = postings.filter(({ entry }) => shown(entry));
  const reader = new Reader(seen, register, now);
  const lists = {
    waivedSeparations: reader.waivedSeparations(),
    overPlan: reader.overPlan(),
    belated: reader.belated(),
    redirectedGifts: reader.redirectedGifts(),
    ...reader.noted(),
    unapproved: reader.unapproved(),
    approvedOnPaper: reader.approvedOnPaper(),
    cashAboveThreshold: reader.cashAboveThreshold(),
    splitOrders: reader.splitOrders(),
    latePapers: reader.latePapers(),
    unconfirmed: reader.unconfirmed(),
    // By all that money was used for.
    idleAppropriations: new Reader(postings, register, now).idleAppropriations(),
    ...reader.found(),
  };
  return {
    waivedSeparations: lists.waivedSeparations.slice(-MOST_LISTED),
    overPlan: lists.overPlan.slice(-MOST_LISTED),
    belated: lists.belated.slice(-MOST_LISTED),
    redirectedGifts: lists.redirectedGifts.slice(-MOST_LISTED),
    headCounts: lists.headCounts.slice(-MOST_LISTED),
    withdrawals: lists.withdrawals.slice(-MOST_LISTED),
    backdated: lists.backdated.slice(-MOST_LISTED),
    closedMonths: lists.closedMonths.slice(-MOST_LISTED),
    unapproved: lists.unapproved.slice(-MOST_LISTED),
    approvedOnPaper: lists.approvedOnPaper.slice(-MOST_LISTED),
    cashAboveThreshold: lists.cashAboveThreshold.slice(-MOST_LISTED),
    splitOrders: lists.splitOrders.slice(-MOST_LISTED),
    latePapers: lists.latePapers.slice(-MOST_LISTED),
    unconfirmed: lists.unconfirmed.slice(-MOST_LISTED),
    idleAppropriations: lists.idleAppropriations.slice(0, MOST_LISTED),
    invoiceDiffers: lists.invoiceDiffers.slice(-MOST_LISTED),
    payableBelowZero: lists.payableBelowZero.slice(-MOST_LISTED),
    paidWithoutPaper: lists.paidWithoutPaper.slice(-MOST_LISTED),
    sameBankReference: lists.sameBankReference.slice(-MOST_LISTED),
    unusualPrices: lists.unusualPrices.slice(-MOST_LISTED),
    counts: {
      waivedSeparations: lists.waivedSeparations.length,
      overPlan: lists.overPlan.length,
      belated: lists.belated.length,
      redirectedGifts: lists.redirectedGifts.length,
      headCounts: lists.headCounts.length,
      withdrawals: lists.withdrawals.length,
      backdated: lists.backdated.length,
      closedMonths: lists.closedMonths.length,
      unapproved: lists.unapproved.length,
      approvedOnPaper: lists.approvedOnPaper.length,
      cashAboveThreshold: lists.cashAboveThreshold.length,
      splitOrders: lists.splitOrders.length,
      latePapers: lists.latePapers.length,
      unconfirmed: lists.unconfirmed.length,
      idleAppropriations: lists.idleAppropriations.length,
      invoiceDiffers: lists.invoiceDiffers.length,
      payableBelowZero: lists.payableBelowZero.length,
      paidWithoutPaper: lists.paidWithoutPaper.length,
      sameBankReference: lists.sameBankReference.length,
      unusualPrices: lists.unusualPrices.length,
    },
  };
}

function writeHeadCount({ field, was, is }: FieldChange): Exceptions['headCounts'][number]['changes'] {
  const counted = COUNTED.find((what) => what === field);
  const number = (said: FieldChange['was']) => (typeof said === 'bigint' ? writeQuantity(said) : 0);
  return counted === undefined ? [] : [{ field: counted, was: number(was), is: number(is) }];
}

type FoundLists = {
  -readonly [L in
    | 'invoiceDiffers'
    | 'payableBelowZero'
    | 'paidWithoutPaper'
    | 'sameBankReference'
    | 'unusualPrices']: Exceptions[L];
};
type Occurrence = ReturnType<typeof occurrenceOf>;

interface Entering {
  readonly lists: FoundLists;
  readonly late: LatePapers;
  readonly findings: Findings;
}

/** What is set aside and stands in a list of its own. */
const TOLD_APART: readonly SetAside['rule'][] = ['late', 'direction', 'cash'];

class Reader {
  readonly #postings: readonly Posting[];
  readonly #register: Register;
  readonly #now: number;
  readonly #today: CalendarDate;
  readonly #reversed = new Set<Id>();

  constructor(postings: readonly Posting[], register: Register, now: number) {
    this.#postings = postings;
    this.#register = register;
    this.#now = now;
    this.#today = dateInShanghai(now);
    for (const { entry } of postings) {
      for (const id of reversedBy(entry)) this.#reversed.add(id);
    }
  }

  /** Entries that say why a separation of persons was set aside; of an exception it is all that is no plan's. */
  waivedSeparations(): Exceptions['waivedSeparations'] {
    const overPlan = new Set(this.overPlan().map(({ entry }) => entry));
    return this.#postings.flatMap((posting) => {
      const all = setAsideBy(posting.entry);
      // A reason for cash that names a plan which was kept is for the cash alone.
      const apart: readonly SetAside['rule'][] = all.some(({ rule }) => rule === 'cash') ? ['plan'] : [];
      const waived = all.filter(({ rule }) => !TOLD_APART.includes(rule) && !apart.includes(rule));
      return overPlan.has(posting.entry.id) ? [] : waived.map(({ reason }) => this.#excepted(posting, reason));
    });
  }

  /** Dispatches and disbursements beyond their plan, with how far each line had come when they were made. */
  overPlan(): Exceptions['overPlan'] {
    const standings = new PlanStandings();
    return this.#postings.flatMap((posting) => {
      standings.enter(posting);
      const under = planOf(posting.entry);
      const exception = setAsideBy(posting.entry).find(({ rule }) => rule === 'plan');
      if (under === undefined || exception === undefined) return [];
      const lines = countedIn(posting).flatMap(({ line }) => {
        const planned = plannedFor({ lines: this.#register.find('plan', line.plan)?.lines ?? [] }, line);
        const { sent } = standings.of(line);
        return sent > planned ? [this.#writeAbove(line, planned, sent)] : [];
      });
      const { plan, unit } = under;
      const row = { ...this.#excepted(posting, exception.reason), plan, unit: this.#register.named(unit), lines };
      return lines.length === 0 ? [] : [row];
    });
  }

  #writeAbove(line: PlanLineRef, planned: bigint, sent: bigint): Exceptions['overPlan'][number]['lines'][number] {
    if (!isGoods(line)) {
      const fundingLine = this.#register.named(line.fundingLine);
      return { fundingLine, planned: formatYuan(planned), disbursed: formatYuan(sent) };
    }
    const item = this.#register.item(line.item);
    return { item, planned: writeQuantity(planned), dispatched: writeQuantity(sent) };
  }

  /** What takes effect after the day, or the closed month, that it is of. */
  belated(): Exceptions['belated'] {
    return this.#postings.flatMap((posting) => {
      const late = setAsideBy(posting.entry).filter((one) => one.rule === 'late');
      return late.map(({ rule: _rule, reason, ...of }) => ({ ...this.#excepted(posting, reason), ...of }));
    });
  }

  /** What went to somebody else than its giver meant, gift by gift. */
  redirectedGifts(): Exceptions['redirectedGifts'] {
    const gifts = new Map<Id, Entry<'receipt'>>();
    return this.#postings.flatMap((posting) => {
      const { entry } = posting;
      if (isKind(entry, 'receipt')) gifts.set(entry.id, entry);
      const set = setAsideBy(entry).find(({ rule }) => rule === 'direction');
      if (set === undefined || !isKind(entry, 'dispatch')) return [];
      const { consent } = entry.facts;
      const rows = redirectedIn(posting, (id) => gifts.get(id)).map(({ gift, to, item, quantity }) => ({
        receipt: gift.id,
        giver: gift.facts.giver,
        directedTo: writeDirection(to, this.#register),
        item: this.#register.item(item),
        quantity: writeQuantity(quantity),
      }));
      const unit = this.#register.named(entry.refs.unit);
      const by = consent === undefined ? {} : { consent: consent.document };
      return [{ ...this.#excepted(posting, set.reason), unit, ...by, gifts: rows }];
    });
  }

  /** Changed head-counts, withdrawals, what is dated long back, and what altered a month that was closed. */
  noted(): Pick<Exceptions, 'headCounts' | 'withdrawals' | 'backdated' | 'closedMonths'> {
    const notes = new Notes();
    const lists: ReturnType<Reader['noted']> = { headCounts: [], withdrawals: [], backdated: [], closedMonths: [] };
    for (const posting of allWithUndone(this.#postings)) {
      for (const noted of notes.enter(posting)) {
        const of = occurrenceOf(posting, this.#register);
        switch (noted.what) {
          case 'head-count': {
            const { corrects, changes, reason } = noted;
            lists.headCounts.push({ ...of, corrects, reason, changes: changes.flatMap(writeHeadCount) });
            break;
          }
          case 'withdrawal':
            lists.withdrawals.push({ ...of, withdraws: noted.withdraws, reason: noted.reason });
            break;
          case 'backdated':
            lists.backdated.push({ ...of, days: noted.days });
            break;
          case 'closed-month':
            lists.closedMonths.push({ ...of, month: noted.month });
        }
      }
    }
    return lists;
  }

  /** Money that went out without an approval. */
  unapproved(): Exceptions['unapproved'] {
    const late = new LatePapers();
    for (const posting of this.#postings) late.enter(posting);
    return this.#postings.flatMap((posting) => {
      const { entry } = posting;
      if (!isUnapproved(entry)) return [];
      const evidence = entry.evidence.length + late.attached(entry.id);
      const paid = { amount: formatYuan(paidOut(entry)), method: entry.facts.method, evidence };
      return [{ ...this.#remarked(posting), ...paid }];
    });
  }

  /** Approvals by somebody who is no member, so that a paper alone says it. */
  approvedOnPaper(): Exceptions['approvedOnPaper'] {
    return this.#postings.flatMap((posting) => {
      const approval = onPaperOnly(posting.entry);
      return approval === undefined ? [] : [{ ...this.#remarked(posting), ...approval }];
    });
  }

  /** Cash above what its spending may be paid in cash. */
  cashAboveThreshold(): Exceptions['cashAboveThreshold'] {
    return this.#postings.flatMap((posting) =>
      setAsideBy(posting.entry).flatMap((one) => {
        if (one.rule !== 'cash') return [];
        const sums = { above: formatYuan(one.above), together: formatYuan(one.together) };
        return [{ ...this.#excepted(posting, one.reason), ...sums }];
      }),
    );
  }

  /** Orders that were measured one by one and are too much together, where none of them was reversed. */
  splitOrders(): Exceptions['splitOrders'] {
    const split = new SplitOrders();
    return this.#postings.flatMap((posting) => {
      if (this.#isReversed(posting.entry)) return [];
      const found = split.enter(posting.entry);
      if (found === undefined) return [];
      const supplier = this.#register.named(found.supplier);
      const sums = { threshold: formatYuan(found.threshold), together: formatYuan(found.together) };
      return [{ ...occurrenceOf(posting, this.#register), supplier, ...sums, orders: [...found.orders] }];
    });
  }

  /** Emergency purchases and payments without evidence, and purchases whose invoice is overdue. */
  latePapers(): Exceptions['latePapers'] {
    const late = new LatePapers();
    const outstanding = new Map<Id, Tally>();
    for (const posting of this.#postings) {
      late.enter(posting);
      if (this.#isReversed(posting.entry)) continue;
      for (const movement of posting.movements) {
        if (movement.purchase === undefined || movement.chain === 'cash') continue;
        const tally = outstanding.get(movement.purchase) ?? new Tally();
        outstanding.set(movement.purchase, tally);
        if (movement.from === 'available') tally.add(movement, 1n);
        if (movement.to === 'available') tally.add(movement, -1n);
      }
    }
    return this.#postings.flatMap((posting) => {
      const { entry } = posting;
      if (this.#isReversed(entry)) return [];
      const days = daysBetween(ownDay(entry), this.#today);
      const needsEvidence =
        entry.kind === 'payment' ||
        entry.kind === 'refund' ||
        (isKind(entry, 'order') && entry.facts.emergency !== undefined);
      // Nothing will be invoiced of a purchase that was released whole.
      const awaitsInvoice =
        isKind(entry, 'order') &&
        (outstanding.get(entry.id)?.value ?? 0n) > 0n &&
        entry.facts.invoice === undefined &&
        late.invoices(entry.id).length === 0;
      return [
        ...(needsEvidence && entry.evidence.length + late.attached(entry.id) === 0
          ? [{ ...occurrenceOf(posting, this.#register), missing: 'evidence', days } as const]
          : []),
        ...(awaitsInvoice && days > INVOICE_AFTER_DAYS
          ? [{ ...occurrenceOf(posting, this.#register), missing: 'invoice', days } as const]
          : []),
      ];
    });
  }

  /** Consignments of which something is on its way for more than 48 hours. */
  unconfirmed(): Exceptions['unconfirmed'] {
    const transit = new Map<Id, Tally>();
    for (const { movements } of this.#postings) {
      for (const movement of movements) {
        if (movement.consignment === undefined) continue;
        const tally = transit.get(movement.consignment) ?? new Tally();
        transit.set(movement.consignment, tally);
        if (movement.to === 'transit') tally.add(movement, 1n);
        if (movement.from === 'transit') tally.add(movement, -1n);
      }
    }
    return this.#postings.flatMap((posting) => {
      const { entry } = posting;
      const age = entry.belongsTo ? this.#now - startOfDay(ownDay(entry)) : underWayFor(entry, this.#now);
      const isOnItsWay = entry.kind === 'dispatch' && (transit.get(entry.id)?.quantity ?? 0n) > 0n;
      if (!isOnItsWay || !isLate(age)) return [];
      const unit = this.#register.named(entry.refs.unit);
      return [{ ...occurrenceOf(posting, this.#register), unit, hours: Math.floor(age / HOUR_MS) }];
    });
  }

  /** Lines with something available and nothing ordered, disbursed or paid out for thirty days. */
  idleAppropriations(): Exceptions['idleAppropriations'] {
    const lines = new Map<Id, { available: bigint; first: CalendarDate; used?: CalendarDate }>();
    for (const { entry, movements } of this.#postings) {
      for (const { from, to, fundingLine, value } of movements) {
        if (from !== 'available' && to !== 'available') continue;
        const day = ownDay(entry);
        const line = lines.get(fundingLine) ?? { available: 0n, first: day };
        lines.set(fundingLine, line);
        line.available += to === 'available' ? value : -value;
        if (day < line.first) line.first = day;
        const isUse = entry.kind !== 'reversal' && (to === 'committed' || to === 'unit' || to === 'person');
        if (isUse && (line.used === undefined || day > line.used)) line.used = day;
      }
    }
    return [...lines]
      .flatMap(([id, { available, first, used }]) => {
        const idleSince = used ?? first;
        const days = daysBetween(idleSince, this.#today);
        if (available <= 0n || days < IDLE_AFTER_DAYS) return [];
        return [{ fundingLine: this.#register.named(id), available: formatYuan(available), idleSince, days }];
      })
      .sort((a, b) => b.days - a.days || byCode(a.fundingLine, b.fundingLine));
  }

  /**
   * What was invoiced, paid and ordered otherwise than one would expect. Of purchases what stands is told: an invoice that
   * differs until they match, what a supplier owes back until it is settled, a payment until it has a paper.
   */
  found(): FoundLists {
    const findings = new Findings();
    const late = new LatePapers();
    const lists: FoundLists = {
      invoiceDiffers: [],
      payableBelowZero: [],
      paidWithoutPaper: [],
      sameBankReference: [],
      unusualPrices: [],
    };
    const told = this.#postings.map((posting) => {
      late.enter(posting);
      return { posting, found: findings.enter(posting) };
    });
    for (const { posting, found } of told) {
      if (this.#isReversed(posting.entry)) continue;
      const occurrence = occurrenceOf(posting, this.#register);
      const bought = findings.purchases.find(posting.entry.id);
      if (bought !== undefined) this.#enterPurchase(bought, occurrence, lists);
      for (const one of found) this.#enterFinding(one, occurrence, { lists, late, findings });
    }
    return lists;
  }

  #enterPurchase(bought: Bought, occurrence: Occurrence, lists: FoundLists): void {
    const [worth, payable] = [worthOf(bought), payableOf(bought)];
    if (bought.invoices.size > 0 && bought.invoiced !== worth) {
      const [invoiced, comesTo] = [formatYuan(bought.invoiced), formatYuan(worth)];
      lists.invoiceDiffers.push({ ...occurrence, purchase: bought.order.id, invoiced, worth: comesTo });
    }
    if (payable < 0n) lists.payableBelowZero.push({ ...occurrence, payable: formatYuan(payable) });
  }

  #enterFinding(finding: Finding, occurrence: Occurrence, { lists, late, findings }: Entering): void {
    switch (finding.finding) {
      case 'old-invoice':
        lists.invoiceDiffers.push({ ...occurrence, purchase: finding.purchase, date: finding.date });
        return;
      case 'paid-without-paper': {
        const hasPaper = late.attached(occurrence.entry) > 0;
        const hasInvoice = (findings.purchases.find(finding.purchase)?.invoices.size ?? 0) > 0;
        if (!hasPaper && !hasInvoice) lists.paidWithoutPaper.push(occurrence);
        return;
      }
      case 'same-bank-reference': {
        const { reference, first } = finding;
        lists.sameBankReference.push({ ...occurrence, reference, first });
        return;
      }
      case 'unusual-price': {
        const [price, median] = [writePriceOf(finding.price), writePriceOf(finding.median)];
        lists.unusualPrices.push({ ...occurrence, item: this.#register.item(finding.item), price, median });
        return;
      }
      // Of these what stands in the end is told.
      case 'invoice-differs':
      case 'payable-below-zero':
        return;
    }
  }

  #isReversed(entry: Entry): boolean {
    return this.#reversed.has(entry.id);
  }

  #remarked(posting: Posting) {
    return { ...occurrenceOf(posting, this.#register), reversed: this.#isReversed(posting.entry) };
  }

  #excepted(posting: Posting, reason: string): Exceptions['waivedSeparations'][number] {
    return { ...this.#remarked(posting), reason };
  }
}
