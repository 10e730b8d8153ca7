import * as z from 'zod';
import { TREES } from '../domain/unit-trees.ts';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** The query parameters of whatever may be asked for with the units below another. */
export const inTree = {
  below: flag.default(false).meta({ description: 'With the units below it' }),
  tree: z.enum(TREES).default('then').meta({
    description: 'Below it in the tree of the day on which each document was opened (`then`), or in that of `now`',
  }),
};

/** By which of the two an answer was made. */
export const treeTold = z.enum(TREES).meta({ description: 'The tree by which units count as below another' });
