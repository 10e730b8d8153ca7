import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Format and lint by Biome: `node checks/style.ts` checks, with `--write` it formats and sorts imports. */

const ROOT = join(import.meta.dirname, '..');

// The package of one platform: the umbrella package cannot be installed where a registry lacks any of the others.
const PLATFORMS = ['darwin-arm64', 'linux-arm64', 'linux-x64', 'win32-x64'];
const here = `${process.platform}-${process.arch}`;
const program = process.platform === 'win32' ? 'biome.exe' : 'biome';
const biome = process.env.BIOME_BINARY ?? join(ROOT, `node_modules/@biomejs/cli-${here}`, program);

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
    `Nothing was checked: there is no Biome at ${biome}. It comes along as an optional dependency on ` +
      `${PLATFORMS.join(', ')}; elsewhere install Biome by yourself and name its program in BIOME_BINARY.`,
  );
  process.exitCode = 1;
}
