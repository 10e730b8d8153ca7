import type { Comparison } from './compare-with-log.ts';
import type { Differences, How } from './differences.ts';
import type { Tally } from './tally.ts';

const HOW: Readonly<Record<How, { readonly zh: string; readonly en: string }>> = {
  missing: { zh: '缺少', en: 'missing' },
  surplus: { zh: '多出', en: 'surplus' },
  other: { zh: '不同', en: 'other' },
  unreadable: { zh: '读不出', en: 'unreadable' },
};

/** A comparison for people, line by line, Chinese and English in turn. */
export function reportOf({ log, differences, isSame, beside, kept }: Comparison): string[] {
  const { size } = log.checkpoint;
  return [
    `日志可靠:${size} 条分录。`,
    `The log is sound: ${size} entries.`,
    ...(isSame ? ['数据库各行与日志一致。', 'Every row of the database is as the log gives it.'] : []),
    ...differenceLines(differences),
    ...listed(
      beside.lined,
      '已登记未封存的分录,排在日志之后,下次封存时入册',
      'entries were appended and not sealed: they stand behind the log and are sealed next',
    ),
    ...listed(
      beside.unknownRequests,
      '分录的请求散列已无从得知:原操作人就同一事项再次提交同一键时,按已登记答复',
      'entries whose request nobody knows any more: the same key, by the same person about the same, is answered with the entry',
    ),
    ...listed(
      beside.lostPersons,
      '分录的个人信息已丢失(日志只有其承诺值)',
      'entries whose personal data is lost: the log holds commitments alone',
    ),
    ...listed(
      beside.unopenedPersons,
      '分录的个人信息用现有的 keys/personal-data.key 打不开,原样保留',
      'entries have personal data that keys/personal-data.key does not open: it was kept as it is',
    ),
    ...listed(
      beside.lostCounters,
      '笔慰问金的累计对象已无从得知,单独累计',
      'benefits are counted by themselves from now on: whom they were counted for is lost',
    ),
    ...beside.unplaced.flatMap(({ entry }) => [
      `分录 ${entry.id} 未封存,其所依据的内容已丢失,未能恢复。`,
      `Entry ${entry.id} was not sealed, and what it counts in is lost: it was not taken over.`,
    ]),
    ...beside.unreadable.flatMap((id) => [
      `分录 ${id} 未封存,且已读不出。`,
      `Entry ${id} was not sealed, and cannot be read any more.`,
    ]),
    ...[...kept].flatMap(([table, rows]) =>
      rows === null
        ? [`${table} 未能全部读出。`, `Not all of ${table} could be read.`]
        : [`${table} 不在日志中,保留 ${rows} 行。`, `${table} is not in the log: ${rows} rows were kept.`],
    ),
  ];
}

/** Whether the rows that stood may have been older than what was acknowledged, so that nobody knows what came last. */
export function mayLackNewest(differences: Differences): boolean {
  const entries = differences.get('entries');
  return ['head', 'database'].some((name) => differences.has(name)) || hasLost(entries);
}

function hasLost(entries: ReadonlyMap<How, Tally> | undefined): boolean {
  return entries !== undefined && (entries.has('missing') || entries.has('unreadable'));
}

export const NEWEST_MAY_BE_LOST = [
  '最后一次封存之后登记的内容可能已丢失,请对照凭据逐笔核对,缺少的再次登记(用同一幂等键重复提交不会重复入账)。',
  'What was recorded after the last sealing may be lost: compare with your papers, and record again what is not there (sent again under the same key, nothing is recorded twice).',
] as const;

/** How rows differ, a line for each table and manner. */
export function differenceLines(differences: Differences): string[] {
  return [...differences].flatMap(([table, hows]) =>
    [...hows].map(([how, tally]) => differenceLine(table, how, tally)),
  );
}

function differenceLine(table: string, how: How, tally: Tally): string {
  const { zh, en } = HOW[how];
  return `${table}: ${zh} / ${en}: ${tally.total}${examples(tally)}`;
}

function listed(tally: Tally, zh: string, en: string): string[] {
  if (tally.total === 0) return [];
  return [`${tally.total} ${zh}。`, `${tally.total} ${en}${examples(tally)}`];
}

function examples({ first, total }: Tally): string {
  const named = first.filter((name) => name !== '');
  if (named.length === 0) return '';
  return ` (${named.join(', ')}${total > first.length ? ', …' : ''})`;
}
