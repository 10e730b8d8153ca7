import type { Id } from '../domain/id.ts';
import { initialsOf } from '../domain/initials.ts';
import { maskPhone } from '../domain/mask.ts';
import { normalForm } from '../domain/normal-form.ts';
import { MAX_KEYS } from '../storage/ports/bounds.ts';
import type { Ledger, Personal } from '../storage/ports/ledger.ts';
import { type Findable, textOf } from './found-rows.ts';

/** After so long nothing of it is left in the memory of the process. */
const KEPT_MS = 600_000;
/** Reads under way at once. */
const AT_ONCE = 8;

/** Four digits: what people remember of a phone, and what its mask shows. */
const LAST_FOUR = /^\d{4}$/;

/**
 * What is personal of things registered, as far as it is shown to whoever may read them: the last four digits of a
 * phone where its mask leaves them, and the names of members. It is encrypted in the table and projected nowhere; a
 * process reads it when somebody first looks for it, keeps that alone, and forgets it after ten minutes.
 */
export class KnownPersons {
  readonly #ledger: Pick<Ledger, 'read'>;
  readonly #clock: () => number;
  /** By the entry whose personal row keeps it. */
  #shown = new Map<Id, string>();
  #since = 0;

  constructor(ledger: Pick<Ledger, 'read'>, clock: () => number) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  /** Whether these words can be of a phone at all. */
  static isOfPhone(words: readonly string[]): boolean {
    return words.some((word) => LAST_FOUR.test(word));
  }

  /** Tells of each of some rows what its person or phone is found by, empty where there is none. */
  async of(rows: readonly Findable[]): Promise<(row: Findable) => string> {
    if (this.#clock() - this.#since >= KEPT_MS) {
      this.#shown = new Map();
      this.#since = this.#clock();
    }
    const shown = this.#shown;
    const missing = rows.flatMap(({ row: { personal } }) =>
      personal === undefined || shown.has(personal) ? [] : [personal],
    );
    for (const [id, text] of await this.#read(missing)) shown.set(id, text);
    return ({ row }) => (row.personal === undefined ? '' : (shown.get(row.personal) ?? ''));
  }

  /** Those of some rows whose person or phone is still there: what was erased meanwhile is found no more. */
  async standing(rows: readonly Findable[]): Promise<ReadonlySet<Findable>> {
    const read = await this.#read(rows.flatMap(({ row: { personal } }) => personal ?? []));
    for (const [id, text] of read) this.#shown.set(id, text);
    return new Set(rows.filter(({ row: { personal } }) => personal !== undefined && read.get(personal) !== ''));
  }

  /** What each is found by, read now; empty where nothing is kept any more. */
  async #read(ids: readonly Id[]): Promise<Map<Id, string>> {
    const read = new Map<Id, string>();
    for (let at = 0; at < ids.length; at += MAX_KEYS * AT_ONCE) {
      const batches = Array.from({ length: AT_ONCE }, (_, n) =>
        ids.slice(at + n * MAX_KEYS, at + (n + 1) * MAX_KEYS),
      ).filter((batch) => batch.length > 0);
      const found = await Promise.all(
        batches.map(async (batch) => {
          const rows = await this.#ledger.read(batch.map((id) => ({ row: 'personal', id })));
          return batch.map((id): [Id, string] => [id, foundBy(rows.personal(id) ?? {})]);
        }),
      );
      for (const [id, text] of found.flat()) read.set(id, text);
    }
    return read;
  }
}

function foundBy({ phone, name }: Personal): string {
  const last = phone === undefined ? '' : maskPhone(phone.value).slice(-4);
  const called = normalForm(name?.value ?? '');
  return textOf([LAST_FOUR.test(last) ? last : '', called, ...initialsOf(called)]);
}
