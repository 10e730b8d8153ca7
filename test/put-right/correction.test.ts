import { describe, expect, test } from 'vitest';
import { parse } from '../../shared/schemas/body.ts';
import { correctBody } from '../../shared/schemas/correction.ts';
import { attachEvidenceBody, reverseBody } from '../../shared/schemas/reversal.ts';
import { attachmentOf } from '../../web/put-right/attachment-form.ts';
import { placesOf } from '../../web/put-right/correctable-places.ts';
import { changedIn, correctionOf, EMPTY, pointerOf } from '../../web/put-right/correction-form.ts';
import { emptyReversal, reversalOf } from '../../web/put-right/reversal-form.ts';

const ENTRY = '01769c58-4800-7000-8000-000000000001';
const SUPPLIER = '01769c58-4800-7000-8000-000000000002';
const PAPER = 'a'.repeat(64);
const TODAY = '2020-12-30';
const words = { nothingChanged: '没有更正' };
type Read = Parameters<typeof placesOf>[0];

/** An answer as far as places are told of it. */
function read(kind: string, told: Partial<Read['entry']>): Read {
  return { entry: { id: ENTRY, kind, refs: {}, facts: {}, ...told } };
}

describe('what may be corrected', () => {
  test('an acceptance has its note, its papers, and batch and expiry of each lot', () => {
    const places = placesOf(
      read('acceptance', {
        note: '夜间到货',
        facts: { lots: [{ number: 'A1', expiresOn: '2021-06-01' }, {}] },
        evidence: [{ sha256: PAPER, name: '入库单.pdf', bytes: 10, mediaType: 'application/pdf' }],
      }),
    );
    expect(places).toEqual([
      { key: 'note', field: 'note', was: '夜间到货' },
      { key: `paper ${PAPER}`, field: 'paper', paper: PAPER, was: '入库单.pdf' },
      { key: 'batch 1', field: 'batch', lot: `${ENTRY}.1`, was: 'A1' },
      { key: 'batch 2', field: 'batch', lot: `${ENTRY}.2`, was: undefined },
      { key: 'expiresOn 1', field: 'expiresOn', lot: `${ENTRY}.1`, was: '2021-06-01' },
      { key: 'expiresOn 2', field: 'expiresOn', lot: `${ENTRY}.2`, was: undefined },
    ]);
  });

  test('how many came back is told above zero, and a correction itself has no place', () => {
    const places = placesOf(read('take-back', { coverage: { people: -3 } }));
    expect(places.find(({ field }) => field === 'people')).toEqual({ key: 'people', field: 'people', was: 3 });
    expect(placesOf(read('correction', {}))).toEqual([]);
  });
});

describe('a correction as it is sent', () => {
  const places = placesOf(read('order', { note: '加急', refs: { supplier: SUPPLIER } }));

  test('names what stood and what is right, of what was changed alone', () => {
    const draft = { ...EMPTY, is: { note: { text: ' 非加急 ' } }, fields: { reason: { text: '录错' } } };
    const { body, unreadable, wrong } = correctionOf(draft, places, words);
    expect(body).toEqual({ changes: [{ field: 'note', was: '加急', is: '非加急' }], reason: '录错' });
    expect([unreadable, wrong]).toEqual([[], []]);
    expect(parse(correctBody, body, TODAY)).not.toHaveProperty('faults');
  });

  test('empties a place where that is asked for, and takes a supplier that was chosen', () => {
    const supplier = { text: '示例供应商', chosen: { id: ENTRY, name: '示例供应商' } };
    const draft = { ...EMPTY, emptied: ['note'], is: { supplier }, fields: { reason: { text: '录错' } } };
    expect(changedIn(draft, places).map(({ key }) => key)).toEqual(['note', 'supplier']);
    expect(pointerOf(draft, places, 'supplier')).toBe('/changes/1/is');
    expect(correctionOf(draft, places, words).body).toMatchObject({
      changes: [
        { field: 'note', was: '加急', is: null },
        { field: 'supplier', was: SUPPLIER, is: ENTRY },
      ],
    });
  });

  test('of a person, who corrects says what stands', () => {
    const confirmed = placesOf(read('confirmation', {}));
    const draft = { ...EMPTY, was: { signatory: { text: '甲' } }, is: { signatory: { text: '乙' } } };
    expect(correctionOf(draft, confirmed, words).body).toMatchObject({
      changes: [{ field: 'signatory', was: '甲', is: '乙' }],
    });
  });

  test('says so where nothing was changed, and where a number is none', () => {
    expect(correctionOf(EMPTY, places, words).wrong).toEqual([{ at: '/changes', told: '没有更正' }]);
    const counted = placesOf(read('confirmation', {}));
    const draft = { ...EMPTY, is: { people: { text: '十二' } } };
    expect(correctionOf(draft, counted, words).unreadable).toEqual([{ at: '/changes/0/is', flaw: 'not-a-number' }]);
  });
});

describe('reversals and papers as they are sent', () => {
  test('a reversal is dated today, with an approval only where one was typed', () => {
    const draft = { fields: { ...emptyReversal(TODAY).fields, reason: { text: '重复记账' } } };
    const { body } = reversalOf(draft);
    expect(body).toEqual({ reason: '重复记账', effectiveOn: TODAY });
    expect(parse(reverseBody, body, TODAY)).not.toHaveProperty('faults');
    const approved = reversalOf({ fields: { ...draft.fields, document: { text: '审批单' } } }).body;
    expect(parse(reverseBody, approved, TODAY)).toMatchObject({
      faults: [{ pointer: '/approval/decidedOn' }, { pointer: '/approval/approver' }],
    });
  });

  test('without a paper there is nothing to add', () => {
    const { body } = attachmentOf({ fields: {}, papers: [] });
    expect(parse(attachEvidenceBody, body, TODAY)).toMatchObject({ faults: [{ pointer: '/evidence' }] });
  });
});
