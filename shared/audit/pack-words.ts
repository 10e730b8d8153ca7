import type { Bilingual } from '../words/language.ts';
import type { PackStep } from './pack-check.ts';
import type { CheckedBy, PackGap, PackReport } from './pack-report.ts';

/** What each step of checking a pack is called, and what was checked when it held, with how many it was about. */
export const PACK_STEP_WORDS: Readonly<
  Record<PackStep, { readonly title: Bilingual; readonly held: (count: number) => Bilingual }>
> = {
  files: {
    title: { zh: '文件清单', en: 'List of files' },
    held: (count) => ({
      zh: `${count} 个文件齐全,各与 SHA256SUMS 所列散列相符`,
      en: `${count} files are there, each with the hash in SHA256SUMS`,
    }),
  },
  signature: {
    title: { zh: '校验点的签名', en: 'Signature of the checkpoint' },
    held: () => ({ zh: '校验点由公钥签名', en: 'The key signed the checkpoint' }),
  },
  contents: {
    title: { zh: '包的目录', en: 'Contents of the pack' },
    held: () => ({
      zh: '包属于这个校验点,日志的文件块齐全',
      en: 'The pack is of this checkpoint, and every file of the log is there',
    }),
  },
  entries: {
    title: { zh: '逐条分录', en: 'Each entry' },
    held: (count) => ({
      zh: `${count} 条分录格式正确、编号连续、不重复、不引用后来者,账户不为负,发放不超方案,不计入已结账月份,更正属实`,
      en: `${count} entries are in their form and order, none twice, none refers ahead, no account below zero, nothing above its plan or in a closed month, and corrections found what stood`,
    }),
  },
  tree: {
    title: { zh: '散列树', en: 'Hash tree' },
    held: (count) => ({
      zh: `由 ${count} 条分录算出的散列块和根与校验点相符`,
      en: `Tiles and root computed from ${count} entries are those of the checkpoint`,
    }),
  },
  identities: {
    title: { zh: '恒等式', en: 'Identities' },
    held: () => ({ zh: '预算、资金、实物恒等式成立', en: 'The identities of budget, cash and goods hold' }),
  },
  names: {
    title: { zh: '姓名', en: 'Names' },
    held: (count) => ({ zh: `${count} 个姓名与分录的承诺相符`, en: `${count} names are those that entries commit to` }),
  },
  ledgers: {
    title: { zh: '台账', en: 'Ledgers' },
    held: (count) => ({
      zh: `${count} 份 CSV 台账由分录重做,逐字节相同`,
      en: `${count} CSV ledgers were made again from the entries and are the same to the byte`,
    }),
  },
  evidence: {
    title: { zh: '凭据', en: 'Papers' },
    held: (count) => ({
      zh: `${count} 份凭据与分录所记散列相符`,
      en: `${count} papers have the hashes in their entries`,
    }),
  },
};

export const PACK_VERDICT_WORDS: Readonly<Record<PackReport['verdict'], Bilingual>> = {
  sound: { zh: '相符:所查各项全部相符。', en: 'It holds: all that was checked.' },
  wrong: { zh: '不符。第一处是:', en: 'It does not hold. What differs first:' },
  unchecked: {
    zh: '未能核验,对这个包没有作出任何结论:',
    en: 'It could not be checked, and nothing is said of the pack:',
  },
};

export const CHECKED_BY_WORDS: Readonly<Record<CheckedBy['from'], Bilingual>> = {
  reader: { zh: '用您给定的验证公钥', en: 'By the verifier key that you gave' },
  pack: { zh: '用包内自带的公钥', en: 'By the key that came with the pack' },
};

/** What was not checked or cannot be told, and what would tell it. */
export const PACK_GAP_WORDS: { readonly [G in PackGap['gap']]: (of: Extract<PackGap, { gap: G }>) => Bilingual } = {
  'own-key': () => ({
    zh: '公钥出自包内,包不能证明自己。请填入另行取得的验证公钥再核验一次。',
    en: 'The key came with the pack, which cannot vouch for itself: check again by a key that you got elsewhere.',
  }),
  workbooks: ({ count }) => ({
    zh: `${count} 份 XLSX 台账没有逐格比对,只核对了包内所列散列;同名的 CSV 已比对。逐格比对请用核验程序。`,
    en: `${count} XLSX ledgers were not compared cell by cell, only by the hash that the pack lists; the CSV of the same name was. The verifier compares them.`,
  }),
  'older-ledgers': ({ count }) => ({
    zh: `${count} 份台账为旧版式,没有重做比对。请用包内的 verify.mjs。`,
    en: `${count} ledgers are of an older edition and were not made again: the verify.mjs in the pack compares them.`,
  }),
  names: ({ count, named }) => ({
    zh: `未删除而包内没有的姓名 ${count} 个,请向单位询问。凭证号:${named.join(' ')}`,
    en: `${count} names are missing that nobody erased: ask for them. Vouchers: ${named.join(' ')}`,
  }),
  papers: ({ count, named }) => ({
    zh: `分录所引而包内没有的凭据 ${count} 份,请向单位索取:${named.join(' ')}`,
    en: `${count} papers that entries cite are not in the pack: ask for them: ${named.join(' ')}`,
  }),
  archive: () => ({
    zh: '没有比对压缩包在文件之间的字节和包内的程序。核验程序把 ZIP 重写一遍逐字节比较。',
    en: 'What lies between the files of the archive, and the program in it, were not compared: the verifier writes the ZIP again and compares it.',
  }),
  page: () => ({
    zh: '这个页面出自被核验的一方。要不依赖它,请在自己的机器上用自己取得的源代码核验。',
    en: 'This page comes from whoever is checked: to do without it, verify on your own machine from source that you fetched yourself.',
  }),
  'other-log': () => ({
    zh: '看不出是否另有一本日志给别人看。请与别人所存的校验点比较。',
    en: 'Whether another log is shown to others cannot be seen here: compare checkpoints with theirs.',
  }),
  facts: () => ({
    zh: '看不出录入的是否事实。请核对凭据原件、签收单和银行对账单。',
    en: 'Whether what was recorded is true cannot be seen here: compare with the papers, signed slips and bank statements.',
  }),
};

/** Why a page does not begin with a pack, and what to do instead. */
export const PACK_REFUSAL_WORDS = {
  tooLarge: (bytes: number): Bilingual => ({
    zh: `这里最多核验 ${bytes / 1024 ** 2} MB 的审计包,请用下面的命令核验`,
    en: `A pack of at most ${bytes / 1024 ** 2} MB is checked here: use the command below`,
  }),
  tooManyFiles: (files: number): Bilingual => ({
    zh: `这里最多核验 ${files} 个文件的审计包,请用下面的命令核验`,
    en: `A pack of at most ${files} files is checked here: use the command below`,
  }),
} as const;

/** The command that verifies a pack whatever its size, to be copied into a shell in a checkout of this repository. */
export function verifierCommand(archive: string, vkey = '<验证公钥>'): string {
  return `npm run -s verify -- ${quoted(archive)} --key ${quoted(vkey)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
