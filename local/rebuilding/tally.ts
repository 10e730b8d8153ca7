/** How many there are of something, and the first of them by name: a list that stays short however long it would be. */
export class Tally {
  #total = 0;
  readonly #first: string[] = [];
  readonly #most: number;

  constructor(most = 20) {
    this.#most = most;
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
