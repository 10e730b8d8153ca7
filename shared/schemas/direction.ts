import * as z from 'zod';
import type { Direction } from '../domain/direction.ts';
import type { Consent } from '../domain/facts.ts';
import * as written from './canonical.ts';
import { exactly, strictly } from './exactly.ts';
import { formatOfChoice } from './fault.ts';
import { papers } from './remarks.ts';
import { id, name, title } from './scalars.ts';

/** Whom a gift is for, and what lets it go to somebody else: as a request gives it, and as the log keeps it. */

export const givenDirection = exactly<Direction>()(
  z
    .union([z.strictObject({ unit: id }), z.strictObject({ purpose: name })], { error: formatOfChoice('direction') })
    .meta({ description: 'Whom or what the giver meant: a unit with what lies below it, or a purpose' }),
);

export const writtenDirection = () =>
  exactly<Direction>()(z.union([z.strictObject({ unit: written.id }), z.strictObject({ purpose: written.words })]));

export const givenConsent = strictly<Consent>()({
  document: title,
  evidence: papers,
  receipt: id
    .exactOptional()
    .meta({ description: 'The gift, where several that were meant for somebody else would be taken' }),
}).meta({ description: 'The written consent of a giver that their gift goes to somebody else than they meant' });

export const writtenConsent = () =>
  strictly<Consent>()({
    document: written.words,
    evidence: z.array(written.evidence),
    receipt: written.id.exactOptional(),
  });
