import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/**
 * Refuses a colour written out anywhere in the pages but in their tokens: what is drawn in a colour of its own is neither
 * dark in the dark nor grey in print, and nobody computed its contrast.
 */

const TOKENS = 'web/paper/tokens.ts';
const STYLED = /\.(?:css|html|svg|tsx?)$/;

const NAMED =
  'aqua|black|blue|brown|cyan|gold|gray|green|grey|ivory|navy|orange|pink|purple|red|silver|tan|teal|white|yellow';
const COLOURS = [
  // Quoted, or a value of a style sheet: a private field and a subpath import begin with # too.
  /(?:['"`\s:(,]|=)#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})(?=['"`\s;,)]|$)/i,
  /\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(/i,
  new RegExp(
    `\\b(?:[a-z-]*color|background|fill|stroke|outline|border[a-z-]*)\\b['"]?\\s*[:=]\\s*['"{\`]*[^;'"\`]*\\b(?:${NAMED})\\b`,
    'i',
  ),
];

export interface ColourFound {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Every line of a file that writes out a colour. */
export function coloursIn(file: string, source: string): ColourFound[] {
  if (file === TOKENS) return [];
  return source
    .split('\n')
    .flatMap((text, at) =>
      COLOURS.some((colour) => colour.test(text)) ? [{ file, line: at + 1, text: text.trim() }] : [],
    );
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(root, path);
    return STYLED.test(entry.name) ? [path] : [];
  });
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  const files = filesBelow(root, 'web');
  const found = files.flatMap((file) => coloursIn(file, readFileSync(join(root, file), 'utf8')));
  for (const { file, line, text } of found) console.log(`${file}:${line}: take a token of ${TOKENS}: ${text}`);
  console.log(`Colours: ${files.length} files, ${found.length} written out.`);
  if (found.length > 0) process.exitCode = 1;
}
