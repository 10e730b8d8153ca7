import type { Fen } from '../domain/amount.ts';

/** What the published sentences are made of. */
export interface Reach {
  readonly invested: Fen;
  readonly inKind: Fen;
  readonly people: bigint;
  readonly households: bigint;
  readonly sites: bigint;
}

/** What a period changed of what an earlier month had told. */
export interface Correction {
  /** `YYYY-MM` */
  readonly month: string;
  /** Below zero where it is less. */
  readonly change: Reach;
}

/**
 * The sentences that unions publish, computed. A number is cut to 万, never rounded up, and 余 is said only when
 * something was cut; below 1 万 it is exact. What is zero is left out, and nothing is printed below zero: what was undone
 * of another month is a sentence of its own, and says less. A month is told without its year where that is `year`.
 */
export function sentencesOf(
  reach: Reach,
  corrections: readonly Correction[] = [],
  year?: string,
): { readonly zh: string; readonly en: string } {
  return {
    zh: [inChinese(reach), ...corrections.flatMap((one) => correctedInChinese(one, year))].join(''),
    en: [inEnglish(reach), ...corrections.flatMap((one) => correctedInEnglish(one, year))].join(' '),
  };
}

/** In the order in which they are told. */
const FIGURES = ['invested', 'inKind', 'people', 'households', 'sites'] as const satisfies (keyof Reach)[];

type Figure = (typeof FIGURES)[number];

/** The figures that changed in the way that is meant, by how much. */
function changed(change: Reach, isMeant: (figure: bigint) => boolean): (readonly [Figure, bigint])[] {
  return FIGURES.filter((name) => isMeant(change[name])).map((name) => {
    return [name, change[name] < 0n ? -change[name] : change[name]];
  });
}

const CHANGED_ZH: Readonly<Record<Figure, (size: bigint) => string>> = {
  invested: (fen) => `投入${wanYuan(fen)}元`,
  inKind: (fen) => `接收捐赠和调拨物资折价${wanYuan(fen)}元`,
  people: (count) => `${wan(count)}人次`,
  households: (count) => `${wan(count)}户次`,
  sites: (count) => `${wan(count)}处`,
};

function correctedInChinese({ month, change }: Correction, year: string | undefined): string[] {
  const tell = (how: string, isMeant: (figure: bigint) => boolean): string[] => {
    const told = changed(change, isMeant).map(([name, size]) => CHANGED_ZH[name](size));
    return told.length === 0 ? [] : [`${how}${told.join('、')}`];
  };
  const parts = [...tell('减少', (figure) => figure < 0n), ...tell('增加', (figure) => figure > 0n)];
  const [of = '', ordinal = ''] = month.split('-');
  const named = `${of === year ? '' : `${of}年`}${Number(ordinal)}月`;
  return parts.length === 0 ? [] : [`另更正${named}：${parts.join('，')}。`];
}

const CHANGED_EN: Readonly<Record<Figure, (size: bigint, isLess: boolean) => string>> = {
  invested: (fen, isLess) => `${cutYuan(fen)} yuan ${isLess ? 'less' : 'more'} invested`,
  inKind: (fen, isLess) => `${cutYuan(fen)} yuan ${isLess ? 'less' : 'more'} received in kind`,
  people: (count, isLess) => `${cut(count)} ${isLess ? 'fewer' : 'more'} people reached`,
  households: (count, isLess) => `${cut(count)} ${isLess ? 'fewer' : 'more'} households reached`,
  sites: (count, isLess) => `${cut(count)} ${isLess ? 'fewer' : 'more'} ${count === 1n ? 'site' : 'sites'}`,
};

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

function correctedInEnglish({ month, change }: Correction, year: string | undefined): string[] {
  const parts = [
    ...changed(change, (figure) => figure < 0n).map(([name, size]) => CHANGED_EN[name](size, true)),
    ...changed(change, (figure) => figure > 0n).map(([name, size]) => CHANGED_EN[name](size, false)),
  ];
  const [of = '', ordinal = ''] = month.split('-');
  const named = `${MONTHS[Number(ordinal) - 1] ?? month}${of === year ? '' : ` ${of}`}`;
  return parts.length === 0 ? [] : [`Corrections to ${named}: ${listed(parts)}.`];
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
