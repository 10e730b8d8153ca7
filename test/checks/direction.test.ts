import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sourcesBelow, violationsOf } from '../../checks/direction.ts';

const PROGRAM = join(import.meta.dirname, '../../checks/direction.ts');
const trees: string[] = [];

afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true });
});

function tree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'direction-'));
  trees.push(root);
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), source);
  }
  return root;
}

function check(files: Record<string, string>): string[] {
  return violationsOf(sourcesBelow(tree(files))).map(({ file, line, message }) => `${file}:${line}: ${message}`);
}

const SOUND = {
  'shared/domain/amount.ts': 'export type Fen = bigint;\n',
  'shared/domain/lot.ts': "import type { Fen } from './amount.ts';\n",
  'shared/schemas/money.ts':
    "import * as z from 'zod';\nimport canonicalize from 'canonicalize';\nimport '../domain/amount.ts';\n",
  'shared/storage/dynamodb/table.ts': "export const TABLE_KEYS = ['pk', 'sk'];\n",
  'shared/storage/ports/ledger.ts': "import type { Fen } from '../../domain/amount.ts';\n",
  'shared/storage/dynamodb/append.ts':
    "import '@aws-sdk/lib-dynamodb';\nimport * as z from 'zod';\nimport '../ports/ledger.ts';\n",
  'shared/commands/order.ts': "import { createHash } from 'node:crypto';\nimport '../storage/ports/ledger.ts';\n",
  'shared/reports/usage.ts': "import '../domain/lot.ts';\nimport '../schemas/money.ts';\n",
  'shared/routes.ts': "import './domain/lot.ts';\n",
  'functions/http.ts':
    "import middy from '@middy/core';\nimport * as z from 'zod';\nimport '../shared/commands/order.ts';\n",
  'local/server.ts': "import { createServer } from 'node:http';\nimport '../functions/http.ts';\n",
  'infra/stack.ts':
    "import { Stack } from 'aws-cdk-lib';\nimport '../shared/routes.ts';\nimport '../shared/storage/dynamodb/table.ts';\n",
  'bench/run.ts': "import '@aws-sdk/client-dynamodb';\nimport '../local/server.ts';\n",
  'test/order.test.ts': "import '../bench/run.ts';\nimport './order-case.ts';\n",
  'test/order-case.ts': "import '../shared/domain/lot.ts';\n",
  'vitest.config.ts': "import { defineConfig } from 'vitest/config';\n",
};

it('accepts a tree in which everything points down', () => {
  expect(check(SOUND)).toEqual([]);
});

it('accepts what package.json maps by its name where the layer lists it', () => {
  expect(check({ ...SOUND, 'shared/log/tree/tree.ts': "import { sha256 } from '#sha256';\n" })).toEqual([]);
});

