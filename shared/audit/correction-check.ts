import { coverageOf, isSame, standing } from '../domain/correction.ts';
import { COUNTED, type Coverage, NOBODY, plusCoverage } from '../domain/coverage.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import { CORRECTABLE_IN, hasField, saidIn } from '../domain/fields.ts';
import { birthOf, type Id } from '../domain/id.ts';
import { isOfBatch, type LotWords, movedFrom, withStandingBatches } from '../domain/lot-batch.ts';
import type { Sealed } from '../domain/voucher.ts';
import { WITHDRAWN_WITHIN_MS } from '../domain/withdrawal.ts';
import type { Recall } from '../log/journal/walk.ts';
import { Corrections } from '../reports/as-they-stand.ts';
import { Wrong } from './wrong.ts';

/**
 * Whether each correction of a log found what stood, and says the difference that it makes; and whether a reversal takes back
 * what stands. Memory grows with corrections.
 */
export class CorrectionCheck {
  readonly #corrections = new Corrections();

  /** Enters what follows, in the order of the log; what is corrected or reversed is recalled. */
  async enter(bundle: readonly Sealed[], recall: Recall): Promise<void> {
    for (const { entry, index } of bundle) {
      if (isKind(entry, 'correction')) {
        const [target] = await recall([entry.refs.entry]);
        const wrong = target === undefined ? 'entry' : this.#flawOf(entry, target, await this.#words(entry, recall));
        if (wrong !== undefined) {
          throw new Wrong(
            `凭证号 ${index + 1} 的更正与所更正的分录不符(${wrong})`,
            `Voucher ${index + 1} corrects what was not so (${wrong})`,
          );
        }
        this.#corrections.enter(entry);
      } else if (isKind(entry, 'reversal') && this.#isAsked(entry)) {
        const [target] = await recall([entry.refs.entry]);
        if (target !== undefined && entry.facts.withdrawn && !isOwn(entry, target)) {
          throw new Wrong(
            `凭证号 ${index + 1} 撤回的不是本人二十四小时内的记录`,
            `Voucher ${index + 1} withdraws what another recorded, or more than a day before`,
          );
        }
        if (target !== undefined && !this.#takesBack(entry, target)) {
          throw new Wrong(
            `凭证号 ${index + 1} 的冲销与更正后的分录不符`,
            `Voucher ${index + 1} does not take back what stood after the corrections of its entry`,
          );
        }
      }
    }
  }

  /** Whether a reversal has to answer for something beside its transfers. */
  #isAsked({ refs, facts }: Entry<'reversal'>): boolean {
    return facts.withdrawn === true || this.#corrections.of(refs.entry).length > 0;
  }

  /** What in a correction is not so: a field, or what it says of all of them. */
  #flawOf(correction: Entry<'correction'>, target: Entry, words: LotWords): string | undefined {
    const { kind, changes } = correction.facts;
    const own = standing(target, this.#corrections.of(target.id));
    // Before corrections reached what was moved on, each lot that it brought stood for itself.
    const standings = [withStandingBatches(own, words), own];
    if (kind !== target.kind) return 'kind';
    const change = changes.find(
      (one) =>
        !CORRECTABLE_IN[kind].includes(one.field) ||
        !hasField(target, one.field, one) ||
        !standings.some((stands) => isSame(one.field, saidIn(stands, one.field, one), one.was)),
    );
    if (change !== undefined) return change.field;
    return isSameCoverage(correction.coverage, coverageOf(target, changes)) ? undefined : 'coverage';
  }

  /** What the lots of which it corrects the batch are told by, back to what came from outside. */
  async #words({ facts }: Entry<'correction'>, recall: Recall): Promise<LotWords> {
    const entries = new Map<Id, Entry>();
    const words: LotWords = { find: (id) => entries.get(id), correctionsOf: (id) => this.#corrections.of(id) };
    const lots = facts.changes.flatMap(({ field, lot }) => (isOfBatch(field) ? (lot ?? []) : []));
    for (let level = lots; level.length > 0; ) {
      const births = [...new Set(level.map(birthOf))].filter((id) => !entries.has(id));
      for (const entry of await recall(births)) entries.set(entry.id, entry);
      level = births.length === 0 ? [] : level.flatMap((lot) => movedFrom(lot, words) ?? []);
    }
    return words;
  }

  #takesBack({ coverage }: Entry<'reversal'>, target: Entry): boolean {
    const stands = standing(target, this.#corrections.of(target.id));
    return isSameCoverage(plusCoverage(coverage ?? NOBODY, stands.coverage ?? NOBODY), NOBODY);
  }
}

/** What was under way when the time ran out still lands. */
const UNDER_WAY_MS = 60_000;

function isOwn({ actor, recordedAt }: Entry, target: Entry): boolean {
  const after = recordedAt - target.recordedAt;
  return actor.subject === target.actor.subject && after <= WITHDRAWN_WITHIN_MS + UNDER_WAY_MS;
}

function isSameCoverage(one: Coverage = NOBODY, other: Coverage = NOBODY): boolean {
  return COUNTED.every((what) => (one[what] ?? 0n) === (other[what] ?? 0n));
}
