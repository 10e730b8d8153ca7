import * as z from 'zod';
import type { Close, Reopen } from '../domain/command.ts';
import type { Approval } from '../domain/entry.ts';
import type { Evidence } from '../domain/evidence.ts';
import { strictly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { evidenceBytes, mediaType, month, name, note, pastDate, reason, sha256, words } from './scalars.ts';

/** What every write takes beside its own fields. */
export const remarks = {
  note: note.exactOptional(),
  exception: z
    .strictObject({ reason })
    .meta({ description: 'Why two separated steps are done by one person, or a plan is exceeded' })
    .exactOptional(),
};

/**
 * When what is written takes effect. A day that does not bear it any more takes nothing: what is of that day says so. A
 * month is as good as its last day.
 */
export const effective = {
  effectiveOn: pastDate,
  belongsTo: z
    .union([z.strictObject({ date: pastDate, reason }), z.strictObject({ month, reason })])
    .meta({ description: 'The earlier day, or the last day of the month, that this is of, and why it comes late' })
    .exactOptional(),
};

export const approval = strictly<Approval>()({
  document: words(LIMITS.title),
  decidedOn: pastDate,
  approver: name.meta({
    description:
      'The id of the member who decided, or their sign-in, which is kept as the id; or, for a decision on paper only, a name. Never the caller, under whichever name',
  }),
});

export const paper = strictly<Evidence>()({
  sha256,
  name: words(LIMITS.title),
  bytes: evidenceBytes,
  mediaType,
});

export const papers = z.array(paper).min(1).max(LIMITS.evidence);
export const evidence = z.array(paper).max(LIMITS.evidence).exactOptional();

export const closeBody = strictly<Close>()({ reason, ...remarks });
export const reopenBody = strictly<Reopen>()({ reason, ...remarks });
