import { commitment } from '../commands/commitment.ts';
import { isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { nameCommittedIn } from '../domain/naming.ts';
import { type Sealed, voucherNumber } from '../domain/voucher.ts';
import type { SaltedNames } from '../exports/files/names.ts';
import { PACK } from '../exports/pack/manifest.ts';
import { fromBase64 } from '../log/tree/bytes.ts';
import { Wrong } from './wrong.ts';

/** Whether the names of a pack are those that its entries commit to. */
export class NameCheck {
  readonly #names: SaltedNames;
  readonly #unmet: Set<Id>;
  /** Voucher numbers of entries whose name is not in the pack, by entry; of those erased there is none to be there. */
  readonly #missing = new Map<Id, string>();

  constructor(names: SaltedNames) {
    this.#names = names;
    this.#unmet = new Set(names.keys());
  }

  enter({ entry, index }: Sealed): void {
    if (isKind(entry, 'erasure')) this.#erase(entry.refs.entry, index);
    const committed = nameCommittedIn(entry);
    if (committed === undefined) return;
    const name = this.#names.get(entry.id);
    this.#unmet.delete(entry.id);
    if (name === undefined) {
      this.#missing.set(entry.id, voucherNumber(index));
    } else if (commitment(fromBase64(name.salt) ?? new Uint8Array(), name.value) !== committed) {
      throw new Wrong(
        `${PACK.names} 所载姓名与凭证号 ${index + 1} 的承诺不符`,
        `${PACK.names} has another name than voucher ${index + 1} commits to`,
      );
    }
  }

  #erase(entry: Id, index: number): void {
    this.#missing.delete(entry);
    if (!this.#names.has(entry)) return;
    throw new Wrong(
      `${PACK.names} 载有凭证号 ${index + 1} 已删除的姓名`,
      `${PACK.names} has a name that voucher ${index + 1} erased`,
    );
  }

  /** The vouchers whose names are missing although nobody erased them, once all entries were entered. */
  missing(): readonly string[] {
    const [entry] = this.#unmet;
    if (entry !== undefined) {
      throw new Wrong(
        `${PACK.names} 中 ${entry} 的姓名无分录提及`,
        `${PACK.names} has a name of ${entry} that no entry has`,
      );
    }
    return [...this.#missing.values()];
  }
}
