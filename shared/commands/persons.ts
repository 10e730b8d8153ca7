import { dateInShanghai } from '../domain/calendar.ts';
import type { Disclose, Erase } from '../domain/command.ts';
import { statement } from '../domain/decision.ts';
import type { Id } from '../domain/id.ts';
import { invalid, isRefusal, type Refusal } from '../domain/refusal.ts';
import type { Ledger, Personal } from '../storage/ports/ledger.ts';
import { type Asked, claims, plain, take } from './asked.ts';
import type { CommandOn, Office } from './command.ts';
import { correctionsOf } from './corrections.ts';
import { record } from './record.ts';

/** Shows personal data to who may see it: the entry that says who saw what, and why, is recorded before anything is shown. */
export const disclose: CommandOn<Disclose> = (office, request) =>
  record(office, request, [], async () => {
    const { target, body } = request;
    const personal = await personalOf(office, target);
    if (isRefusal(personal)) return personal;
    const known = Object.keys(personal).sort();
    const unknown = (body.fields ?? []).flatMap((field, at) => (known.includes(field) ? [] : [at]));
    if (unknown.length > 0) {
      const allowed = known.join(', ');
      return invalid(unknown.map((at) => ({ pointer: `/fields/${at}`, code: 'unknown-field-of-entry', allowed })));
    }
    const facts = { fields: body.fields ?? known, reason: body.reason };
    return { decision: about('disclosure', target, facts, office), changes: [] };
  });

/** Forgets a person: value and salt go, the commitment in the entry stays and commits to nothing that anybody knows. */
export const erase: CommandOn<Erase> = (office, request) =>
  record(office, request, [], async () => {
    const { target, body } = request;
    const personal = await personalOf(office, target);
    if (isRefusal(personal)) return personal;
    const facts = { fields: Object.keys(personal).sort(), reason: body.reason };
    return {
      decision: about('erasure', target, facts, office),
      changes: await changesOfErasure(office.ledger, target),
    };
  });

/** What goes with the personal data of an entry: the names that were put right in it since. */
export async function changesOfErasure(ledger: Pick<Ledger, 'read'>, target: Id): Promise<Asked[]> {
  const corrections = (await correctionsOf(ledger, [target])).get(target) ?? [];
  const named = corrections.flatMap(({ id, blinded }) => (blinded === undefined ? [] : [id]));
  const found = await ledger.read(named.map((id) => ({ row: 'claim', claim: claims.erasure(id).name })));
  const standing = named.filter((id) => found.claim(claims.erasure(id).name) === undefined);
  return [target, ...standing].flatMap((entry) => [plain({ change: 'erase', entry }), take(claims.erasure(entry))]);
}

function about(
  kind: 'disclosure' | 'erasure',
  entry: Id,
  facts: { readonly fields: readonly string[]; readonly reason: string },
  office: Office,
) {
  const effectiveOn = dateInShanghai(office.clock());
  return statement({ kind, effectiveOn, refs: { entry }, facts, transfers: [] });
}

async function personalOf(office: Office, target: Id): Promise<Personal | Refusal> {
  const claim = claims.erasure(target).name;
  const found = await office.ledger.read([
    { row: 'entry', id: target },
    { row: 'personal', id: target },
    { row: 'claim', claim },
  ]);
  const entry = found.entry(target)?.entry;
  if (entry === undefined) return { refusal: 'not-found', kind: 'entry', id: target };
  const by = found.claim(claim);
  if (by !== undefined) return { refusal: 'already-erased', entry: target, by };
  return found.personal(target) ?? { refusal: 'no-personal-data', entry: target, kind: entry.kind };
}
