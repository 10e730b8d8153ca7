import { erase as command } from '../../shared/commands/persons.ts';
import { isKind } from '../../shared/domain/entry.ts';
import { eraseBody } from '../../shared/schemas/persons.ts';
import { write } from '../front/use-case.ts';

export const erase = write(eraseBody, command, async (_tracker, { entry }) =>
  isKind(entry, 'erasure') ? { erased: entry.facts.fields } : {},
);
