/** HTML that was written by the program, not by a person. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type Shown = string | number | bigint | Markup | readonly Markup[];

/** Markup with values in it. Every value that is not markup itself is shown as the text it is. */
export function markup(strings: TemplateStringsArray, ...values: readonly Shown[]): Markup {
  return new Markup(strings.map((piece, at) => piece + shown(values[at] ?? '')).join(''));
}

function shown(value: Shown): string {
  if (value instanceof Markup) return value.toString();
  return typeof value === 'object' ? value.join('') : escaped(String(value));
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Marks that turn the direction of writing would make paper show something else than what was recorded. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

function escaped(text: string): string {
  return text.replace(UNPRINTABLE, '\ufffd').replace(/[&<>"']/g, (character) => REFERENCES[character] ?? '');
}
