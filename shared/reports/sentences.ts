import type { Fen } from '../domain/amount.ts';

/** What the published sentences are made of. */
export interface Reach {
  readonly invested: Fen;
  readonly inKind: Fen;
  readonly people: bigint;
  readonly households: bigint;
  readonly sites: bigint;
}

/**
 * The sentences that unions publish, computed. A number is cut to 万, never rounded up, and 余 is said only when
 * something was cut; below 1 万 it is exact. What is zero is left out.
 */
export function sentencesOf(reach: Reach): { readonly zh: string; readonly en: string } {
  return { zh: inChinese(reach), en: inEnglish(reach) };
}

function inChinese({ invested, inKind, people, households, sites }: Reach): string {
  const covered = [
    people === 0n ? [] : [`${wan(people)}人次`],
    households === 0n ? [] : [`${wan(households)}户次`],
    sites === 0n ? [] : [`${wan(sites)}处`],
  ].flat();
  return `${[
    `累计投入${wanYuan(invested)}元`,
    ...(inKind === 0n ? [] : [`接收捐赠和调拨物资折价${wanYuan(inKind)}元`]),
    ...(covered.length === 0 ? [] : [`慰问服务覆盖${covered.join('、')}`]),
  ].join('，')}。`;
}

function inEnglish({ invested, inKind, people, households, sites }: Reach): string {
  const covered = [
    people === 0n ? [] : [`people ${cut(people)} times`],
    households === 0n ? [] : [`households ${cut(households)} times`],
    sites === 0n ? [] : [`${cut(sites)} ${sites === 1n ? 'site' : 'sites'}`],
  ].flat();
  return [
    `Invested in all: ${cutYuan(invested)} yuan.`,
    ...(inKind === 0n ? [] : [`Goods received in kind: ${cutYuan(inKind)} yuan.`]),
    ...(covered.length === 0 ? [] : [`Relief reached ${listed(covered)}.`]),
  ].join(' ');
}

const WAN = 10_000n;

function wan(count: bigint): string {
  const size = count < 0n ? -count : count;
  if (size < WAN) return `${count}`;
  return `${count < 0n ? '-' : ''}${size / WAN}万${size % WAN === 0n ? '' : '余'}`;
}

function wanYuan(fen: Fen): string {
  const size = fen < 0n ? -fen : fen;
  const sign = fen < 0n ? '-' : '';
  if (size < WAN * 100n) return `${sign}${exactYuan(size)}`;
  return `${sign}${size / (WAN * 100n)}万${size % (WAN * 100n) === 0n ? '' : '余'}`;
}

/** English cuts where Chinese does, to the ten thousand, so that both sentences say the same. */
function cut(count: bigint): string {
  const size = count < 0n ? -count : count;
  if (size < WAN) return grouped(count);
  return `${size % WAN === 0n ? '' : 'over '}${count < 0n ? '-' : ''}${tenThousands(size / WAN)}`;
}

function cutYuan(fen: Fen): string {
  const size = fen < 0n ? -fen : fen;
  const sign = fen < 0n ? '-' : '';
  if (size < WAN * 100n) return `${sign}${grouped(size / 100n)}${cents(size)}`;
  return `${size % (WAN * 100n) === 0n ? '' : 'over '}${sign}${tenThousands(size / (WAN * 100n))}`;
}

/** 12 is 120,000; 161 is 1.61 million. */
function tenThousands(count: bigint): string {
  if (count < 100n) return grouped(count * WAN);
  const fraction = (count % 100n).toString().padStart(2, '0').replace(/0+$/, '');
  return `${grouped(count / 100n)}${fraction === '' ? '' : `.${fraction}`} million`;
}

function exactYuan(fen: Fen): string {
  return `${fen / 100n}${cents(fen)}`;
}

function cents(fen: Fen): string {
  return fen % 100n === 0n ? '' : `.${(fen % 100n).toString().padStart(2, '0')}`;
}

function grouped(count: bigint): string {
  return count.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
