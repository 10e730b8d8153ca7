import { beforeAll, describe, expect, test } from 'vitest';
import { isKind } from '../../shared/domain/entry.ts';
import { NotSealed, type Task } from '../../shared/exports/files/produced.ts';
import { produce } from '../../shared/exports/jobs/produce.ts';
import { decodeEntry } from '../../shared/schemas/entry.ts';
import type { ExportRequest } from '../../shared/schemas/export.ts';
import { emptySource, IDLE, type Sample, sealedSample, textIn } from './sealed-sample.ts';
import { bytesOf } from './sheets.ts';

let sample: Sample;

beforeAll(async () => {
  sample = await sealedSample();
});

const NOBODY = '01768c2e-6b00-7000-8000-00000000dead';

async function textOf(request: ExportRequest, task: Task = IDLE): Promise<string> {
  return (await bytesOf(produce(request, sample.source, task).chunks)).toString('utf8');
}

const lines = (text: string) => text.split('\n').slice(0, -1);

describe('entries as JSON Lines', () => {
  const entries: ExportRequest = { kind: 'entries', format: 'jsonl' };

  test('are byte for byte what is sealed, in the order of the log, each with a line feed', async () => {
    expect(await textOf(entries)).toBe(sample.canonical.map((text) => `${text}\n`).join(''));
  });

  test('are those that moved or refer to what is asked for', async () => {
    const dispatch = sample.canonical.map(decodeEntry).find((entry) => isKind(entry, 'dispatch'));
    const unit = dispatch?.refs.unit ?? '';
    const told = lines(await textOf({ ...entries, unit })).map((line) => decodeEntry(line).kind);
    expect(new Set(told)).toEqual(
      new Set([
        ...['dispatch', 'confirmation', 'resolution', 'unit-return', 'disbursement', 'take-back'],
        ...['attachment', 'correction', 'reversal'],
      ]),
    );
    expect(told.length).toBeLessThan(sample.canonical.length);
  });

  test('of two stretches of days are together those of both', async () => {
    const days = sample.canonical.map((text) => decodeEntry(text).effectiveOn).toSorted();
    const last = days.at(-1) ?? '';
    const before = lines(await textOf({ ...entries, to: '2020-01-01' }));
    const after = lines(await textOf({ ...entries, from: '2020-01-02', to: last }));
    expect([...before, ...after].toSorted()).toEqual(sample.canonical.toSorted());
  });

  test('of nothing are an empty file, which is valid JSON Lines', async () => {
    expect(await textOf({ ...entries, unit: NOBODY })).toBe('');
    expect(await textOf({ ...entries, from: '2031-01-01' })).toBe('');
  });

  test('before anything is sealed are an empty file', async () => {
    expect(await bytesOf(produce(entries, await emptySource(), IDLE).chunks)).toHaveLength(0);
  });

  test('are saved under the codes and days they were narrowed by', async () => {
    const order = sample.canonical.map(decodeEntry).find((entry) => isKind(entry, 'order'));
    const fundingLine = order?.refs.fundingLines[0] ?? '';
    const produced = produce({ ...entries, fundingLine, from: '2020-12-01', to: '2020-12-31' }, sample.source, IDLE);
    await bytesOf(produced.chunks);
    expect(produced.name()).toBe('分录-SY-FY-2020-2020-12-01至2020-12-31.jsonl');
  });
});

describe('a sign-off sheet', () => {
  test('is an XLSX file, saved under the number of its consignment', async () => {
    const consignment = sample.first.get('dispatch') ?? '';
    const produced = produce({ kind: 'sign-off-sheet', format: 'xlsx', consignment }, sample.source, IDLE);
    expect(await textIn(await bytesOf(produced.chunks))).toContain('领取人签字');
    expect(produced.name()).toMatch(/^签领表-FF-\d{6}\.xlsx$/);
  });
});

describe('a delivery slip', () => {
  const slip = (consignment: string): ExportRequest => ({ kind: 'delivery-slip', format: 'html', consignment });

  test('is a page that names its consignment by number, and is saved under it', async () => {
    const dispatch = sample.first.get('dispatch') ?? '';
    const index = sample.canonical.findIndex((text) => decodeEntry(text).id === dispatch);
    const number = `FF-${String(index + 1).padStart(6, '0')}`;
    const produced = produce(slip(dispatch), sample.source, IDLE);
    const page = (await bytesOf(produced.chunks)).toString('utf8');
    expect(page).toContain('<!doctype html>');
    expect(page).toContain(number);
    expect(page).toContain('高丽营镇');
    expect(produced.name()).toBe(`发放单-${number}.html`);
  });

  test('of what is not sealed yet is not made', async () => {
    await expect(textOf(slip(NOBODY))).rejects.toBeInstanceOf(NotSealed);
  });
});

describe('papers of several consignments', () => {
  const dispatches = () =>
    sample.canonical.map(decodeEntry).flatMap((entry) => (isKind(entry, 'dispatch') ? [entry.id] : []));

  test('are one page with a slip and a sign-off sheet of each in the order that was asked for', async () => {
    const consignments = dispatches().toReversed();
    expect(consignments.length).toBeGreaterThan(1);
    const produced = produce({ kind: 'dispatch-papers', format: 'html', consignments }, sample.source, IDLE);
    const page = (await bytesOf(produced.chunks)).toString('utf8');
    const titles = [...page.matchAll(/<h1>(.*?)<\/h1>/g)].map(([, title]) => title);
    expect(titles).toEqual(consignments.flatMap(() => ['发放单', '签领表']));
    const numbers = consignments.map((id) => {
      const index = sample.canonical.findIndex((text) => decodeEntry(text).id === id);
      return `FF-${String(index + 1).padStart(6, '0')}`;
    });
    const places = numbers.map((number) => page.indexOf(`<dd>${number}</dd>`));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(produced.name()).toBe(`发放单和签领表-${numbers[0]}-${numbers.at(-1)}.html`);
  });

  test('say the same of each as its own papers do', async () => {
    const [one = ''] = dispatches();
    const bodyOf = (page: string) => /<section class="proof s">.*?<\/section>/s.exec(page)?.[0];
    const together = await textOf({ kind: 'dispatch-papers', format: 'html', consignments: dispatches() });
    const alone = await textOf({ kind: 'delivery-slip', format: 'html', consignment: one });
    expect(bodyOf(together)).toBe(bodyOf(alone));
  });

  test('with one that is not sealed yet are not made', async () => {
    const request: ExportRequest = { kind: 'dispatch-papers', format: 'html', consignments: [...dispatches(), NOBODY] };
    await expect(textOf(request)).rejects.toBeInstanceOf(NotSealed);
  });
});

describe('whoever waits', () => {
  test('is told how far it is, up to all that is known', async () => {
    const told: [number, number][] = [];
    await textOf({ kind: 'entries', format: 'jsonl' }, { ...IDLE, progress: (...one) => void told.push(one) });
    const { size } = sample.source.asOf;
    expect(told[0]).toEqual([0, size]);
    expect(told.at(-1)).toEqual([size, size]);
  });

  test('can stop it before it begins, and nothing comes', async () => {
    const reason = new Error('cancelled');
    const signal = AbortSignal.abort(reason);
    await expect(textOf({ kind: 'entries', format: 'jsonl' }, { ...IDLE, signal })).rejects.toBe(reason);
  });
});
