import { papersOf } from '../domain/entry.ts';
import type { Sealed } from '../domain/voucher.ts';
import { evidencePath, type Manifest } from '../exports/pack/manifest.ts';
import type { PackFiles } from './pack-files.ts';
import { Wrong } from './wrong.ts';

/** The evidence that the selected entries name. */
export class PackPapers {
  /** Hashes by the paths that papers have to lie under. */
  readonly expected = new Map<string, string>();
  readonly #absent: Map<string, string>;

  constructor({ absent }: Manifest) {
    this.#absent = new Map(absent.map(({ path, sha256 }) => [path, sha256]));
  }

  enter({ entry, index }: Sealed): void {
    papersOf(entry).forEach((paper, at) => {
      this.expected.set(evidencePath(index, at, paper), paper.sha256);
    });
  }

  /** Each is there with the hash in its entry, but for those that the pack says nobody has. */
  async assert(files: PackFiles, progress: (done: number, of: number) => void): Promise<void> {
    for (const [path, sha256] of this.#absent) {
      if (this.expected.get(path) !== sha256) {
        throw new Wrong(`所列缺少的凭据 ${path} 无分录提及`, `${path} is listed as absent, and no entry names it`);
      }
      this.expected.delete(path);
    }
    let done = 0;
    for (const [path, sha256] of this.expected) {
      if ((await files.find(path)) === undefined)
        throw new Wrong(`缺少凭据 ${path}`, `The evidence ${path} is missing`);
      if ((await files.sha256(path)) !== sha256) {
        throw new Wrong(`凭据 ${path} 与分录所记散列不符`, `The evidence ${path} does not have the hash in its entry`);
      }
      done += 1;
      progress(done, this.expected.size);
    }
  }
}
