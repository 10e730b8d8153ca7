import { describe, expect, it } from 'vitest';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Ledger } from '../../shared/storage/ledger.ts';
import { createMemoryLedger } from '../../shared/storage/memory-ledger.ts';
import { createUnsealedJournal } from '../../shared/storage/unsealed-journal.ts';
import { at, ENTRIES, id, LINE_A, registration, T0 } from './entries.ts';

const NOW = T0 + 60_000;

async function append(ledger: Ledger, ...entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) await ledger.append({ entry, canonical: '{}', requestHash: '', changes: [] });
}

function unit(number: number, recordedAt: number): Entry {
  return at(number, registration('unit', { code: `U${number}`, name: '单位' }), { recordedAt });
}

/** Counts what is asked of the ledger. */
function watched(ledger: Ledger) {
  const asked = { scans: 0, tails: 0, reads: 0 };
  const watching: Ledger = {
    ...ledger,
    entries: (options) => {
      if (options.after === undefined) asked.scans += 1;
      return ledger.entries(options);
    },
    outbox: (options) => {
      asked.tails += 1;
      return ledger.outbox(options);
    },
    read: (keys) => {
      asked.reads += 1;
      return ledger.read(keys);
    },
  };
  return { asked, ledger: watching };
}

describe('the journal over what is not sealed', () => {
  it('holds everything appended before the read, and knows what it holds', async () => {
    const ledger = createMemoryLedger();
    const journal = createUnsealedJournal(ledger, () => NOW);
    expect((await journal.read()).postings).toEqual([]);
    await append(ledger, ...ENTRIES);
    const prefix = await journal.read();
    expect(prefix.postings.map(({ entry }) => entry.id)).toEqual(ENTRIES.map(({ id }) => id));
    expect(prefix.asOf).toBeNull();
    expect([prefix.has(id(28)), prefix.has(id(29))]).toEqual([true, false]);
  });

  it('keeps an earlier prefix as it was', async () => {
    const ledger = createMemoryLedger();
    const journal = createUnsealedJournal(ledger, () => NOW);
    await append(ledger, ...ENTRIES.slice(0, 10));
    const before = await journal.read();
    await append(ledger, ...ENTRIES.slice(10));
    const after = await journal.read();
    expect(before.postings).toHaveLength(10);
    expect([before.has(id(11)), after.has(id(11))]).toEqual([false, true]);
    expect(after.postings.slice(0, 10)).toEqual(before.postings);
  });

  it('reads all entries once, and then only what is new', async () => {
    const { ledger, asked } = watched(createMemoryLedger());
    const journal = createUnsealedJournal(ledger, () => NOW);
    await append(ledger, ...ENTRIES);
    await journal.read();
    await append(ledger, unit(40, NOW));
    await journal.read();
    await journal.read();
    expect(asked).toMatchObject({ scans: 1, reads: 1 });
  });

  it('finds an entry that was recorded before others but appeared after them', async () => {
    const ledger = createMemoryLedger();
    const journal = createUnsealedJournal(ledger, () => NOW + 9_000);
    await append(ledger, ...ENTRIES, unit(41, NOW + 9_000));
    await journal.read();
    await append(ledger, unit(40, NOW));
    const { postings } = await journal.read();
    expect(postings.slice(-2).map(({ entry }) => entry.id)).toEqual([id(41), id(40)]);
  });

  it('is not led past entries by a writer whose clock runs ahead', async () => {
    const ledger = createMemoryLedger();
    let now = NOW;
    const journal = createUnsealedJournal(ledger, () => now);
    await append(ledger, unit(40, NOW + 3_600_000));
    await journal.read();
    now += 20_000;
    await append(ledger, unit(41, now));
    expect((await journal.read()).has(id(41))).toBe(true);
  });

  it('finds what was appended behind the back of its first scan', async () => {
    const inner = createMemoryLedger();
    await append(inner, ...ENTRIES);
    // An old id, made on a telephone that had no signal.
    const late = at(0, registration('unit', { code: 'U0', name: '单位' }), { recordedAt: NOW });
    const ledger: Ledger = {
      ...inner,
      async entries(options) {
        const page = await inner.entries(options);
        await append(inner, late);
        return page;
      },
    };
    expect((await createUnsealedJournal(ledger, () => NOW).read()).has(id(0))).toBe(true);
  });

  it('goes through all entries again where one waits for what the outbox no longer shows', async () => {
    const { ledger, asked } = watched(createMemoryLedger());
    const journal = createUnsealedJournal(ledger, () => NOW);
    const [line, ...rest] = ENTRIES;
    if (!line) throw new Error('there are entries');
    await append(ledger, unit(40, NOW));
    await journal.read();
    await append(ledger, { ...line, recordedAt: 0 }, ...rest.map((entry) => ({ ...entry, recordedAt: NOW })));
    const prefix = await journal.read();
    expect(prefix.postings).toHaveLength(ENTRIES.length + 1);
    expect(prefix.has(LINE_A)).toBe(true);
    expect(asked.scans).toBe(2);
  });

  it('does not go through all entries again and again for one that waits for good', async () => {
    const { ledger, asked } = watched(createMemoryLedger());
    const journal = createUnsealedJournal(ledger, () => NOW);
    await append(
      ledger,
      at(40, { kind: 'attachment', effectiveOn: '2021-01-10', refs: { entry: id(99) }, facts: {}, transfers: [] }),
    );
    for (let read = 0; read < 3; read += 1) expect((await journal.read()).postings).toEqual([]);
    expect(asked.scans).toBe(2);
  });

  it('reads on where one millisecond holds more than a page', async () => {
    const ledger = createMemoryLedger();
    const journal = createUnsealedJournal(ledger, () => NOW);
    await journal.read();
    await append(ledger, ...Array.from({ length: 1_500 }, (_, at) => unit(100 + at, NOW)));
    expect((await journal.read()).postings).toHaveLength(1_500);
  });

  it('serves all that ask at the same time with one refresh, but none with one that began before it asked', async () => {
    const { ledger, asked } = watched(createMemoryLedger());
    const journal = createUnsealedJournal(ledger, () => NOW);
    await journal.read();
    const before = asked.tails;
    const first = journal.read();
    await append(ledger, unit(40, NOW));
    const [earlier, ...later] = await Promise.all([first, journal.read(), journal.read(), journal.read()]);
    expect(asked.tails - before).toBe(2);
    expect(later.every((prefix) => prefix.has(id(40)))).toBe(true);
    expect(earlier.asOf).toBeNull();
  });

  it('goes on after a read that failed', async () => {
    const inner = createMemoryLedger();
    await append(inner, ...ENTRIES);
    let broken = true;
    const ledger: Ledger = {
      ...inner,
      outbox: (options) => (broken ? Promise.reject(new Error('no answer')) : inner.outbox(options)),
    };
    const journal = createUnsealedJournal(ledger, () => NOW);
    const failing = [journal.read(), journal.read()];
    await expect(Promise.all(failing)).rejects.toThrow('no answer');
    await Promise.allSettled(failing);
    broken = false;
    expect((await journal.read()).postings).toHaveLength(ENTRIES.length);
  });
});
