import { formatYuan } from '../domain/amount.ts';
import { ClosedMonths } from '../domain/closed-months.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { Openings } from '../domain/openings.ts';
import { allottedId, isGoods } from '../domain/plan.ts';
import type { AbovePlan } from '../domain/plan-floors.ts';
import type { Lineup } from '../log/journal/lineup.ts';
import { LogPrefix, UnsoundEntry } from '../log/journal/prefix.ts';
import { placesIn, type Recall, recallByPlace, type SealedBytes, undoing } from '../log/journal/walk.ts';
import type { Checkpoint } from '../log/tree/checkpoint.ts';
import { TILE_WIDTH } from '../log/tree/tile.ts';
import { decodeEntry } from '../schemas/entry.ts';
import { CorrectionCheck } from './correction-check.ts';
import { bundleAt, type LogSource, parsed, textFrom } from './log-source.ts';
import { Wrong } from './wrong.ts';

/**
 * Goes through every entry of the log: each is one, none stands there twice, refers ahead, takes an account below
 * zero, goes above its plan on any day or takes effect in a closed month, and each correction found what stood. Gives them on, bundle by bundle. What they hash to is another check.
 */
export class LogCheck {
  readonly #source: LogSource;
  readonly #checkpoint: Checkpoint;
  readonly #prefix: LogPrefix;
  readonly #recall: Recall;
  readonly #closedMonths = new ClosedMonths();
  readonly #corrections = new CorrectionCheck();

  constructor(source: LogSource, checkpoint: Checkpoint) {
    this.#source = source;
    this.#checkpoint = checkpoint;
    const { size } = checkpoint;
    const log = { size, bundle: (n: number, width: number) => bundleAt(source, n, width) };
    const places = { find: (id: Id) => this.#prefix.placeOf(id) };
    this.#recall = recallByPlace(log, (ids) => placesIn(places, ids), readEntry);
    this.#prefix = new LogPrefix(this.#recall);
  }

  /** What the entries given on count in. */
  get openings(): Openings {
    return this.#prefix.openings;
  }

  /** The order in which entries may follow, once all of the log was gone through. */
  lineUp(entries: readonly Entry[]): Promise<Lineup> {
    return this.#prefix.lineUp(entries);
  }

  async *entries(): AsyncGenerator<readonly SealedBytes[]> {
    for await (const { from, bundle } of this.#bundles()) {
      const entries = bundle.map((bytes, at) => readEntry(bytes, from + at));
      const sealed = await this.#prefix.enter(entries).catch((error: unknown) => this.#tellUnsound(error));
      entries.forEach((entry, at) => {
        const month = this.#closedMonths.enter(entry);
        if (month !== undefined) throw misdated(from + at, month);
      });
      await this.#corrections.enter(sealed, this.#recall);
      const told = await undoing(sealed, this.#recall);
      yield told.map((posting, at) => ({ ...posting, canonical: bundle[at] ?? new Uint8Array() }));
    }
  }

  async #tellUnsound(error: unknown): Promise<never> {
    if (!(error instanceof UnsoundEntry)) throw error;
    const { above, code, index, message } = error;
    if (above !== undefined)
      throw abovePlan(index, above, await this.#recall([above.plan, above.unit, allottedId(above)]));
    const WORDS = {
      repeated: '重复',
      'refers-ahead': '所引用的尚不存在',
      'below-zero': '使账户为负',
      'above-plan': '超出分配方案',
    } as const;
    throw new Wrong(
      `凭证号 ${index + 1} 的分录${WORDS[code]}:${message}`,
      `Voucher ${index + 1} is unsound (${code}): ${message}`,
    );
  }

  /** Each is read while the one before it is gone through. */
  async *#bundles() {
    const { size } = this.#checkpoint;
    const read = (from: number) => {
      const bundle = bundleAt(this.#source, from / TILE_WIDTH, Math.min(TILE_WIDTH, size - from));
      // What is wrong with it is told when its turn comes.
      bundle.catch(() => undefined);
      return bundle;
    };
    let next = size === 0 ? undefined : read(0);
    for (let from = 0; next !== undefined; from += TILE_WIDTH) {
      const bundle = await next;
      next = from + TILE_WIDTH < size ? read(from + TILE_WIDTH) : undefined;
      yield { from, bundle };
    }
  }
}

function readEntry(bytes: Uint8Array, index: number) {
  return parsed(`#${index + 1}`, () => decodeEntry(textFrom(bytes, `#${index + 1}`)));
}

function misdated(index: number, month: string): Wrong {
  return new Wrong(
    `凭证号 ${index + 1} 的分录计入已结账的 ${month}`,
    `Voucher ${index + 1} takes effect in ${month}, which was closed more than a minute before`,
  );
}

/** A plan is called by its number, units and items by their codes, none of which ever changes. */
function abovePlan(index: number, above: AbovePlan, registrations: readonly Entry[]): Wrong {
  const called = (id: Id): string => {
    const registration = registrations.find((entry) => entry.id === id);
    const fields = registration && isKind(registration, 'registration') ? registration.facts.fields : {};
    return 'number' in fields ? fields.number : 'code' in fields ? fields.code : id;
  };
  const { plan, unit, on } = above;
  if (!isGoods(above)) {
    const [planned, disbursed] = [formatYuan(above.planned), formatYuan(above.dispatched)];
    const line = called(above.fundingLine);
    return new Wrong(
      `凭证号 ${index + 1} 的拨付超出分配方案 ${called(plan)}:${on} 方案从 ${line} 给 ${called(unit)} ${planned} 元,已拨 ${disbursed} 元`,
      `Voucher ${index + 1} goes above plan ${called(plan)}: on ${on} it gives ${planned} yuan of ${line} to ${called(unit)}, and ${disbursed} are disbursed`,
    );
  }
  const { item, planned, dispatched } = above;
  return new Wrong(
    `凭证号 ${index + 1} 的发放超出分配方案 ${called(plan)}:${on} 方案给 ${called(unit)} 的 ${called(item)} 为 ${planned},已发 ${dispatched}`,
    `Voucher ${index + 1} goes above plan ${called(plan)}: on ${on} it gives ${planned} of ${called(item)} to ${called(unit)}, and ${dispatched} are dispatched`,
  );
}
