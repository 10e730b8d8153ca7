import { createHash } from 'node:crypto';
import type { Evidence, EvidenceType } from '../../../shared/domain/evidence.ts';

/** A file that the demonstration makes and uploads as evidence: the same bytes in every run. */
export class Paper {
  readonly name: string;
  readonly mediaType: EvidenceType;
  readonly #make: () => Uint8Array;
  #file: Uint8Array | undefined;

  /** @param make called where the file is asked for, and once */
  constructor(name: string, mediaType: EvidenceType, make: () => Uint8Array) {
    this.name = name;
    this.mediaType = mediaType;
    this.#make = make;
  }

  get file(): Uint8Array {
    this.#file ??= this.#make();
    return this.#file;
  }

  /** As an entry cites it. */
  get evidence(): Evidence {
    const { name, mediaType, file } = this;
    const sha256 = createHash('sha256').update(file).digest('hex');
    return { sha256, name, bytes: file.length, mediaType };
  }
}
