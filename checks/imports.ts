/** What a source file asks of another one. */
export interface Import {
  /** As written between the quotes; null where the target is computed, so that nobody can tell what it will be. */
  readonly specifier: string | null;
  /** What is taken by name: `default`, the exported names, or `*` for all of them. */
  readonly names: readonly string[];
  readonly line: number;
}

interface Token {
  readonly kind: 'word' | 'string' | 'mark' | 'other';
  readonly text: string;
  readonly line: number;
}

const BLANK = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;
const WORD = /[\p{L}\p{N}_$#@]+/uy;
const STRING = /'(?:\\[\s\S]|[^'\\\n])*'?|"(?:\\[\s\S]|[^"\\\n])*"?/y;
const PATTERN = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
/** From a backtick, or from the brace that closes a substitution, to the next substitution or the end. */
const TEMPLATE = /[`}](?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{|$)/y;

/** Words after which a slash begins a pattern; after any other it divides. */
const BEFORE_PATTERN = new Set(
  'return typeof instanceof case in of do else void delete throw new await yield'.split(' '),
);

/**
 * All imports and re-exports of a TypeScript source, type-only ones included: statements, `import()` as expression or
 * type, and `require()`. It reads tokens rather than text, so that an import in a comment, a string or a template is
 * none, and one inside of a template's substitution is.
 */
export function importsOf(source: string): Import[] {
  const tokens = tokensOf(source);
  return tokens.flatMap((token, at) => {
    const isProperty = at > 0 && tokens[at - 1]?.text === '.';
    if (token.kind !== 'word' || isProperty) return [];
    if (token.text === 'import') return importAt(tokens, at);
    if (token.text === 'export') return exportAt(tokens, at);
    if (token.text === 'require' && tokens[at + 1]?.text === '(') return callAt(tokens, at);
    return [];
  });
}

function importAt(tokens: readonly Token[], at: number): Import[] {
  const next = tokens[at + 1];
  if (next?.kind === 'string') return [{ specifier: unquoted(next), names: [], line: next.line }];
  if (next?.text === '(') return callAt(tokens, at);
  if (next?.kind !== 'word' && next?.text !== '{' && next?.text !== '*') return [];
  return clauseAt(tokens, at + 1);
}

function exportAt(tokens: readonly Token[], at: number): Import[] {
  const first = tokens[at + 1]?.text === 'type' ? at + 2 : at + 1;
  const opening = tokens[first]?.text;
  return opening === '{' || opening === '*' ? clauseAt(tokens, first) : [];
}

function callAt(tokens: readonly Token[], at: number): Import[] {
  const target = tokens[at + 2];
  if (!target) return [];
  const literal = target.kind === 'string' && [')', ','].includes(tokens[at + 3]?.text ?? '');
  return [{ specifier: literal ? unquoted(target) : null, names: ['*'], line: target.line }];
}

/** The clause between `import` or `export` and its `from`; an export without one takes nothing from anywhere. */
function clauseAt(tokens: readonly Token[], first: number): Import[] {
  const names: string[] = [];
  let inBraces = false;
  for (let at = first; at < tokens.length; at += 1) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (!token || token.text === ';' || token.text === '=') return [];
    if (token.text === 'from' && next?.kind === 'string') {
      return [{ specifier: unquoted(next), names, line: next.line }];
    }
    if (token.text === '{') inBraces = true;
    else if (token.text === '}') {
      inBraces = false;
      if (next?.text !== 'from') return [];
    } else if (token.text === '*') names.push('*');
    else if (token.kind === 'word' || token.kind === 'string') {
      const isNewName = tokens[at - 1]?.text === 'as';
      const isKeyword =
        token.text === 'as' ||
        (token.text === 'type' && (next?.kind === 'word' || next?.text === '{' || next?.text === '*'));
      if (!isNewName && !isKeyword) names.push(inBraces ? unquoted(token) : 'default');
    }
  }
  return [];
}

function unquoted(token: Token): string {
  return token.kind === 'string' ? token.text.slice(1, -1) : token.text;
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  // Which brace each closing one belongs to: a block's, or a substitution's after which the template goes on.
  const open: ('{' | '${')[] = [];
  let at = 0;
  let line = 1;

  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  while (at < source.length) {
    const blank = take(BLANK);
    const [kind, text] = blank ? ([undefined, blank] as const) : tokenAt(take, tokens.at(-1), open.at(-1));
    if (kind) tokens.push({ kind, text, line });
    if (kind === 'mark' && text === '{') open.push('{');
    if (text.startsWith('}')) open.pop();
    if (kind === 'other' && text.endsWith('${')) open.push('${');
    line += text.split('\n').length - 1;
    at += text.length;
  }
  return tokens;
}

function tokenAt(
  take: (pattern: RegExp) => string | undefined,
  before: Token | undefined,
  open: '{' | '${' | undefined,
): readonly [Token['kind'], string] {
  const word = take(WORD);
  if (word) return ['word', word];
  const string = take(STRING);
  if (string) return ['string', string];
  const mark = take(/[\s\S]/uy) ?? '';
  if (mark === '`' || (mark === '}' && open === '${')) return ['other', take(TEMPLATE) ?? mark];
  const pattern = mark === '/' && mayBeginPattern(before) ? take(PATTERN) : undefined;
  return pattern ? ['other', pattern] : ['mark', mark];
}

function mayBeginPattern(before: Token | undefined): boolean {
  if (!before) return true;
  if (before.kind === 'word') return BEFORE_PATTERN.has(before.text);
  if (before.kind === 'other') return before.text.endsWith('${');
  return before.kind === 'mark' && ![')', ']', '}'].includes(before.text);
}
