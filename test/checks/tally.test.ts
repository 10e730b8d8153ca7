import { expect, it } from 'vitest';
import { type Outcome, tallyOf } from '../../checks/tally.ts';

const PASSED: Outcome = { file: 'test/a.test.ts', name: 'a > works (where there is a moon)', state: 'passed' };
const skipped = (file: string, name: string): Outcome => ({ file, name, state: 'skipped' });

it('says what a run comes to on its last line, and nothing else where nothing was skipped', () => {
  expect(tallyOf([PASSED, PASSED, { ...PASSED, state: 'failed' }], 0)).toEqual(['2 passed, 1 failed']);
});

it('counts what failed around the tests', () => {
  expect(tallyOf([], 1)).toEqual(['0 passed, 1 failed']);
});

it('lists what was skipped by the reason in the names', () => {
  const outcomes = [
    PASSED,
    skipped('test/b.test.ts', 'papers (where there are Chromium, pdftotext and pdffonts) > five lines'),
    skipped('test/b.test.ts', 'papers (where there are Chromium, pdftotext and pdffonts) > twenty lines'),
    skipped('test/c.test.ts', 'where S3_ENDPOINT names a stand-in for S3 > reads where it wrote'),
    skipped('test/d.test.ts', 'where S3_ENDPOINT names a stand-in for S3 > lists'),
    skipped('test/e.test.ts', 'answers where it listens (where there is an engine)'),
    skipped('test/d.test.ts', 'something'),
  ];
  expect(tallyOf(outcomes, 0)).toEqual([
    'Skipped:',
    '    2 where there are Chromium, pdftotext and pdffonts: test/b.test.ts',
    '    2 where S3_ENDPOINT names a stand-in for S3: test/c.test.ts, test/d.test.ts',
    '    1 where there is an engine: test/e.test.ts',
    '    1 their names do not say why: test/d.test.ts',
    '1 passed, 0 failed, 6 skipped',
  ]);
});
