import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Sealed } from '../../shared/domain/voucher.ts';
import type { Value } from '../../shared/exports/files/sheet.ts';
import { exceptions } from '../../shared/reports/exceptions.ts';
import { Register } from '../../shared/reports/register.ts';
import { type Correction, type Reach, sentencesOf } from '../../shared/reports/sentences.ts';
import { summaryOf, wordOf } from '../../shared/reports/summary.ts';
import { LEDGER_KINDS } from '../../shared/schemas/export.ts';
import { LANGUAGES } from '../../shared/words/language.ts';
import { actions, type Known, perform } from '../commands/actions.ts';
import { buy, openOffice, plan, send, sign } from '../commands/world.ts';
import { read, sealedOf } from '../exports/ledgers/reading.ts';
import { holesIn, strangersIn } from './wording.ts';

/** An office with a little of everything under way. */
async function start(): Promise<Known> {
  const office = await openOffice();
  await plan(office, ['town', 'masks', 6n], ['village', 'suits', 4n]);
  await buy(office, 'order', [['masks', 13n, '10.01']]);
  await send(office, 'sent', ['masks', 7n]);
  await sign(office, 'sent', { line: 1, good: 4n, damaged: 2n, refused: 1n });
  const names = ['order', 'order-in', 'sent', 'sent-signed'];
  return { office, entries: await Promise.all(names.map((name) => office.entry(name))) };
}

async function sealedIn({ office }: Known): Promise<Sealed[]> {
  const { items } = await office.ledger.entries({ limit: 1_000 });
  return sealedOf(items.map(({ entry }) => entry).sort((a, b) => a.recordedAt - b.recordedAt));
}

const SAID = ['name', 'title', 'code', 'number', 'reason', 'source', 'giver', 'purpose', 'measure', 'baseMeasure'];

/** What people wrote into the entries: texts under names that say so. */
function written(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    typeof one === 'string' ? (SAID.includes(key) ? [one] : []) : written(one),
  );
}

const stories = fc.array(actions(), { maxLength: 40, size: 'max' });

const isText = (cell: Value | undefined): cell is string => typeof cell === 'string' && cell !== '';

/** Latin letters that a Chinese ledger prints: of codes, of the entry's id in short, of terms. */
const NO_WORD = /[a-z]{3,}/g;

describe('whatever happened', () => {
  test('is summed up in one language, without a hole, and by names', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const known = await start();
        for (const action of story) await perform(known, action);
        const sealed = await sealedIn(known);
        const given = sealed.flatMap(({ entry }) => written(entry.facts));
        for (const language of LANGUAGES) {
          const register = new Register(sealed).in(language);
          const told = [
            ...sealed.flatMap((one) => [summaryOf(one, register), wordOf(one.entry, language)]),
            ...Object.values(exceptions(sealed, register, known.office.clock() + 60 * 86_400_000)).flatMap((rows) =>
              Array.isArray(rows) ? rows.flatMap((row: object) => ('summary' in row ? [String(row.summary)] : [])) : [],
            ),
          ];
          for (const text of new Set(told)) {
            expect([...holesIn(text), ...strangersIn(text, language, given)]).toEqual([]);
          }
        }
      }),
      { numRuns: 40, interruptAfterTimeLimit: 8_000 },
    );
  });

  test('is printed in the ledgers in Chinese, without a hole, and by names', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const known = await start();
        for (const action of story) await perform(known, action);
        const sealed = await sealedIn(known);
        for (const kind of LEDGER_KINDS) {
          const selection = kind === 'stock-card' ? { item: 'masks' } : {};
          const { sheet, rows, foot } = await read(kind, sealed, selection);
          // Who has told no name is called as their token calls them.
          const cells = rows
            .flatMap((row) => row.filter((_, at) => !sheet.columns[at]?.title.endsWith('人')))
            .filter(isText);
          const texts = [
            sheet.title,
            ...sheet.columns.map(({ title }) => title),
            ...sheet.head.flatMap(({ label }) => [label]),
            ...foot.total.filter(isText),
            ...cells,
          ];
          for (const text of new Set(texts)) {
            expect([...holesIn(text), ...(text.match(NO_WORD) ?? [])].map((found) => `${found} in ${text}`)).toEqual(
              [],
            );
          }
        }
      }),
      { numRuns: 25, interruptAfterTimeLimit: 8_000 },
    );
  });
});

const figure = fc.oneof(fc.constant(0n), fc.bigInt(0n, 10n ** 12n));
const change = fc.oneof(fc.constant(0n), fc.bigInt(-(10n ** 12n), 10n ** 12n));
const reachOf = (of: fc.Arbitrary<bigint>): fc.Arbitrary<Reach> =>
  fc.record({ invested: of, inKind: of, people: of, households: of, sites: of });
const correction: fc.Arbitrary<Correction> = fc.record({
  month: fc.constantFrom('2020-01', '2020-12', '2021-02'),
  change: reachOf(change),
});

test('the published sentences are whole, in one language, and print nothing below zero', () => {
  const told = fc.tuple(reachOf(figure), fc.array(correction, { maxLength: 3 }), fc.constantFrom(undefined, '2020'));
  fc.assert(
    fc.property(told, ([reach, corrections, year]) => {
      const sentences = sentencesOf(reach, corrections, year);
      for (const language of LANGUAGES) {
        const { [language]: text } = sentences;
        expect([...holesIn(text), ...strangersIn(text, language, [])]).toEqual([]);
        expect(text).not.toMatch(/-\d/);
      }
    }),
  );
});
