import { KEY_FILES, type KeyFile } from '../integrity/key-files.ts';
import type { Believed } from './folder-keys.ts';
import type { Rebuilt } from './rebuild-folder.ts';
import { mayLackNewest, NEWEST_MAY_BE_LOST, reportOf } from './report.ts';

/** What became of the database of a folder, for people, line by line, Chinese and English in turn. */
export function toldOf(rebuilt: Rebuilt): string[] {
  const { believed, unopened, before, unplaced, missing, differences } = rebuilt;
  const kept = before === undefined ? { zh: '', en: '' } : keptAs(before);
  return [
    ...keyLines(believed),
    ...(unopened === undefined
      ? []
      : [`原数据库无法打开:${unopened}。`, `The database that was there cannot be opened: ${unopened}.`]),
    ...reportOf(rebuilt),
    ...(unplaced === undefined
      ? []
      : [
          `未能恢复的分录原文在 ${unplaced} 中。`,
          `The texts of the entries that were not taken over are in ${unplaced}.`,
        ]),
    ...(rebuilt.isSame && unopened === undefined
      ? ['没有任何改动。', 'Nothing was changed.']
      : [`数据库已按日志重建${kept.zh}。`, `The database was made again from the log${kept.en}.`]),
    ...missingLines(missing),
    ...(unopened !== undefined || mayLackNewest(differences) ? NEWEST_MAY_BE_LOST : []),
  ];
}

function keptAs(before: string) {
  return { zh: `;原数据库保留为 ${before}`, en: `; what was there is kept as ${before}` };
}

/** By what the log's key was believed, where its file is not there. */
export function keyLines(believed: Believed): string[] {
  switch (believed) {
    case 'file':
      return [];
    case 'remembered':
      return [
        'keys/log-signing.pem 不在:日志按这本账记着的公钥核验。',
        'There is no keys/log-signing.pem: the log was checked by the key that this ledger remembers.',
      ];
    case 'given':
      return [
        'keys/log-signing.pem 不在:日志按 --vkey 给出的公钥核验。',
        'There is no keys/log-signing.pem: the log was checked by the key of --vkey.',
      ];
  }
}

/** Which keys a start will still ask for. */
export function missingLines(missing: readonly KeyFile[]): string[] {
  if (missing.length === 0) return [];
  return [
    '但缺少以下密钥,服务仍不会启动:请从备份恢复,或逐个运行 npm run new-key。',
    'A server will still not start, because keys are not there: restore them from a backup, or run npm run new-key for each.',
    ...missing.flatMap((name) => [
      `keys/${name}:若再无此文件,${KEY_FILES[name].zh}(npm run new-key -- ${name})。`,
      `keys/${name}: without it ${KEY_FILES[name].en} (npm run new-key -- ${name}).`,
    ]),
  ];
}
