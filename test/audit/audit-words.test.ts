import { expect, test } from 'vitest';
import { PACK_STEPS } from '../../shared/audit/pack-check.ts';
import {
  CHECKED_BY_WORDS,
  PACK_GAP_WORDS,
  PACK_REFUSAL_WORDS,
  PACK_STEP_WORDS,
  PACK_VERDICT_WORDS,
  verifierCommand,
} from '../../shared/audit/pack-words.ts';
import { CONTINUITY_WORDS, PROOF_FAULT_WORDS, PROOF_STEP_WORDS, PROOF_WORDS } from '../../shared/audit/proof-words.ts';
import { type Bilingual, LANGUAGES } from '../../shared/words/language.ts';
import { holesIn, strangersIn } from '../words/wording.ts';

const STAND = { size: 87, root: 'AZxCiT5l' };
const LOGS = { kept: '甲', now: '乙' };
const some = { count: 2, named: ['000012', '000013'] };

const TEXTS: readonly Bilingual[] = [
  ...Object.values(PROOF_STEP_WORDS).flatMap(({ title, does }) => [title, does]),
  ...Object.values(PROOF_FAULT_WORDS),
  ...Object.values(PROOF_WORDS),
  CONTINUITY_WORDS.same({ is: 'same', now: STAND }),
  CONTINUITY_WORDS.extends({ is: 'extends', kept: STAND, now: STAND }),
  CONTINUITY_WORDS['does-not-extend']({ is: 'does-not-extend', kept: STAND, now: STAND }),
  CONTINUITY_WORDS.older({ is: 'older', kept: STAND, now: STAND }),
  CONTINUITY_WORDS['other-log']({ is: 'other-log', ...LOGS }),
  CONTINUITY_WORDS['other-key']({ is: 'other-key', ...LOGS }),
  CONTINUITY_WORDS.unsigned({ is: 'unsigned' }),
  ...PACK_STEPS.flatMap((step) => [PACK_STEP_WORDS[step].title, PACK_STEP_WORDS[step].held(3)]),
  ...Object.values(PACK_VERDICT_WORDS),
  ...Object.values(CHECKED_BY_WORDS),
  PACK_GAP_WORDS['own-key']({ gap: 'own-key' }),
  PACK_GAP_WORDS.workbooks({ gap: 'workbooks', count: 3 }),
  PACK_GAP_WORDS['older-ledgers']({ gap: 'older-ledgers', count: 3 }),
  PACK_GAP_WORDS.names({ gap: 'names', ...some }),
  PACK_GAP_WORDS.papers({ gap: 'papers', ...some }),
  PACK_GAP_WORDS.archive({ gap: 'archive' }),
  PACK_GAP_WORDS.page({ gap: 'page' }),
  PACK_GAP_WORDS['other-log']({ gap: 'other-log' }),
  PACK_GAP_WORDS.facts({ gap: 'facts' }),
  PACK_REFUSAL_WORDS.tooLarge(128 * 1024 ** 2),
  PACK_REFUSAL_WORDS.tooManyFiles(10_000),
];
/** What files, formats and algorithms are called in any language. */
const GIVEN = ['SHA256SUMS', 'Ed25519', 'RFC', 'SHA-256', 'AZxCiT5l', 'XLSX', 'CSV', 'ZIP', 'verify.mjs', '甲', '乙'];

test.each(LANGUAGES)('the words of proofs, kept checkpoints and packs are whole, in %s', (language) => {
  const texts = TEXTS.map(({ [language]: text }) => text);
  expect(texts.flatMap((text) => [...holesIn(text), ...strangersIn(text, language, GIVEN)])).toEqual([]);
});

test('the command of the verifier takes names of any letters as one word of the shell', () => {
  expect(verifierCommand('审计包 1.zip', 'log.example+12+AB')).toBe(
    "npm run -s verify -- '审计包 1.zip' --key 'log.example+12+AB'",
  );
  expect(verifierCommand("it's.zip")).toBe("npm run -s verify -- 'it'\\''s.zip' --key '<验证公钥>'");
});
