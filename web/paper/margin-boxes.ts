/** What stands in the margin of every sheet of paper, beside its number. */
export interface Margins {
  /** Whose ledger it is. */
  readonly whose: string;
  /** Up to where it is sealed. */
  readonly sealed: string;
}

/** The rules of a page as it is printed; texts are quoted so that none of them can end one. */
export function marginBoxes({ whose, sealed }: Margins): string {
  const boxes = [
    ['top-left', quoted(whose)],
    ['bottom-left', quoted(sealed)],
    ['bottom-right', 'counter(page) " / " counter(pages)'],
  ] as const;
  return `@page { ${boxes.map(([box, content]) => `@${box} { content: ${content}; font-size: 8pt; }`).join(' ')} }`;
}

/** As CSS escapes whatever is no letter, digit or ideograph. */
function quoted(text: string): string {
  return `"${text.replaceAll(/[^\p{L}\p{N} ]/gu, (one) => `\\${one.codePointAt(0)?.toString(16)} `)}"`;
}
