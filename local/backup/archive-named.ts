import { parseArgs } from 'node:util';
import { CannotStart } from '../cannot-start.ts';

/** The archive that `npm run backup` or `npm run restore` names, and whether its keys are left out. */
export function archiveNamed(command: 'backup' | 'restore'): { readonly file: string; readonly withoutKeys: boolean } {
  try {
    const options = { 'without-keys': { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [file, ...more] = positionals;
    if (file !== undefined && more.length === 0) return { file, withoutKeys: values['without-keys'] };
  } catch {
    // Falls through: an option that is not known.
  }
  throw new CannotStart(
    `用法:npm run ${command} -- <文件> [--without-keys]`,
    `usage: npm run ${command} -- <file> [--without-keys]`,
    2,
  );
}
