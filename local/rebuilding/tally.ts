/** How many there are of something, and the first of them by name: a list that stays short however long it would be. */
export class Tally {
  #total = 0;
  readonly #first: string[] = [];
  readonly #most: number;

  constructor(most = 20) {
    this.#most = most;
  }

  /** One that was written as JSON. */
  static of({ total, first }: Pick<Tally, 'total' | 'first'>): Tally {
    const tally = new Tally();
    tally.#total = total;
    tally.#first.push(...first);
    return tally;
  }

  toJSON(): Pick<Tally, 'total' | 'first'> {
    return { total: this.#total, first: this.#first };
  }

  add(name: string): void {
    this.#total += 1;
    if (this.#first.length < this.#most) this.#first.push(name);
  }

  get total(): number {
    return this.#total;
  }

  get first(): readonly string[] {
    return this.#first;
  }
}
