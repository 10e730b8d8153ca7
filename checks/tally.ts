import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** Reads vitest's JSON report and prints what it comes to on a line of its own: `212 passed, 0 failed`. */

const Report = z.object({
  numPassedTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

const [path] = process.argv.slice(2);
if (!path) throw new Error('Name the report: node checks/tally.ts report.json');
const { numPassedTests: passed, testResults } = Report.parse(JSON.parse(readFileSync(path, 'utf8')));

// A file that breaks before its first test, or around its tests, counts as one failure: it must not go unseen.
const failed = testResults
  .map(({ status, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed').length;
    return status === 'failed' ? Math.max(tests, 1) : tests;
  })
  .reduce((sum, one) => sum + one, 0);

if (passed + failed === 0) console.error('No test was run.');
console.log(`${passed} passed, ${failed} failed`);
if (passed === 0 || failed > 0) process.exitCode = 1;
