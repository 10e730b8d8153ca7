import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSlipCode, writeSlipCode } from '../../shared/domain/slip-code.ts';
import { ids } from '../schemas/entries.ts';

const ENTRY = '01944d3a-0000-7000-8000-000000000063';
const LEAF = 'hOE-weA3FVrmGXV1mbLNIa2lpWXg_ZsxOcDDxsG4rak';
const CODE = `https://nuanzhang.example/api/log#${ENTRY}.${LEAF}`;

describe('the code of a slip', () => {
  it('is the address, the entry and the leaf hash', () => {
    const parts = { address: 'https://nuanzhang.example/api/log', entry: ENTRY, leaf: LEAF };
    expect(writeSlipCode(parts)).toBe(CODE);
    expect(readSlipCode(CODE)).toEqual(parts);
  });

  it('is read back as it was written', () => {
    const hosts = fc.constantFrom('a.example', 'log.example:8443', '127.0.0.1:4100', '[2001:db8::1]');
    const segments = fc.array(fc.stringMatching(/^[\w.~!$&'()*+,;=:@%-]{1,12}$/), { maxLength: 4 });
    const addresses = fc
      .tuple(fc.constantFrom('http', 'https'), hosts, segments)
      .map(([scheme, host, path]) => [`${scheme}://${host}`, ...path].join('/'));
    const leaves = fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((hash) => Buffer.from(hash).toString('base64url'));
    fc.assert(
      fc.property(addresses, ids, leaves, (address, entry, leaf) => {
        expect(readSlipCode(writeSlipCode({ address, entry, leaf }))).toEqual({ address, entry, leaf });
      }),
    );
  });

  it('has one spelling: whatever is read is written the same', () => {
    const near = fc.constantFrom(CODE, `${CODE} `, CODE.toUpperCase(), CODE.replace('.', '#'));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), near), (text) => {
        const code = readSlipCode(text);
        if (code !== undefined) expect(writeSlipCode(code)).toBe(text);
      }),
    );
  });

  it.each([
    ['another scheme', CODE.replace('https', 'javascript')],
    ['a query', CODE.replace('/log', '/log?a=1')],
    ['a trailing slash', CODE.replace('/log', '/log/')],
    ['a space', CODE.replace('/log', '/l g')],
    ['a quotation mark', CODE.replace('/log', '/l"g')],
    ['an entry in capitals', CODE.replace(ENTRY, ENTRY.toUpperCase())],
    ['a hash of another length', `${CODE}A`],
    ['a hash with bits to spare', `${CODE.slice(0, -1)}l`],
    ['something after it', `${CODE}#`],
    ['an address of more than 200 characters', CODE.replace('/log', `/${'x'.repeat(200)}`)],
  ])('does not read a code with %s', (_what, text) => {
    expect(readSlipCode(text)).toBeUndefined();
  });

  it('is not written of what could not be read back, and says what could', () => {
    const write = () => writeSlipCode({ address: 'log.example', entry: ENTRY, leaf: LEAF });
    expect(write).toThrow(/an http\(s\) address of at most 200 characters .* not "log\.example#/);
  });
});
