import { insertRising, startOf } from './rising.ts';

/** Texts of one block: more are cut in two. Few enough that what is put between them moves little. */
const MOST_IN_BLOCK = 512;

/** A rising list of any length into which texts are put anywhere, each once. */
export class RisingBlocks {
  readonly #blocks: string[][] = [[]];

  insert(text: string): void {
    const at = this.#blockOf(text);
    const block = this.#blocks[at];
    if (block === undefined) return;
    insertRising(block, text);
    if (block.length > MOST_IN_BLOCK) this.#blocks.splice(at + 1, 0, block.splice(MOST_IN_BLOCK >> 1));
  }

  /** Those below a text, or all, falling. Nothing may be put in while they are gone through. */
  *below(text: string | undefined): Generator<string> {
    for (let n = text === undefined ? this.#blocks.length - 1 : this.#blockOf(text); n >= 0; n -= 1) {
      const block = this.#blocks[n] ?? [];
      for (let at = (text === undefined ? block.length : startOf(block, text)) - 1; at >= 0; at -= 1) {
        const one = block[at];
        if (one !== undefined) yield one;
      }
    }
  }

  /** The last block that begins at or before a text, or the first one. */
  #blockOf(text: string): number {
    let [from, to] = [1, this.#blocks.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#blocks[middle]?.[0] ?? text) <= text) from = middle + 1;
      else to = middle;
    }
    return from - 1;
  }
}
