import { describe, expect, test } from 'vitest';
import { EXPORTS, exportBody } from '../../shared/schemas/export.ts';
import { ASKED_HERE, draftOf, ofKind, requestOf } from '../../web/reports/export-draft.ts';
import { nextLook } from '../../web/reports/export-looks.ts';

const LINE = '01769c58-4800-7000-8000-000000000001';

describe('what is asked for as a file', () => {
  test('is what its address says, in a format that its kind has', () => {
    expect(requestOf(draftOf({ kind: 'stock-card', item: LINE, format: 'csv', encoding: 'gb18030' }))).toEqual({
      kind: 'stock-card',
      format: 'csv',
      item: LINE,
      encoding: 'gb18030',
    });
    expect(requestOf(draftOf({ kind: 'nothing', format: 'zip' }))).toEqual({ kind: 'fund-usage', format: 'xlsx' });
  });

  test('sends of its fields those alone that its kind takes', () => {
    const filled = { fundingLine: LINE, unit: LINE, item: LINE, consignment: LINE, from: '2020-12-01', below: 'true' };
    for (const kind of ASKED_HERE) {
      const request = requestOf(ofKind(draftOf({ ...filled, ledgers: 'acceptance' }), kind));
      expect(exportBody.safeParse(request).error?.issues ?? [], kind).toEqual([]);
      const { kind: _kind, format: _format, ...narrowed } = request as Record<string, unknown>;
      expect(Object.keys(narrowed).every((name) => EXPORTS[kind].takes.some((one) => one === name))).toBe(true);
    }
  });

  test('is not with units below where no unit is named, and has all ledgers where none is', () => {
    expect(requestOf(draftOf({ kind: 'distribution', below: 'true' }))).toEqual({
      kind: 'distribution',
      format: 'xlsx',
    });
    expect(requestOf(draftOf({ kind: 'audit-pack', ledgers: 'acceptance,other' }))).toEqual({
      kind: 'audit-pack',
      format: 'zip',
      ledgers: ['acceptance'],
    });
  });
});

describe('what is being made', () => {
  const at = (createdAt: number, status: 'queued' | 'running' | 'done' = 'running') => ({ status, createdAt });

  test.each([
    [0, 1_000],
    [5_000, 1_000],
    [30_000, 6_000],
    [600_000, 15_000],
    [1_800_000, 15_000],
    [1_800_001, false],
  ])('is looked at again, after %i ms of waiting in %j ms', (waited, next) => {
    expect(nextLook([at(1_000_000)], 1_000_000 + waited)).toBe(next);
  });

  test('is looked at for the newest of what is open, and not for what has ended', () => {
    expect(nextLook([at(0), at(590_000, 'queued'), at(600_000, 'done')], 600_000)).toBe(2_000);
    expect([nextLook([at(0, 'done')], 1), nextLook([], 1)]).toEqual([false, false]);
  });
});
