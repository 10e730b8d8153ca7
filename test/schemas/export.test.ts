import { describe, expect, test } from 'vitest';
import { parse } from '../../shared/schemas/body.ts';
import { EXPORT_FORMATS, EXPORT_KINDS, EXPORTS, exportBody } from '../../shared/schemas/export.ts';

const TODAY = '2020-12-28';
const ID = '01768c2e-6b00-7000-8000-000000000001';

const faults = (body: object) => {
  const parsed = parse(exportBody, body, TODAY);
  return 'faults' in parsed ? parsed.faults : [];
};

describe('the body of an export', () => {
  test.each(EXPORT_KINDS)('takes %s in its own formats and in no other', (kind) => {
    const { formats, needs } = EXPORTS[kind];
    for (const format of EXPORT_FORMATS) {
      const given = needs === 'consignments' ? [ID] : ID;
      const body = { kind, format, ...(needs === undefined ? {} : { [needs]: given }) };
      const expected = { pointer: '/format', code: 'not-one-of', allowed: formats.join(', ') };
      expect(faults(body)).toEqual(formats.includes(format) ? [] : [expected]);
    }
  });

  test('is told of everything at once in which its fields do not go together', () => {
    const body = {
      kind: 'stock-card',
      format: 'zip',
      unit: ID,
      consignment: ID,
      from: '2020-12-02',
      to: '2020-12-01',
      encoding: 'gb18030',
      ledgers: ['donations'],
      page: 1,
    };
    expect(faults(body)).toEqual([
      { pointer: '/page', code: 'unknown-field' },
      { pointer: '/format', code: 'not-one-of', allowed: 'xlsx, csv' },
      { pointer: '/unit', code: 'only-for', allowed: 'distribution, entries' },
      { pointer: '/item', code: 'required' },
      { pointer: '/consignment', code: 'only-for', allowed: 'sign-off-sheet, delivery-slip' },
      { pointer: '/ledgers', code: 'only-for', allowed: 'audit-pack' },
      { pointer: '/encoding', code: 'only-for', allowed: 'csv' },
      { pointer: '/to', code: 'too-early', allowed: '2020-12-02' },
    ]);
  });

  test('is told of wrong fields and of those that do not go together', () => {
    expect(faults({ kind: 'sign-off-sheet', format: 'docx', from: 'yesterday' })).toEqual([
      { pointer: '/format', code: 'not-one-of', allowed: EXPORT_FORMATS.join(', ') },
      { pointer: '/from', code: 'bad-format', format: 'date' },
      { pointer: '/consignment', code: 'required' },
      { pointer: '/from', code: 'only-for', allowed: expect.stringContaining('fund-usage') },
    ]);
  });

  test('needs a kind and a format', () => {
    expect(faults({})).toEqual([
      { pointer: '/kind', code: 'required' },
      { pointer: '/format', code: 'required' },
    ]);
  });

  test('takes a day that is both first and last, and days to come', () => {
    expect(faults({ kind: 'entries', format: 'jsonl', from: '2021-12-01', to: '2021-12-01' })).toEqual([]);
  });

  test('names a ledger of a pack once', () => {
    const body = { kind: 'audit-pack', format: 'zip', ledgers: ['donations', 'fund-usage', 'donations'] };
    expect(faults(body)).toEqual([{ pointer: '/ledgers/2', code: 'repeated' }]);
  });
});
