import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import browser from '../tsconfig.browser.json' with { type: 'json' };
import { type Import, importsOf } from './imports.ts';

/**
 * Keeps the direction of the code: `domain ← schemas ← ports ← commands, log, reports ← exports ← functions ← local`. Of
 * the adapters of ports only who puts a program together knows.
 * What is not named here is refused, so a new folder or a new dependency is a decision made in this file.
 */

/** The sources of a project: path from its root, with forward slashes, to text. */
export type Sources = ReadonlyMap<string, string>;

export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

interface Layer {
  /** Folders and files it may import from besides itself. */
  readonly sees: readonly string[];
  /** Packages it may import, and names of package.json's `imports`; a star at the end stands for any. */
  readonly packages: readonly string[];
}

const PORTS = 'shared/storage/ports';
/** What everything above may know: what the ledger is, and how it is written. */
const LEDGER = ['shared/domain', 'shared/schemas'];
/** In which a reader is told. */
const LANGUAGE = 'shared/words/language.ts';
const READING = ['shared/log/tree', 'shared/log/journal'];

/** What pages take of the product as it is: types, schemas, words, routes, folds, and the checks of the log. */
const BROWSERS = [
  ...LEDGER,
  'shared/words',
  'shared/routes.ts',
  'shared/reports',
  'shared/log/tree',
  'shared/audit',
  'shared/exports/files/amount-in-words.ts',
];
/** Rooms of pages that every feature stands on. */
const PAGES_GROUND = ['web/words', 'web/paper', 'web/ask', 'web/sign-in', 'web/checkpoint', 'web/print'];
/** On what every form stands; the features that have one see it. */
const FORM: Layer = {
  sees: [...BROWSERS, ...PAGES_GROUND],
  packages: ['@tanstack/react-query', 'react', 'react-dom', 'uuidv7', 'zod'],
};
/** A feature of the pages: it sees no other one. Who composes them is the desk. */
const FEATURE: Layer = {
  sees: [...BROWSERS, ...PAGES_GROUND],
  packages: ['@ant-design/icons', '@tanstack/react-query', 'antd', 'dayjs', 'fflate', 'react', 'react-dom', 'zod'],
};

/** A feature that has a form. */
const WITH_FORM: Layer = { ...FEATURE, sees: [...FEATURE.sees, 'web/form'] };

