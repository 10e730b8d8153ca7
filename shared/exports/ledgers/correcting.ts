import { rowOfField, type Said } from '../../domain/correctable.ts';
import type { Entry } from '../../domain/entry.ts';
import type { FieldChange } from '../../domain/facts.ts';
import { voucherNumber } from '../../domain/voucher.ts';
import type { Register } from '../../reports/register.ts';
import { joined } from './remarks.ts';

/** 更正凭证000123：人次600改为60（-540）；登记有误: which entry a correction puts right, in what, and why. */
export function correcting(index: number | undefined, told: string | null): string {
  const which = index === undefined ? '更正' : `更正凭证${voucherNumber(index)}`;
  return told === null ? which : `${which}：${told}`;
}

/** What it puts right and why, without the entry, whose number is known when the ledger is read. */
export function correctionTold({ facts, note }: Entry<'correction'>, register: Register): string | null {
  return joined(facts.changes.map((change) => changeTold(change, register)).join('、'), facts.reason, note);
}

function changeTold({ field, was, is }: FieldChange, register: Register): string {
  const { zh, holds } = rowOfField(field);
  // A name of a person stands in no ledger.
  if (holds === 'person') return `${zh}已改`;
  const say = (said: Said | undefined): string => {
    if (said === undefined) return holds === 'count' ? '0' : '空';
    if (holds === 'count') return String(said);
    return `“${holds === 'supplier' && typeof said === 'string' ? register.named(said).name : said}”`;
  };
  return `${zh}${say(was)}改为${say(is)}${holds === 'count' ? `（${differenceTold(numberIn(is) - numberIn(was))}）` : ''}`;
}

function differenceTold(difference: bigint): string {
  return difference > 0n ? `+${difference}` : String(difference);
}

function numberIn(said: Said | undefined): bigint {
  return typeof said === 'bigint' ? said : 0n;
}
