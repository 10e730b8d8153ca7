import { expect, it } from 'vitest';
import { coloursIn } from '../../checks/colours.ts';

const lines = (file: string, ...source: readonly string[]) =>
  coloursIn(file, source.join('\n')).map(({ line }) => line);

it.each([
  ['web/paper/paper.css', 'border: 1px solid #dad6cc;'],
  ['web/paper/paper.css', 'color:#FFF'],
  ['web/overview/sankey.tsx', "const GOODS = '#E3A86B';"],
  ['web/overview/sankey.tsx', '<path fill="#0008" />'],
  ['web/overview/sankey.tsx', "style={{ color: 'red' }}"],
  ['web/desk.html', '<meta name="theme-color" content="#ffffff">'],
  ['web/paper/paper.css', 'background: rgb(0 0 0 / 50%);'],
  ['web/paper/paper.css', 'outline: 2px solid navy;'],
])('refuses a colour that is written out in %s: %s', (file, source) => {
  expect(lines(file, '', source)).toEqual([2]);
});

it.each([
  "import { sha256 } from '#sha256';",
  "import { verify } from '#ed25519';",
  'readonly #added = new Map();',
  'color: var(--ink);',
  'border: 1px solid currentColor;',
  "const word = '红字';",
  '/** Red is the seal. */',
])('passes what is none: %s', (source) => {
  expect(lines('web/paper/paper.css', source)).toEqual([]);
});

it('leaves the tokens to say what colours there are', () => {
  expect(lines('web/paper/tokens.ts', "paper: '#FBFAF7',")).toEqual([]);
});
