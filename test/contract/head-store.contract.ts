import { beforeEach, describe, expect, it } from 'vitest';
import { type HeadStore, MAX_HEAD } from '../../shared/storage/ports/head-store.ts';

const head = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const textOf = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');

/** What every head store does. `open` gives one with nothing in it. */
export function headStoreContract(name: string, open: () => Promise<HeadStore>): void {
  describe(name, () => {
    let store: HeadStore;

    beforeEach(async () => {
      store = await open();
    });

    it('holds nothing at first, and takes a first head over nothing alone', async () => {
      expect(await store.read()).toBeUndefined();
      expect(await store.replace(head('other'), head('one'))).toBe('differs');
      expect(await store.read()).toBeUndefined();
      expect(await store.replace(undefined, head('one'))).toBe('replaced');
      expect(await store.replace(undefined, head('two'))).toBe('differs');
      expect(textOf(await store.read())).toBe('one');
    });

    it('replaces what is expected, byte for byte, and nothing else', async () => {
      await store.replace(undefined, head('one\n'));
      for (const other of ['one', 'one\n\n', 'ONE\n', '\ufeffone\n', '']) {
        expect(await store.replace(head(other), head('two'))).toBe('differs');
      }
      expect(textOf(await store.read())).toBe('one\n');
      expect(await store.replace(head('one\n'), head('two'))).toBe('replaced');
      expect(textOf(await store.read())).toBe('two');
    });

    it('does not take a head back that was replaced', async () => {
      await store.replace(undefined, head('one'));
      await store.replace(head('one'), head('two'));
      expect(await store.replace(head('one'), head('three'))).toBe('differs');
      expect(textOf(await store.read())).toBe('two');
    });

    it('keeps any UTF-8 as it is, up to 16 KB, and nothing longer', async () => {
      const text = `\ufeff— 暖账 "\\" \u0000\n${'長'.repeat(5_000)}`;
      expect(await store.replace(undefined, head(text))).toBe('replaced');
      expect(textOf(await store.read())).toBe(text);
      const longest = head('x'.repeat(MAX_HEAD));
      expect(await store.replace(head(text), longest)).toBe('replaced');
      await expect(store.replace(longest, head('x'.repeat(MAX_HEAD + 1)))).rejects.toThrow(RangeError);
      expect(await store.read()).toHaveLength(MAX_HEAD);
    });

    it('keeps its own bytes, whatever becomes of those it was given', async () => {
      const bytes = head('one');
      await store.replace(undefined, bytes);
      bytes.fill(0);
      expect(textOf(await store.read())).toBe('one');
    });

    it('lets one of several racers win, and tells each of the others that it did not', async () => {
      for (const expected of [undefined, 'round 0']) {
        const before = expected === undefined ? undefined : await store.read();
        const racers = Array.from({ length: 8 }, (_, at) => head(`${textOf(before) ?? ''} racer ${at}`));
        const outcomes = await Promise.all(racers.map((next) => store.replace(before, next)));
        const winners = racers.filter((_, at) => outcomes[at] === 'replaced');
        expect(winners).toHaveLength(1);
        expect(textOf(await store.read())).toBe(textOf(winners[0]));
      }
    });

    it('is never won twice over the same head, however many try', async () => {
      const won: string[] = [];
      let tries = 0;
      const counting = async (): Promise<void> => {
        for (let left = 5; left > 0; ) {
          const before = await store.read();
          const count = Number(textOf(before)?.split(' ')[0] ?? 0) + 1;
          tries += 1;
          if ((await store.replace(before, head(`${count} by try ${tries}`))) === 'differs') continue;
          won.push(String(count));
          left -= 1;
        }
      };
      await Promise.all([counting(), counting(), counting()]);
      expect(new Set(won).size).toBe(15);
    });
  });
}
