import { isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { type Sealed, voucherNumber } from '../domain/voucher.ts';
import type { PersonsReport } from '../schemas/reports.ts';
import type { Language } from '../words/language.ts';
import { MOST_LISTED } from './page.ts';
import { wordOf } from './summary.ts';

/** 个人信息处理记录: who was shown or erased whose data, of which entry, when and why. It names nobody whose data it was. */
export function personsReport(postings: readonly Sealed[], language: Language = 'zh'): PersonsReport {
  const targets = new Set<Id>();
  for (const { entry } of postings) {
    if ((isKind(entry, 'disclosure') || isKind(entry, 'erasure')) && entry.refs.entry) targets.add(entry.refs.entry);
  }
  const about = new Map<Id, Sealed>();
  const lists = { disclosures: [] as PersonsReport['erasures'], erasures: [] as PersonsReport['erasures'] };
  for (const posting of postings) {
    const { entry } = posting;
    if (targets.has(entry.id)) about.set(entry.id, posting);
    if (!isKind(entry, 'disclosure') && !isKind(entry, 'erasure')) continue;
    const target = about.get(entry.refs.entry ?? '');
    const row = {
      entry: entry.id,
      recordedAt: entry.recordedAt,
      actor: { subject: entry.actor.subject, role: entry.actor.role },
      of: {
        entry: entry.refs.entry ?? '',
        kind: target?.entry.kind ?? 'registration',
        what: target === undefined ? '' : wordOf(target.entry, language),
        number: target === undefined ? '' : voucherNumber(target.index),
      },
      fields: [...entry.facts.fields],
      reason: entry.facts.reason,
    };
    lists[entry.kind === 'disclosure' ? 'disclosures' : 'erasures'].push(row);
  }
  const { disclosures, erasures } = lists;
  return {
    disclosures: disclosures.slice(-MOST_LISTED).reverse(),
    erasures: erasures.slice(-MOST_LISTED).reverse(),
    counts: { disclosures: disclosures.length, erasures: erasures.length },
  };
}
