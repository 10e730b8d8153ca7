import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Where pictures of the README are taken, which git ignores, and where they are kept. */
export const PICTURES = { taken: join(ROOT, 'dist/contact/readme'), kept: join(ROOT, 'docs/pictures') };
