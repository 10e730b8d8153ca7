import type { Bilingual } from '../words/language.ts';
import type { ProofFault, ProofStep } from './entry-proof.ts';
import type { Continuity } from './kept-checkpoint.ts';

/** What each step of a proof is called, and what is computed in it. */
export const PROOF_STEP_WORDS: Readonly<
  Record<ProofStep['step'], { readonly title: Bilingual; readonly does: Bilingual }>
> = {
  text: {
    title: { zh: '分录原文', en: 'Bytes of the entry' },
    does: {
      zh: '把所示分录写成规范形式(RFC 8785),就是封存的那些字节。',
      en: 'The entry as it is shown, in canonical form (RFC 8785): the bytes that were sealed.',
    },
  },
  leaf: {
    title: { zh: '叶哈希', en: 'Leaf hash' },
    does: { zh: 'SHA-256(00 ‖ 原文)。', en: 'SHA-256(00 ‖ bytes).' },
  },
  place: {
    title: { zh: '在日志中的位置', en: 'Place in the log' },
    does: {
      zh: '存证说它是第几条,校验点说共有几条。',
      en: 'The proof tells its place, the checkpoint how many entries there are.',
    },
  },
  node: {
    title: { zh: '节点', en: 'Node' },
    does: {
      zh: 'SHA-256(01 ‖ 左 ‖ 右),其中一个来自存证。',
      en: 'SHA-256(01 ‖ left ‖ right), one of them from the proof.',
    },
  },
  root: {
    title: { zh: '根', en: 'Root' },
    does: {
      zh: '最后一个节点,应与校验点上的根相同。',
      en: 'The last node, which has to be the root in the checkpoint.',
    },
  },
  checkpoint: {
    title: { zh: '校验点', en: 'Checkpoint' },
    does: { zh: '日志的地址、条数和根。', en: 'Which log, how many entries, and their root.' },
  },
  signature: {
    title: { zh: '签名', en: 'Signature' },
    does: {
      zh: '用验证公钥验校验点的 Ed25519 签名。',
      en: 'The Ed25519 signature of the checkpoint, by the verifier key.',
    },
  },
};

/** Why a step does not hold, and what to do. */
export const PROOF_FAULT_WORDS: Readonly<Record<ProofFault, Bilingual>> = {
  'other-leaf': {
    zh: '与所持的叶哈希不同:这不是当时的那条分录。请核对抄写,仍不同时保存两者,请审计核查。',
    en: 'It is not the leaf that was handed out: the entry is another. Compare what was typed; if it stays so, keep both and turn to an auditor.',
  },
  'no-proof': {
    zh: '存证不完整或不是存证。请重新取得后再试。',
    en: 'The proof is not whole, or is none: fetch it again.',
  },
  'other-place': {
    zh: '存证所说的位置与凭证号不同。请重新打开这条分录后再试。',
    en: 'The proof is of another place than its voucher number: open the entry again.',
  },
  'no-path': {
    zh: '存证的散列个数与位置不相应。请重新取得存证后再试。',
    en: 'The proof has not as many hashes as its place takes: fetch it again.',
  },
  'other-root': {
    zh: '算出的根与校验点的根不同:分录、存证或校验点被改动。请重新取得后再试,仍不同时保存三者,请审计核查。',
    en: 'The root computed is not that of the checkpoint: entry, proof or checkpoint was changed. Fetch them again; if it stays so, keep all three and turn to an auditor.',
  },
  'no-checkpoint': {
    zh: '校验点的格式不对。请重新取得后再试。',
    en: 'The checkpoint is not in its form: fetch it again.',
  },
  'other-log': {
    zh: '校验点属于另一本日志。请使用这本日志的验证公钥。',
    en: 'The checkpoint is of another log: take the verifier key of this one.',
  },
  'no-key': {
    zh: '验证公钥抄错或不完整。请逐字核对。',
    en: 'The verifier key was mistyped or is not whole: compare it letter by letter.',
  },
  unsigned: {
    zh: '校验点没有这把公钥的签名。请核对公钥的来源。',
    en: 'The checkpoint is not signed by this key: look where the key came from.',
  },
  'bad-signature': {
    zh: '签名与校验点不符:校验点或签名被改动。请重新取得后再试,仍不符时保存原文,请审计核查。',
    en: 'The signature is not of this checkpoint: one of the two was changed. Fetch it again; if it stays so, keep it and turn to an auditor.',
  },
};

