import { type ParseResult, parseSync, Visitor } from 'rolldown/utils';

/** What a source file asks of another one. */
export interface Import {
  /** As written between the quotes; null where the target is computed, so that nobody can tell what it will be. */
  readonly specifier: string | null;
  /** What is taken by name: `default`, the exported names, or `*` for all of them. */
  readonly names: readonly string[];
  readonly line: number;
}

/** Where the parser's list of statements does not tell all: types and calls, and an export of nothing from somewhere. */
const BESIDE_STATEMENTS = /\b(?:import|require)\s*[(/]|\bexport\s*(?:type\s*)?\{\s*\}/;

/**
 * All imports and re-exports of a TypeScript source, type-only ones included: statements, `import()` as expression or
 * type, and `require()`. Throws a SyntaxError where the source is none.
 */
export function importsOf(file: string, source: string): Import[] {
  const parsed = parseSync(file, source);
  const [error] = parsed.errors;
  if (error !== undefined) throw new SyntaxError(`${file}: ${error.message}`);
  const found: Found[] = [];
  const { staticImports, staticExports, dynamicImports } = parsed.module;
  for (const { moduleRequest, entries } of staticImports) {
    found.push([moduleRequest.start, moduleRequest.value, entries.map(({ importName }) => nameOf(importName))]);
  }
  for (const { entries } of staticExports) {
    const from = entries[0]?.moduleRequest;
    // What was imported and is exported on was found already.
    if (from && !found.some(([at]) => at === from.start))
      found.push([from.start, from.value, entries.map(({ importName }) => nameOf(importName))]);
  }
  for (const { moduleRequest } of dynamicImports) {
    const { start, end } = moduleRequest;
    found.push([start, literalIn(source.slice(start, end)), ['*']]);
  }
  // Reading the whole tree takes most of the time, and few sources need it.
  if (BESIDE_STATEMENTS.test(source)) found.push(...besideStatements(parsed));
  found.sort(([a], [b]) => a - b);
  return found.map(([at, specifier, names]) => ({ specifier, names, line: source.slice(0, at).split('\n').length }));
}

type Found = readonly [at: number, specifier: string | null, names: readonly string[]];

function besideStatements({ program }: ParseResult): Found[] {
  const found: Found[] = [];
  new Visitor({
    TSImportType: ({ source }) => void found.push([source.start, source.value, ['*']]),
    TSExternalModuleReference: ({ expression }) => void found.push([expression.start, expression.value, ['*']]),
    CallExpression({ callee, arguments: [target] }) {
      if (callee.type !== 'Identifier' || callee.name !== 'require' || target === undefined) return;
      const isLiteral = target.type === 'Literal' && typeof target.value === 'string';
      found.push([target.start, isLiteral ? target.value : null, ['*']]);
    },
    ExportNamedDeclaration({ source, specifiers }) {
      if (source !== null && specifiers.length === 0) found.push([source.start, source.value, []]);
    },
  }).visit(program);
  return found;
}

function nameOf({ kind, name }: { readonly kind: string; readonly name?: string | null }): string {
  return kind === 'Name' && name ? name : kind === 'Default' ? 'default' : '*';
}

function literalIn(text: string): string | null {
  return /^(['"])(.*)\1$/.exec(text)?.[2] ?? null;
}
