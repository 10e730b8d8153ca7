import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { permissionsPage } from '../functions/permissions.ts';

/** Whether docs/permissions.md is what the route table says; with `--write` it is made so. */

const PATH = join(import.meta.dirname, '../docs/permissions.md');
const page = permissionsPage();

if (process.argv.includes('--write')) {
  writeFileSync(PATH, page);
} else if (readFileSync(PATH, 'utf8') !== page) {
  console.error('docs/permissions.md is not what the route table says: run npm run format.');
  process.exitCode = 1;
}