export const PROOF_WORDS = {
  holds: {
    zh: '相符:这条分录在校验点之下,未被改动。',
    en: 'It holds: the entry stands under the checkpoint, unchanged.',
  },
  fails: { zh: '不符。', en: 'It does not hold.' },
  /** Of an entry that was shown without its prices. */
  withheld: {
    zh: '您的身份看不到价格,算不出这条分录的原文。可用发放单上的叶哈希核对,或请财务、审计核对。',
    en: 'Your role sees no prices, so the bytes of the entry cannot be computed here: check it by the leaf on its slip, or ask a treasurer or an auditor.',
  },
  unsealed: {
    zh: '这条分录还没有封存,请稍候几秒再试。',
    en: 'The entry is not sealed yet: try again in a few seconds.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** How what is published now stands to the checkpoint that was kept. */
export const CONTINUITY_WORDS: { readonly [I in Continuity['is']]: (of: Extract<Continuity, { is: I }>) => Bilingual } =
  {
    same: ({ now }) => ({
      zh: `与上次保存的校验点相同:${now.size} 条。`,
      en: `The same as the checkpoint kept: ${now.size} entries.`,
    }),
    extends: ({ kept, now }) => ({
      zh: `接续上次保存的校验点:原来的 ${kept.size} 条都在,未被改动,现有 ${now.size} 条。`,
      en: `It extends the checkpoint kept: the ${kept.size} entries are there, unchanged, and now there are ${now.size}.`,
    }),
    'does-not-extend': ({ kept, now }) => ({
      zh: `日志不接续上次保存的校验点:原来 ${kept.size} 条、根 ${kept.root},现在 ${now.size} 条、根 ${now.root}。已封存的分录被改动、删除,或有两本日志。请保存两份校验点原文,交上级工会或审计核查。`,
      en: `The log does not extend the checkpoint kept: it was ${kept.size} entries with root ${kept.root}, now ${now.size} with root ${now.root}. What was sealed was changed or removed, or there are two logs. Keep both checkpoints as they are and take them to an auditor.`,
    }),
    older: ({ kept, now }) => ({
      zh: `日志比上次保存的校验点短:原来 ${kept.size} 条,现在 ${now.size} 条。一分钟后再试;仍短时,日志被恢复到了以前的备份,或被截短。请保存两份校验点原文,交上级工会或审计核查。`,
      en: `The log is shorter than the checkpoint kept: it was ${kept.size} entries, now ${now.size}. Try again in a minute; if it stays so, an older backup was restored, or entries were cut off. Keep both checkpoints as they are and take them to an auditor.`,
    }),
    'other-log': ({ kept, now }) => ({
      zh: `这是另一本日志:保存的是 ${kept},现在是 ${now}。`,
      en: `This is another log: the one kept is ${kept}, this one ${now}.`,
    }),
    'other-key': ({ kept, now }) => ({
      zh: `校验点不再由保存的公钥签名:保存的是 ${kept},现在是 ${now}。请向单位索取更换公钥的书面决定,核对后再保存新的。`,
      en: `The checkpoint is not signed by the key kept any more: it was ${kept}, now ${now}. Ask for the written decision to change keys before you keep the new one.`,
    }),
    unsigned: () => ({
      zh: '现在的校验点没有自己公钥的签名。请稍后再试,仍如此时保存原文,请审计核查。',
      en: 'The checkpoint of now is not signed by its own key: try again later; if it stays so, keep it and turn to an auditor.',
    }),
  };