const LAYERS: Readonly<Record<string, Layer>> = {
  'shared/domain': { sees: [], packages: [] },
  'shared/schemas': { sees: ['shared/domain'], packages: ['canonicalize', 'zod'] },
  'shared/words': { sees: LEDGER, packages: [] },
  'shared/storage/ports': { sees: [...LEDGER, LANGUAGE], packages: ['zod'] },
  'shared/storage/encryption': { sees: [...LEDGER, PORTS], packages: ['node:crypto', 'zod'] },
  'shared/storage/dynamodb': { sees: [...LEDGER, PORTS], packages: ['@aws-sdk/*', 'zod'] },
  'shared/storage/s3': { sees: [PORTS], packages: ['@aws-sdk/*', 'node:*'] },
  'shared/storage/kms': { sees: [PORTS, 'shared/storage/encryption'], packages: ['@aws-sdk/*', 'node:*'] },
  'shared/storage/folder': { sees: [PORTS, 'shared/storage/encryption'], packages: ['node:*'] },
  'shared/storage/sqlite': { sees: [...LEDGER, PORTS], packages: ['node:sqlite', 'zod'] },
  'shared/storage/memory': { sees: [...LEDGER, PORTS], packages: ['node:*'] },
  'shared/log/crypto/node': { sees: [], packages: ['node:crypto'] },
  'shared/log/crypto/browser': { sees: [], packages: ['@noble/ed25519', '@noble/hashes'] },
  'shared/log/tree': { sees: [], packages: ['#ed25519', '#sha256'] },
  'shared/log/journal': { sees: [...LEDGER, PORTS, 'shared/log/tree'], packages: ['zod'] },
  'shared/audit': {
    sees: [
      ...LEDGER,
      ...READING,
      LANGUAGE,
      'shared/commands/commitment.ts',
      'shared/reports',
      'shared/exports/files',
      'shared/exports/ledgers',
      'shared/exports/pack',
    ],
    packages: ['#sha256', 'zod'],
  },
  'shared/log/sealing': { sees: [...LEDGER, PORTS, ...READING], packages: ['zod'] },
  'shared/commands': {
    sees: [...LEDGER, PORTS, 'shared/log/tree/bytes.ts', 'shared/routes.ts'],
    packages: ['#sha256', 'node:crypto'],
  },
  'shared/replay': { sees: [...LEDGER, PORTS, 'shared/commands'], packages: [] },
  'shared/reports': { sees: [...LEDGER, PORTS, LANGUAGE], packages: ['zod'] },
  // What stands is read there as commands read it: a lot with its corrections, a plan by its counters.
  'shared/projection': {
    sees: [...LEDGER, PORTS, LANGUAGE, ...READING, 'shared/reports', 'shared/commands'],
    packages: ['zod'],
  },
  'shared/evidence': { sees: [...LEDGER, PORTS], packages: ['fast-xml-parser', 'node:crypto', 'yauzl', 'zod'] },
  'shared/exports/files': {
    sees: [...LEDGER, PORTS, ...READING, 'shared/reports'],
    packages: ['hucre', 'iconv-lite', 'node:*', 'yauzl', 'yazl', 'zod'],
  },
  'shared/exports/ledgers': {
    sees: [...LEDGER, PORTS, ...READING, 'shared/reports', 'shared/exports/files'],
    packages: ['node:*'],
  },
  'shared/exports/papers': {
    sees: [...LEDGER, ...READING, 'shared/reports', 'shared/exports/files'],
    packages: ['node:*', 'uqr'],
  },
  'shared/exports/pack': {
    sees: [
      ...LEDGER,
      PORTS,
      ...READING,
      'shared/reports',
      'shared/evidence/keys.ts',
      'shared/exports/files',
      'shared/exports/ledgers',
    ],
    packages: ['canonicalize', 'node:*', 'zod'],
  },
  'shared/exports/jobs': {
    sees: [...LEDGER, PORTS, ...READING, 'shared/reports', 'shared/exports'],
    packages: ['node:*'],
  },
  'shared/routes.ts': { sees: ['shared/domain'], packages: [] },
  functions: { sees: ['shared'], packages: ['@middy/*', 'aws-lambda', 'canonicalize', 'node:*', 'zod', 'zod-openapi'] },
  local: {
    sees: [
      'functions',
      'shared',
      'verify/bundle.ts',
      'verify/verify-log.ts',
      'web/built-pages.ts',
      'web/vite.config.ts',
    ],
    packages: ['aws-lambda', 'jose', 'node:*', 'oidc-provider', 'uuidv7', 'vite', 'zod'],
  },
  verify: {
    sees: [...READING, 'shared/audit', 'shared/exports/files'],
    packages: ['esbuild', 'node:*', 'zod'],
  },
  // How pages are built; what they are built of begins below.
  'web/build.ts': { sees: ['web/built-pages.ts', 'web/vite.config.ts'], packages: ['vite'] },
  'web/built-pages.ts': { sees: ['tsconfig.browser.json'], packages: ['node:*'] },
  'web/vite.config.ts': { sees: [], packages: ['@vitejs/plugin-react', 'node:*', 'vite'] },
  'web/words': { sees: ['shared/words'], packages: ['react'] },
  'web/paper': { sees: [...LEDGER, 'shared/words', 'web/words'], packages: ['antd', 'dayjs', 'react', 'react-dom'] },
  'web/ask': {
    sees: [...BROWSERS, 'web/words', 'web/paper'],
    packages: ['@tanstack/react-query', 'react', 'uuidv7', 'zod'],
  },
  'web/sign-in': { sees: [...BROWSERS, 'web/words', 'web/ask'], packages: ['oauth4webapi', 'react', 'zod'] },
  'web/checkpoint': {
    sees: [...BROWSERS, 'web/words', 'web/paper', 'web/ask'],
    packages: ['@tanstack/react-query', 'react', 'zod'],
  },
  'web/print': {
    sees: [...BROWSERS, 'web/words', 'web/paper', 'web/ask', 'web/sign-in'],
    packages: ['@tanstack/react-query', 'react', 'zod'],
  },
  'web/form': FORM,
  'web/list': { ...FORM, sees: [...FORM.sees, 'web/form'] },
  'web/buy': WITH_FORM,
  'web/accept': WITH_FORM,
  'web/confirm': WITH_FORM,
  'web/dispatch': WITH_FORM,
  'web/withdraw': WITH_FORM,
  // The key of each payment is made where it is chosen.
  'web/pay': { ...WITH_FORM, packages: [...WITH_FORM.packages, 'uuidv7'] },
  'web/held': WITH_FORM,
  'web/put-right': WITH_FORM,
  'web/stock': WITH_FORM,
  'web/reports': { ...WITH_FORM, sees: [...WITH_FORM.sees, 'web/list'] },
  'web/overview': {
    sees: [...FEATURE.sees, 'web/list'],
    packages: [...FEATURE.packages, 'd3-sankey'],
  },
  'web/close-month': WITH_FORM,
  'web/trail': { ...FEATURE, sees: [...FEATURE.sees, 'web/list'] },
  'web/slip': FEATURE,
  'web/find': FEATURE,
  'web/verify': FEATURE,
  'web/begin': FEATURE,
  'web/doors': FEATURE,
  'web/desk': {
    sees: [
      ...FEATURE.sees,
      ...[
        'web/form',
        'web/buy',
        'web/accept',
        'web/confirm',
        'web/dispatch',
        'web/withdraw',
        'web/close-month',
        'web/pay',
        'web/held',
        'web/put-right',
        'web/stock',
        'web/reports',
        'web/overview',
        'web/trail',
        'web/find',
        'web/verify',
        'web/begin',
        'web/doors',
      ],
    ],
    packages: ['@tanstack/react-query', '@tanstack/react-router', 'antd', 'react', 'react-dom', 'zod'],
  },
  infra: {
    sees: [
      'functions/front/throttle.ts',
      'shared/domain/documents.ts',
      'shared/routes.ts',
      'shared/storage/ports/personal-cipher.ts',
      'shared/storage/ports/prefixes.ts',
      'shared/storage/dynamodb/table.ts',
      'verify/bundle.ts',
      'web/built-pages.ts',
    ],
    packages: ['aws-cdk-lib', 'cdk-nag', 'constructs', 'esbuild', 'node:*'],
  },
};

