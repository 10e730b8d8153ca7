import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Format and lint by Biome: `node checks/style.ts` checks, with `--write` it formats and sorts imports. */

const ROOT = join(import.meta.dirname, '..');

// The package of one platform: the umbrella package cannot be installed where a registry lacks any of the others.
const biome = process.env.BIOME_BINARY ?? join(ROOT, 'node_modules/@biomejs/cli-linux-x64/biome');

if (existsSync(biome)) {
  const mode = process.argv.includes('--write')
    ? ['--write', '--linter-enabled=false']
    : ['--error-on-warnings', '--max-diagnostics=none'];
  const { status, error } = spawnSync(biome, ['check', ...mode], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error) console.error(`Biome did not run: ${error.message}`);
  process.exitCode = status ?? 1;
} else {
  console.error(
    `Nothing was checked: there is no Biome at ${biome}. The optional dependency @biomejs/cli-linux-x64 serves Linux ` +
      'on x64 only; elsewhere install Biome by yourself and name its program in BIOME_BINARY.',
  );
  process.exitCode = 1;
}
