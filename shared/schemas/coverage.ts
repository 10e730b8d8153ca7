import { reached } from './scalars.ts';

const back = reached.meta({
  description: 'How many of those that stand come back with it; what leaves nothing takes all of them, said or not',
});

/** How much of the coverage comes back with goods or money. */
export const uncovering = {
  people: back.exactOptional(),
  households: back.exactOptional(),
  sites: back.exactOptional(),
};