/** Rooms and files that run in a browser too. */
const BROWSER_ROOMS: readonly string[] = browser.include;

/** What is run on the code from outside sees all of it; what stands in the root configures the tools. */
const FREE = ['test', 'bench', 'checks'];

const EMPTY_NAMES = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'manager', 'service', 'data']);

/** Everything in the sources that goes against the rules, by file and line. */
export function violationsOf(sources: Sources): Violation[] {
  const imports = new Map([...sources].map(([file, source]) => [file, importsOf(file, source)]));
  return [
    ...[...sources.keys()].flatMap((file) => [...misnamed(file), ...misplaced(file)]),
    ...[...imports].flatMap(([file, taken]) => taken.flatMap((one) => misdirected(file, one))),
    ...circles(imports),
  ].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

function misnamed(file: string): Violation[] {
  const empty = file.split('/').find((part) => EMPTY_NAMES.has(lastWord(part)));
  if (!empty) return [];
  const message = `"${empty}" says nothing: name a domain noun, a use case or a port`;
  return [{ file, line: 1, message }];
}

/** `stock-helpers.test.ts` and `stockHelpers.ts` end in `helpers`. */
function lastWord(name: string): string {
  const stem = name.replace(/(\.(test|d))?\.[a-z]+$/, '');
  return (stem.match(/[A-Z]?[a-z0-9]+/g)?.at(-1) ?? stem).toLowerCase();
}

function misplaced(file: string): Violation[] {
  const isFree = !file.includes('/') || FREE.some((folder) => within(file, folder));
  if (isFree || layerOf(file)) return [];
  return [{ file, line: 1, message: `${posix.dirname(file)} belongs to no layer: give it one in checks/direction.ts` }];
}

function layerOf(file: string): string | undefined {
  return Object.keys(LAYERS).find((folder) => within(file, folder));
}

function misdirected(file: string, { specifier, names, line }: Import): Violation[] {
  const refuse = (message: string): Violation[] => [{ file, line, message }];
  const target = specifier === null ? undefined : fileNamed(file, specifier);
  if (specifier && within(specifier, 'zod') && (names.includes('z') || names.includes('default'))) {
    return refuse("write `import * as z from 'zod'`: taken by name, z brings every locale into the bundle");
  }
  if (target && within(target, 'test') && !within(file, 'test')) return refuse(`nothing imports tests: ${target}`);

  const folder = layerOf(file);
  const layer = folder && LAYERS[folder];
  if (!layer) return [];
  if (specifier === null) return refuse('a computed import hides what it brings: name the module');
  const allowed = target
    ? [folder, ...layer.sees].some((place) => within(target, place))
    : layer.packages.some((pattern) => fits(specifier, pattern));
  if (!allowed) return refuse(`${folder} must not import ${target ?? specifier}`);
  const isNode = specifier.startsWith('node:');
  return isNode && isBrowsers(file) ? refuse(`a browser runs this too, and has no ${specifier}`) : [];
}

export function isBrowsers(file: string): boolean {
  return BROWSER_ROOMS.some((room) => within(file, room));
}

/** The file a relative import means, which may lie outside of the project; undefined for a package. */
function fileNamed(from: string, specifier: string): string | undefined {
  return /^\.\.?(\/|$)/.test(specifier) ? posix.join(posix.dirname(from), specifier) : undefined;
}

function within(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`);
}

function fits(specifier: string, pattern: string): boolean {
  return pattern.endsWith('*') ? specifier.startsWith(pattern.slice(0, -1)) : within(specifier, pattern);
}

/**
 * One violation for each import that closes a circle on the way down from the first file, so a circle is always found,
 * and breaking what is shown until nothing is left breaks them all.
 */
function circles(imports: ReadonlyMap<string, readonly Import[]>): Violation[] {
  const found: Violation[] = [];
  const done = new Set<string>();
  const visit = (file: string, above: readonly string[]): void => {
    if (done.has(file)) return;
    const path = [...above, file];
    for (const { specifier, line } of imports.get(file) ?? []) {
      const target = specifier === null ? undefined : fileNamed(file, specifier);
      if (target === undefined || !imports.has(target)) continue;
      const start = path.indexOf(target);
      if (start < 0) visit(target, path);
      else found.push({ file, line, message: `closes a circle: ${[...path.slice(start), target].join(' → ')}` });
    }
    done.add(file);
  };
  for (const file of [...imports.keys()].sort()) visit(file, []);
  return found;
}

const NOT_SOURCES = new Set(['node_modules', 'dist', 'cdk.out', 'coverage']);

/** All TypeScript and JavaScript below `root`, but for what was installed or generated. */
export function sourcesBelow(root: string, folder = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(join(root, folder)).sort()) {
    if (name.startsWith('.') || NOT_SOURCES.has(name)) continue;
    const path = posix.join(folder, name);
    if (statSync(join(root, path)).isDirectory()) {
      for (const [file, source] of sourcesBelow(root, path)) found.set(file, source);
    } else if (/\.[cm]?[jt]sx?$/.test(name)) found.set(path, readFileSync(join(root, path), 'utf8'));
  }
  return found;
}

if (import.meta.main) {
  const sources = sourcesBelow(process.argv[2] ?? join(import.meta.dirname, '..'));
  const violations = violationsOf(sources);
  for (const { file, line, message } of violations) console.log(`${file}:${line}: ${message}`);
  console.log(`Direction: ${sources.size} files, ${violations.length} violations.`);
  if (violations.length > 0) process.exitCode = 1;
}
