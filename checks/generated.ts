import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { permissionsPage } from './permissions-page.ts';
import { routesFile } from './routes-file.ts';

/** Whether what is made from the tables of operations is what they say; with `--write` it is made so. */

const MADE = { 'shared/routes.ts': routesFile, 'docs/permissions.md': permissionsPage };

for (const [file, make] of Object.entries(MADE)) {
  const path = join(import.meta.dirname, '..', file);
  const text = make();
  if (process.argv.includes('--write')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${file} is not what the tables of operations say: run npm run format.`);
    process.exitCode = 1;
  }
}
