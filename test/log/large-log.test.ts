import { expect, it } from 'vitest';
import { largeLog } from '../../bench/large-log.ts';
import { LogPrefix } from '../../shared/log/journal/prefix.ts';
import { decodeEntry, encodeEntry } from '../../shared/schemas/entry.ts';

it('the ledger that benchmarks are taken on is one that could have been sealed', async () => {
  const entries = [...largeLog(1_000)];
  const prefix = new LogPrefix(() => Promise.reject(new Error('an opening was recalled')));
  for (let at = 0; at < entries.length; at += 256) {
    await prefix.enter(entries.slice(at, at + 256).map(({ canonical }) => decodeEntry(canonical)));
  }
  expect(prefix.size).toBe(1_000);
  expect(entries.every(({ entry, canonical }) => encodeEntry(entry) === canonical)).toBe(true);
});
