import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { available, cash, committed, source, stock, transit } from '../../shared/domain/account.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import type { Kind } from '../../shared/domain/facts.ts';
import { consignmentView } from '../../shared/schemas/consignment-view.ts';
import { decodeEntry, encodeEntry, MAX_ENTRY_BYTES } from '../../shared/schemas/entry.ts';
import { entriesOf, facts } from './entries.ts';

const LINE = '01768c2e-6b00-7000-8000-0000000000f1';
const SUPPLIER = '01768c2e-6b00-7000-8000-0000000000f2';
const ITEM = '01768c2e-6b00-7000-8000-0000000000f3';

const given: Entry<'appropriation'> = {
  id: '01768c2e-6b00-7000-8000-000000000001',
  kind: 'appropriation',
  effectiveOn: '2020-12-28',
  recordedAt: 1_609_142_400_000,
  actor: { subject: 'treasurer', role: 'treasurer' },
  refs: { fundingLines: [LINE] },
  facts: { source: '区总工会' },
  transfers: [
    { from: source(1), to: available(1), quantity: 0n, value: 63_405_600n },
    { from: source(1), to: cash(1), quantity: 0n, value: 63_405_600n },
  ],
  evidence: [],
};

describe('an entry in writing', () => {
  it.each(Object.keys(facts) as Kind[])('reads as what was written, for a %s', (kind) => {
    fc.assert(
      fc.property(entriesOf(kind), (entry) => {
        const text = encodeEntry(entry);
        const read = decodeEntry(text);
        expect(read).toStrictEqual(entry);
        expect(encodeEntry(read)).toBe(text);
        expect(canonicalize(JSON.parse(text))).toBe(text);
      }),
      { numRuns: 60, seed: 2020 },
    );
  });

  it('is canonical JSON with amounts in yuan, and leaves out what there is none of', () => {
    expect(encodeEntry(given)).toBe(
      '{"actor":{"role":"treasurer","subject":"treasurer"},"effectiveOn":"2020-12-28",' +
        '"facts":{"source":"区总工会"},"id":"01768c2e-6b00-7000-8000-000000000001","kind":"appropriation",' +
        `"recordedAt":1609142400000,"refs":{"fundingLines":["${LINE}"]},"transfers":[` +
        '{"from":"source/1","to":"available/1","value":"634056.00"},' +
        '{"from":"source/1","to":"cash/1","value":"634056.00"}],"v":2}',
    );
  });

  it('has the bytes it always had in the first form where an order does not say how it was procured', () => {
    const ordered: Entry<'order'> = {
      ...given,
      form: 1,
      kind: 'order',
      refs: { fundingLines: [LINE], supplier: SUPPLIER },
      facts: {
        lines: [{ item: ITEM, unitPrice: '10.00' }],
        emergency: { basis: '财办库〔2020〕23号', from: '2020-01-26' },
        invoice: { number: '20112000000012345678', date: '2020-12-28', amount: 10_000n },
      },
      transfers: [{ from: available(1), to: committed(1, 1), quantity: 10n, value: 10_000n }],
    };
    const bytes =
      '{"actor":{"role":"treasurer","subject":"treasurer"},"effectiveOn":"2020-12-28","facts":{' +
      '"emergency":{"basis":"财办库〔2020〕23号","from":"2020-01-26"},' +
      '"invoice":{"amount":"100.00","date":"2020-12-28","number":"20112000000012345678"},' +
      `"lines":[{"item":"${ITEM}","unitPrice":"10.00"}]},"id":"01768c2e-6b00-7000-8000-000000000001",` +
      `"kind":"order","recordedAt":1609142400000,"refs":{"fundingLines":["${LINE}"],"supplier":"${SUPPLIER}"},` +
      '"transfers":[{"from":"available/1","quantity":10,"to":"committed/1/1","value":"100.00"}],"v":1}';
    expect(encodeEntry(ordered)).toBe(bytes);
    const quotes = [{ supplier: '供应商乙', amount: 12_000n }];
    const procured = { ...ordered, facts: { ...ordered.facts, procurement: { method: 'inquiry', quotes } as const } };
    expect(encodeEntry(procured)).toBe(
      bytes.replace(
        '},"id"',
        ',"procurement":{"method":"inquiry","quotes":[{"amount":"120.00","supplier":"供应商乙"}]}},"id"',
      ),
    );
  });

  it('keeps the measure that the first form wrote beside pieces, and tells pieces alone', () => {
    const sent: Entry<'dispatch'> = {
      ...given,
      form: 1,
      kind: 'dispatch',
      refs: { unit: LINE, warehouse: SUPPLIER },
      facts: { lines: [{ item: ITEM, quantity: 36n }], parts: [1] },
      transfers: [{ from: stock(`${LINE}.1`), to: transit(1), quantity: 36n, value: 300n }],
    };
    const measured = encodeEntry(sent).replace('"quantity":36}]', '"measure":"箱","quantity":36}]');
    const read = decodeEntry(measured);
    expect(encodeEntry(read)).toBe(measured);
    if (!isKind(read, 'dispatch')) throw new Error('it is read as another kind');
    const view = consignmentView(read, { parts: [], days: { openedOn: '2020-12-28', fed: {} } }, { prices: true });
    expect(view.lines[0]).toMatchObject({ quantity: 36, sent: { quantity: 36 } });
    expect(view.lines[0]).not.toHaveProperty('measure');
    expect(view.lines[0]).not.toHaveProperty('packs');
    expect(() => decodeEntry(measured.replace('"v":1', '"v":2'))).toThrow();
    expect(() =>
      decodeEntry(measured.replace('"measure":"箱"', '"packs":{"measure":"箱","of":12,"quantity":3}')),
    ).toThrow();
  });

  it('writes the same bytes whatever the order of the fields', () => {
    const { id, transfers, ...rest } = given;
    expect(encodeEntry({ transfers, ...rest, id })).toBe(encodeEntry(given));
  });

  it('writes quantities as integers, and none where no goods move', () => {
    const moved = { ...given, transfers: [{ ...given.transfers[0]!, quantity: 1_000_000_000_000n }] };
    expect(encodeEntry(moved)).toContain('"from":"source/1","quantity":1000000000000,"to":"available/1"');
  });

  it('takes at most as many bytes as the log counts', () => {
    const room = MAX_ENTRY_BYTES - Buffer.byteLength(encodeEntry({ ...given, note: '' }));
    const longest = { ...given, note: 'x'.repeat(room) };
    expect(decodeEntry(encodeEntry(longest))).toEqual(longest);
    expect(() => encodeEntry({ ...given, note: `${'x'.repeat(room - 2)}注` })).toThrow(RangeError);
    expect(() => encodeEntry({ ...given, note: 'x'.repeat(room + 1) })).toThrow(RangeError);
    expect(() => decodeEntry(`${encodeEntry(longest)} `)).toThrow(RangeError);
  });

  it('refuses half a character', () => {
    expect(() => encodeEntry({ ...given, note: '\ud83d' })).toThrow();
    const text = encodeEntry({ ...given, note: 'x' }).replace('"note":"x"', String.raw`"note":"\ud83d"`);
    expect(() => decodeEntry(text)).toThrow();
  });

  it('refuses a quantity that JSON would not keep', () => {
    const moved = { ...given, transfers: [{ ...given.transfers[0]!, quantity: 2n ** 53n }] };
    expect(() => encodeEntry(moved)).toThrow();
  });

  const text = encodeEntry(given);
  it.each([
    ['a field nobody knows', text.replace('"v":2', '"v":2,"w":1')],
    ['another version', text.replace('"v":2', '"v":3')],
    ['no version', text.replace(',"v":2', '')],
    ['a kind nobody knows', text.replace('"kind":"appropriation"', '"kind":"gift"')],
    ["another kind's facts", text.replace('"kind":"appropriation"', '"kind":"release"')],
    ['an amount with one decimal', text.replace('634056.00', '634056.0')],
    ['an amount that is a number', text.replace('"634056.00"', '634056')],
    ['an account nobody knows', text.replace('available/1', 'pending/1')],
    ['an account without its ordinal', text.replace('available/1', 'available')],
    ['a quantity of 0', text.replace('"to":"cash/1"', '"quantity":0,"to":"cash/1"')],
    ['a fraction', text.replace('"to":"cash/1"', '"quantity":1.5,"to":"cash/1"')],
    ['a date that does not exist', text.replace('2020-12-28', '2020-02-30')],
    ['an id in capitals', text.replace('01768c2e-6b00-7000-8000-000000000001', '01768C2E-6B00-7000-8000-000000000001')],
    ['an empty list of evidence', text.replace('"facts"', '"evidence":[],"facts"')],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
  ])('refuses %s', (_, changed) => {
    expect(changed).not.toBe(text);
    expect(() => decodeEntry(changed)).toThrow();
  });
});
