/** What is wrong with a pack, for those who read Chinese and for those who read English. */
export class Wrong extends Error {
  readonly zh: string;
  readonly en: string;

  constructor(zh: string, en: string) {
    super(en);
    this.name = 'Wrong';
    this.zh = zh;
    this.en = en;
  }
}

/** Why the verifier could not do its work: nothing is said of the pack. */
export class CannotVerify extends Error {
  readonly zh: string;
  readonly en: string;

  constructor(zh: string, en: string, cause?: unknown) {
    super(en, { cause });
    this.name = 'CannotVerify';
    this.zh = zh;
    this.en = en;
  }
}
