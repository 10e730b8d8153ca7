import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Where pictures of pages are laid for whoever looks at them, which git ignores. */
export const CONTACT = join(ROOT, 'dist/contact');

/** Where pictures of the README are taken, which git ignores, and where they are kept. */
export const PICTURES = { taken: join(CONTACT, 'readme'), kept: join(ROOT, 'docs/pictures') };
