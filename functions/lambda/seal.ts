import { sealOf } from '../composition/seal-environment.ts';
import { createSeal } from '../sealing/seal.ts';

export const handler = createSeal(sealOf(process.env));
