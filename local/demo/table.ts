/** East Asian characters take two columns of a terminal, marks that join the one before them none. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
const NONE = /\p{Mn}/u;

export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : NONE.test(character) ? 0 : 1;
  return width;
}

/** Cuts a text that is wider than `width` and says so with an ellipsis. */
export function shorten(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let cut = '';
  for (const character of text) {
    if (widthOf(cut + character) > width - 1) break;
    cut += character;
  }
  return `${cut}…`;
}

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Wider content is cut. */
  readonly most?: number;
}

/** Lines of text in columns as wide as their widest content, with a rule under the titles. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  const cells = rows.map((row) =>
    columns.map(({ most }, at) => (most ? shorten(row[at] ?? '', most) : (row[at] ?? ''))),
  );
  const widths = columns.map(({ title }, at) =>
    Math.max(widthOf(title), ...cells.map((row) => widthOf(row[at] ?? ''))),
  );
  const line = (row: readonly string[]) => {
    const padded = columns.map(({ align }, at) => {
      const text = row[at] ?? '';
      const space = ' '.repeat((widths[at] ?? 0) - widthOf(text));
      return align === 'left' ? text + space : space + text;
    });
    return padded.join('  ').trimEnd();
  };
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(columns.map(({ title }) => title)), rule, ...cells.map(line)];
}
