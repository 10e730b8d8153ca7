import { initialsOf } from '../../shared/domain/initials.ts';
import { normalForm } from '../../shared/domain/normal-form.ts';
import type { Choice } from './cells.ts';

/** What of the things that were found a text means. */
export type Matched = Choice | 'unknown' | 'several';

/** The one of that code or name, else the one whose initials it is, else the only one that was found. */
export function matched(text: string, found: readonly Choice[]): Matched {
  const form = normalForm(text);
  const called = (by: (one: Choice) => readonly (string | undefined)[]) =>
    found.filter((one) => by(one).some((each) => each !== undefined && normalForm(each) === form));
  for (const these of [
    called(({ code }) => [code]),
    called(({ name, code, note }) => [name, `${name}${note ?? ''}`, `${code ?? ''}${name}`, `${name}${code ?? ''}`]),
    called(({ name }) => initialsOf(normalForm(name))),
    found,
  ]) {
    const [one, ...others] = these;
    if (one !== undefined) return others.length === 0 ? one : 'several';
  }
  return 'unknown';
}
