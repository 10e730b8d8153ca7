import { cp, rm } from 'node:fs/promises';
import { PICTURES } from './picture-folders.ts';

/** Keeps the pictures that were taken just now in the place of those before. */
await rm(PICTURES.kept, { recursive: true, force: true });
await cp(PICTURES.taken, PICTURES.kept, { recursive: true });