describe('refuses an import against the direction', () => {
  it.each([
    ['shared/domain/lot.ts', '../schemas/money.ts', 'shared/domain must not import shared/schemas/money.ts'],
    ['shared/domain/lot.ts', 'node:crypto', 'shared/domain must not import node:crypto'],
    ['shared/domain/lot.ts', 'uuidv7', 'shared/domain must not import uuidv7'],
    [
      'shared/schemas/money.ts',
      '../storage/ports/ledger.ts',
      'shared/schemas must not import shared/storage/ports/ledger.ts',
    ],
    ['shared/schemas/money.ts', 'zodiac', 'shared/schemas must not import zodiac'],
    [
      'shared/storage/ports/ledger.ts',
      '../../commands/order.ts',
      'shared/storage/ports must not import shared/commands/order.ts',
    ],
    ['shared/storage/dynamodb/append.ts', '@middy/core', 'shared/storage/dynamodb must not import @middy/core'],
    ['shared/storage/ports/ledger.ts', 'node:crypto', 'shared/storage/ports must not import node:crypto'],
    [
      'shared/commands/order.ts',
      '../storage/dynamodb/append.ts',
      'shared/commands must not import shared/storage/dynamodb/append.ts',
    ],
    ['shared/commands/order.ts', '../reports/usage.ts', 'shared/commands must not import shared/reports/usage.ts'],
    ['shared/commands/order.ts', 'node:fs', 'shared/commands must not import node:fs'],
    [
      'shared/commands/order.ts',
      '@aws-sdk/client-dynamodb',
      'shared/commands must not import @aws-sdk/client-dynamodb',
    ],
    ['shared/reports/usage.ts', '../commands/order.ts', 'shared/reports must not import shared/commands/order.ts'],
    ['shared/reports/usage.ts', '../../functions/http.ts', 'shared/reports must not import functions/http.ts'],
    ['shared/routes.ts', './commands/order.ts', 'shared/routes.ts must not import shared/commands/order.ts'],
    ['functions/http.ts', '../local/server.ts', 'functions must not import local/server.ts'],
    ['functions/http.ts', '@aws-sdk/client-dynamodb', 'functions must not import @aws-sdk/client-dynamodb'],
    ['local/server.ts', '../infra/stack.ts', 'local must not import infra/stack.ts'],
    ['local/server.ts', '@aws-sdk/client-dynamodb', 'local must not import @aws-sdk/client-dynamodb'],
    ['infra/stack.ts', '../functions/http.ts', 'infra must not import functions/http.ts'],
    ['infra/stack.ts', '../shared/domain/lot.ts', 'infra must not import shared/domain/lot.ts'],
    ['infra/stack.ts', 'zod', 'infra must not import zod'],
    ['local/server.ts', '../bench/run.ts', 'local must not import bench/run.ts'],
    ['shared/domain/lot.ts', '../../../elsewhere.ts', 'shared/domain must not import ../elsewhere.ts'],
    ['shared/log/tree/tree.ts', 'node:crypto', 'shared/log/tree must not import node:crypto'],
    [
      'shared/log/tree/tree.ts',
      '../crypto/node/sha256.ts',
      'shared/log/tree must not import shared/log/crypto/node/sha256.ts',
    ],
    ['shared/log/tree/tree.ts', '#sha512', 'shared/log/tree must not import #sha512'],
    ['shared/reports/usage.ts', '#sha256', 'shared/reports must not import #sha256'],
    ['shared/exports/files/amount-in-words.ts', 'node:fs', 'a browser runs this too, and has no node:fs'],
    ['web/overview/sankey.tsx', 'node:crypto', 'web/overview must not import node:crypto'],
    ['web/overview/sankey.tsx', '../trail/steps.tsx', 'web/overview must not import web/trail/steps.tsx'],
    ['web/ask/ask.ts', '../overview/sankey.tsx', 'web/ask must not import web/overview/sankey.tsx'],
    [
      'web/trail/entry.tsx',
      '../../functions/answers/answers.ts',
      'web/trail must not import functions/answers/answers.ts',
    ],
    [
      'web/verify/check.ts',
      '../../shared/log/crypto/node/sha256.ts',
      'web/verify must not import shared/log/crypto/node/sha256.ts',
    ],
    ['bench/run.ts', '../test/order-case.ts', 'nothing imports tests: test/order-case.ts'],
    ['functions/http.ts', '../test/order-case.ts', 'nothing imports tests: test/order-case.ts'],
  ])('%s taking %s', (file, specifier, message) => {
    expect(check({ ...SOUND, [file]: `\nimport '${specifier}';\n` })).toContain(`${file}:2: ${message}`);
  });
});

describe('sees an import in every form', () => {
  it.each([
    ["import type { Stack } from 'uuidv7';", 1],
    ["import { type Stack, App as Cdk } from 'uuidv7';", 1],
    ["import {\n  Stack,\n} from 'uuidv7';", 3],
    ["import cdk, * as all from 'uuidv7';", 1],
    ["export * from 'uuidv7';", 1],
    ["export * as cdk from 'uuidv7';", 1],
    ["export type { Stack } from 'uuidv7';", 1],
    ["const cdk = await import('uuidv7');", 1],
    ["type Cdk = typeof import('uuidv7');", 1],
    ["const cdk = require('uuidv7');", 1],
    ['const text = `\n${`${await import("uuidv7")}`}`;', 2],
    ["const quote = /[/'`]/;\nimport 'uuidv7';", 2],
    ["const half = (1 + 2) / 2; // it's\nimport 'uuidv7';", 2],
  ])('%s', (source, line) => {
    const expected = [`shared/domain/lot.ts:${line}: shared/domain must not import uuidv7`];
    expect(check({ 'shared/domain/lot.ts': source })).toEqual(expected);
  });
});

it.each([
  "// import 'uuidv7';",
  "/*\n import 'uuidv7';\n*/",
  'const text = "import \'uuidv7\'";',
  "const text = `import 'uuidv7'; ${1}\nimport 'uuidv7';`;",
  "const here = import.meta.url; const from = 'uuidv7';",
  "module.require('uuidv7');",
  "export const from = { import: 'uuidv7' };",
  "export { a };\nconst b = { from: 'uuidv7' };",
])('takes for no import: %s', (source) => {
  expect(check({ 'shared/domain/lot.ts': source })).toEqual([]);
});

