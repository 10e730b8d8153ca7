import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PersonalCipher } from '../../shared/storage/ports/personal-cipher.ts';
import { id } from './fixtures.ts';

const PERSONAL = {
  name: { salt: 'c2FsdA==', value: '被慰问人甲' },
  reference: { salt: 'eA==', value: '110113199001011234' },
};

/** What every cipher of personal data does. `open` gives one under a key of its own. */
export function personalCipherContract(name: string, open: () => Promise<PersonalCipher>): void {
  describe(`personal data under ${name}`, () => {
    it('opens as it was encrypted, whatever it says', async () => {
      const cipher = await open();
      const one = fc.record({
        salt: fc.string(),
        value: fc.string({ unit: 'binary' }).filter((s) => s.isWellFormed()),
      });
      const field = fc.string({ minLength: 1 }).filter((key) => key !== '__proto__');
      await fc.assert(
        fc.asyncProperty(fc.dictionary(field, one, { maxKeys: 4, noNullPrototype: true }), async (personal) => {
          expect(await cipher.decrypt(id(1), await cipher.encrypt(id(1), personal))).toEqual(personal);
        }),
        { numRuns: 30 },
      );
    });

    it('shows nothing of it, and is never the same twice', async () => {
      const cipher = await open();
      const [once, twice] = [await cipher.encrypt(id(1), PERSONAL), await cipher.encrypt(id(1), PERSONAL)];
      expect(once).not.toBe(twice);
      for (const encrypted of [once, twice]) {
        const bytes = Buffer.concat(encrypted.split('.').map((part) => Buffer.from(part, 'base64')));
        for (const text of ['被慰问人甲', '110113199001011234', 'reference']) {
          expect(encrypted).not.toContain(text);
          expect(bytes.includes(text)).toBe(false);
        }
      }
    });

    it('opens for the entry it was encrypted for and for no other', async () => {
      const cipher = await open();
      const encrypted = await cipher.encrypt(id(1), PERSONAL);
      await expect(cipher.decrypt(id(2), encrypted)).rejects.toMatchObject({ code: 'corrupt-row' });
    });

    it('does not open with any byte altered, cut or in plain, and the error says nothing of it', async () => {
      const cipher = await open();
      const encrypted = await cipher.encrypt(id(1), PERSONAL);
      const [key = '', text = ''] = encrypted.split('.');
      const bytes = Buffer.from(text, 'base64');
      const altered = Array.from(bytes, (_byte, place) => {
        const other = Buffer.from(bytes);
        other[place] = (other[place] ?? 0) ^ 1;
        return `${key}.${other.toString('base64')}`;
      });
      const cut = [key, `${key}.`, `${key}.${bytes.subarray(0, -1).toString('base64')}`, `${encrypted}.x`, ''];
      for (const wrong of [...altered, ...cut, JSON.stringify(PERSONAL)]) {
        const failed = await cipher.decrypt(id(1), wrong).catch((error: unknown) => error);
        expect(failed).toMatchObject({ code: 'corrupt-row', message: `the personal data of ${id(1)} does not open` });
      }
    });

    it('does not open under another key', async () => {
      const encrypted = await (await open()).encrypt(id(1), PERSONAL);
      await expect((await open()).decrypt(id(1), encrypted)).rejects.toThrow();
    });
  });
}
