import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { isGoods, type PlanLineRef, planOf } from '../domain/plan.ts';
import { countedIn, nameOf } from '../domain/plan-floors.ts';
import type { Posting } from '../domain/posting.ts';
import type { Register } from './register.ts';

/** What became of a line of a plan: in the base measure of its item, or in fen. */
export interface Standing {
  readonly line: PlanLineRef;
  /** Dispatched or disbursed, less what came back: what the plan's own counter stands at. */
  readonly sent: bigint;
  /** What of that stands with the unit, confirmed as good. Money is confirmed by nobody. */
  readonly confirmed: bigint;
  /** What came back of what had been sent, rather than was never sent. */
  readonly back: bigint;
}

type Counted = { -readonly [K in keyof Standing]: Standing[K] };

/** What became of what plans allot, line by line, told from the entries alone. */
export class PlanStandings {
  readonly #standings = new Map<string, Counted>();

  enter(posting: Posting): void {
    const under = planOf(posting.opening);
    if (under === undefined) return;
    for (const { line, by } of countedIn(posting)) {
      const standing = this.#at(line);
      standing.sent += by;
      if (isBringingBack(posting.entry)) standing.back -= by;
    }
    for (const { from, to, item, quantity } of posting.movements) {
      if (item === undefined || (from !== 'unit' && to !== 'unit')) continue;
      this.#at({ ...under, item }).confirmed += (to === 'unit' ? quantity : 0n) - (from === 'unit' ? quantity : 0n);
    }
  }

  of(line: PlanLineRef): Standing {
    return this.#standings.get(nameOf(line)) ?? nothingOf(line);
  }

  /** Every line under which something was ever sent, also one that the plan does not have. */
  all(plan: Id): Standing[] {
    return [...this.#standings.values()].filter(({ line }) => line.plan === plan);
  }

  /** What open plans still have to dispatch of each item. */
  reserved(register: Register): Map<Id, bigint> {
    const sums = new Map<Id, bigint>();
    for (const plan of register.all('plan')) {
      const { closed, lines = [] } = register.find('plan', plan) ?? { closed: true };
      for (const line of closed ? [] : lines) {
        if (!isGoods(line)) continue;
        const { unit, item, quantity } = line;
        const left = leftOf(quantity, this.of({ plan, unit, item }).sent);
        if (left > 0n) sums.set(item, (sums.get(item) ?? 0n) + left);
      }
    }
    return sums;
  }

  #at(line: PlanLineRef): Counted {
    const name = nameOf(line);
    const standing = this.#standings.get(name) ?? nothingOf(line);
    this.#standings.set(name, standing);
    return standing;
  }
}

/** What is still to be sent. What is above a plan leaves nothing, and no less than that. */
export function leftOf(planned: bigint, sent: bigint): bigint {
  return planned > sent ? planned - sent : 0n;
}

function nothingOf(line: PlanLineRef): Counted {
  return { line, sent: 0n, confirmed: 0n, back: 0n };
}

/** A reversed dispatch was never sent; what undoes a return makes that undone. */
function isBringingBack(entry: Entry): boolean {
  const kind = isKind(entry, 'reversal') ? entry.facts.kind : entry.kind;
  return kind !== 'dispatch' && kind !== 'disbursement';
}