it('refuses an import whose target is computed', () => {
  const message = 'a computed import hides what it brings: name the module';
  expect(check({ 'shared/domain/lot.ts': 'await import(name);\n' })).toEqual([`shared/domain/lot.ts:1: ${message}`]);
  expect(check({ 'functions/http.ts': 'await import(`./${name}.ts`);\n' })).toEqual([
    `functions/http.ts:1: ${message}`,
  ]);
  expect(check({ 'test/order-case.ts': 'await import(name);\n' })).toEqual([]);
});

it.each([
  "import { z } from 'zod';",
  "import { ZodError, z as schema } from 'zod';",
  "import type { z } from 'zod';",
  "import z from 'zod';",
  "import { z } from 'zod/v4';",
  "export { z } from 'zod';",
])('refuses zod taken by name, in tests too: %s', (source) => {
  const message = "write `import * as z from 'zod'`: taken by name, z brings every locale into the bundle";
  expect(check({ 'test/money.test.ts': source })).toEqual([`test/money.test.ts:1: ${message}`]);
});

it('accepts single types of zod by name', () => {
  expect(check({ 'shared/schemas/money.ts': "import type { ZodType } from 'zod';\n" })).toEqual([]);
});

it('refuses a folder that belongs to no layer', () => {
  expect(check({ 'shared/clock.ts': '', 'mail/send.ts': '' })).toEqual([
    'mail/send.ts:1: mail belongs to no layer: give it one in checks/direction.ts',
    'shared/clock.ts:1: shared belongs to no layer: give it one in checks/direction.ts',
  ]);
});

it.each([
  ['shared/domain/utils.ts', 'utils.ts'],
  ['shared/domain/stock-helpers.ts', 'stock-helpers.ts'],
  ['shared/domain/lotManager.ts', 'lotManager.ts'],
  ['shared/domain/common/lot.ts', 'common'],
  ['functions/service.ts', 'service.ts'],
  ['test/helpers.test.ts', 'helpers.test.ts'],
  ['local/demo-data.mts', 'demo-data.mts'],
])('refuses an empty name: %s', (file, name) => {
  const message = `"${name}" says nothing: name a domain noun, a use case or a port`;
  expect(check({ [file]: '' })).toEqual([`${file}:1: ${message}`]);
});

it('accepts a name that only contains such a word', () => {
  expect(check({ 'shared/domain/commons.ts': '', 'functions/service-hours.ts': '' })).toEqual([]);
});

it('refuses a circle of files, once, also where it is made of types', () => {
  const files = {
    'shared/domain/account.ts': "import type { Entry } from './entry.ts';\n",
    'shared/domain/entry.ts': "\nimport type { Transfer } from './transfer.ts';\n",
    'shared/domain/transfer.ts': "import './account.ts';\n",
    'shared/domain/unit.ts': "import './entry.ts';\n",
  };
  const path = ['account', 'entry', 'transfer', 'account'].map((name) => `shared/domain/${name}.ts`).join(' → ');
  expect(check(files)).toEqual([`shared/domain/transfer.ts:1: closes a circle: ${path}`]);
});

it('refuses a file that imports itself', () => {
  expect(check({ 'test/loop.ts': "import './loop.ts';\n" })).toEqual([
    'test/loop.ts:1: closes a circle: test/loop.ts → test/loop.ts',
  ]);
});

it('leaves alone what was installed or generated', () => {
  const source = "import { z } from 'zod';\n";
  expect(check({ 'node_modules/a/utils.js': source, 'dist/a.mjs': source, '.cache/a.ts': source })).toEqual([]);
});

describe('the program', () => {
  it('prints each violation as file, line and message and exits with 1', () => {
    const root = tree({ ...SOUND, 'shared/domain/lot.ts': "\n\nimport 'uuidv7';\n" });
    const { status, stdout } = spawnSync(process.execPath, [PROGRAM, root], { encoding: 'utf8' });
    expect(stdout).toContain('shared/domain/lot.ts:3: shared/domain must not import uuidv7\n');
    expect(status).toBe(1);
  });

  it('exits with 0 where all is well', () => {
    const { status, stdout } = spawnSync(process.execPath, [PROGRAM, tree(SOUND)], { encoding: 'utf8' });
    expect(stdout).toBe('Direction: 16 files, 0 violations.\n');
    expect(status).toBe(0);
  });
});
