import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openApi } from '../../functions/openapi.ts';
import { GATEWAY_PROBLEMS } from '../../functions/problems/gateway-problems.ts';
import type { Problem } from '../../functions/problems/problem.ts';
import { forbiddenProblem, problemOfRefusal } from '../../functions/problems/refusal.ts';
import { ROLES } from '../../shared/domain/role.ts';
import { EXPORT_FAILURES } from '../../shared/schemas/export.ts';
import type { Fault } from '../../shared/schemas/fault.ts';
import { chosenFrom } from '../../shared/words/choices.ts';
import { FAILURE_TEXTS } from '../../shared/words/failure-texts.ts';
import { detailOf } from '../../shared/words/fault-texts.ts';
import { LANGUAGES, type Language } from '../../shared/words/language.ts';
import { type Mentions, UNNAMED } from '../../shared/words/mentions.ts';
import { anyFault } from './faults.ts';
import { anyRefusal, WRITTEN } from './refusals.ts';
import { holesIn, strangersIn } from './wording.ts';

const NAMED: Mentions = {
  registered: () => ({ zh: '“高丽营镇(SY-01)”', en: '“高丽营镇(SY-01)”' }),
  entry: () => ({ zh: '2020-02-05 的冲销凭证 000123', en: 'the reversal of 2020-02-05, voucher 000123' }),
  lot: () => ({ zh: '2020-02-01 的验收入库 第 1 批', en: 'lot 1 of the acceptance of 2020-02-01' }),
};
const language = fc.constantFrom(...LANGUAGES);

/** What is wrong with the words of a problem in a language, of what it has in all. */
function wrongIn({ title, detail }: Pick<Problem, 'title' | 'detail'>, told: Language): string[] {
  const given = [...WRITTEN, '高丽营镇', 'SY-01', 'a'.repeat(64), 'image/jpeg'];
  return [title, detail].flatMap((text) => [...holesIn(text), ...strangersIn(text, told, given)]);
}

describe('the words of', () => {
  test('every refusal are whole, in one language, and name what people know by name', () => {
    fc.assert(
      fc.property(anyRefusal, language, fc.constantFrom(NAMED, UNNAMED), (refusal, told, mentions) => {
        expect(wrongIn(problemOfRefusal(refusal, told, mentions), told)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('every wrong field are whole and in one language', () => {
    fc.assert(
      fc.property(anyFault, language, fc.constantFrom(NAMED, UNNAMED), (fault, told, mentions) => {
        const detail = detailOf(fault, told, mentions);
        const given = [...WRITTEN, '高丽营镇', 'SY-01', '箱', '个', 'Х'];
        expect([...holesIn(detail), ...strangersIn(detail, told, given)]).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(LANGUAGES)('what is said before any rule is asked are whole, in %s', (told) => {
    const problems = Object.values(GATEWAY_PROBLEMS).map(({ [told]: wording }) => wording);
    const forbidden = ROLES.map((role) => forbiddenProblem([role], told));
    expect([...problems, ...forbidden].flatMap((problem) => wrongIn(problem, told))).toEqual([]);
  });

  test.each(LANGUAGES)('a failed export are whole, in %s', (told) => {
    const texts = EXPORT_FAILURES.map((failure) => FAILURE_TEXTS[failure][told]);
    expect(texts.flatMap((text) => [...holesIn(text), ...strangersIn(text, told, [])])).toEqual([]);
  });

  test('a field that is one of some words say in Chinese what each of them means', () => {
    const words = [...new Set(enumerated(openApi()))].filter((word) => !FORMATS.test(word));
    expect(words.filter((word) => chosenFrom(word) === word)).toEqual([]);
  });

  test('fields to choose from say in Chinese what each of them means', () => {
    const [exactly, least] = (['lot, line', 'approvalAbove, cashAbove'] as const).map((allowed, at) =>
      detailOf({ pointer: '', code: at === 0 ? 'not-exactly-one' : 'not-at-least-one', allowed }, 'zh'),
    );
    expect(exactly).toBe('以下字段恰须给出一个:批次(lot)、明细行(line)。');
    expect(least).toBe('以下字段至少给出一个:须审批的限额(approvalAbove)、现金限额(cashAbove)。');
    const others = ['item', 'fundingLine', 'funding', 'name', 'reference', 'phone', 'signatory'];
    expect(others.filter((field) => chosenFrom(field) === field)).toEqual([]);
  });

  test('what stands on something that is to be closed say measures and yuan', () => {
    const uses = [
      { what: 'stock', quantity: 180n, value: 438_000n },
      { what: 'unpaid', value: 6_000n },
    ] as const;
    const told = (language: Language) => problemOfRefusal({ refusal: 'still-in-use', uses }, language).detail;
    expect(told('zh')).toBe('尚有:库存 180(按基本计量单位),4380.00 元;未付款 60.00 元。请先处理完毕。');
    expect(told('en')).toContain('in stock 180 in base measures and 4380.00 yuan; not paid 60.00 yuan.');
  });

  test('a file of no type that is accepted leave no blank', () => {
    const differs = {
      refusal: 'evidence-differs',
      sha256: 'a'.repeat(64),
      what: 'mediaType',
      declared: 'image/png',
    } as const;
    expect(problemOfRefusal(differs, 'zh').detail).toContain('实际为不接受的类型;');
  });

  test('a wrong field are told by the name of what is meant, and not by its id', () => {
    const fault: Fault = {
      pointer: '/lines/0/lot',
      code: 'not-in-this-warehouse',
      allowed: '01768c2e-6b00-7000-8000-00000000000a',
    };
    expect(detailOf(fault, 'zh', NAMED)).toBe('不在这个仓库,在“高丽营镇(SY-01)”。');
  });
});

/** Names of formats, the same in every language. */
const FORMATS = /^(xlsx|csv|jsonl|html|zip|utf-8|gb18030|[a-z]+\/[a-z0-9.+-]+)$/;

/** Every word that a field of a request may be. */
function enumerated(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { paths } = value as { paths?: object };
  return wordsIn(paths);
}

function wordsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'enum' in value && Array.isArray(value.enum) ? value.enum.filter((one) => typeof one === 'string') : [];
  return [...own, ...Object.entries(value).flatMap(([key, one]) => (key === 'responses' ? [] : wordsIn(one)))];
}
