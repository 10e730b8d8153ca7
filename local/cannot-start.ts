/** Why the program cannot do what it was started for, said in both languages; nothing has been changed. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
  /** 2: what it was told is wrong; 1: what it found is. */
  readonly exitCode: 1 | 2;
  readonly zh: string;
  readonly en: string;

  constructor(zh: string, en: string, exitCode: 1 | 2 = 1) {
    super(`${zh}\n${en}`);
    this.zh = zh;
    this.en = en;
    this.exitCode = exitCode;
  }
}
