import { describe, expect, it } from 'vitest';
import { schemaOf } from '../../functions/answers/answers.ts';
import type { Asked, Reply } from '../../functions/front/operation.ts';
import type { InstallationTracker } from '../../functions/reports/installation.ts';
import { reportsOperations } from '../../functions/reports/operations.ts';
import type { ReportTracker } from '../../functions/reports/report.ts';
import { appropriate } from '../../shared/commands/appropriate.ts';
import { openFundingLine } from '../../shared/commands/registry.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { createCatalogue } from '../../shared/projection/catalogue.ts';
import { RegistrySearch } from '../../shared/projection/registry-search.ts';
import type { Operation } from '../../shared/routes.ts';
import { encodeEntry } from '../../shared/schemas/entry.ts';
import { nthId, TestOffice, TREASURER } from '../commands/office.ts';
import { appropriation } from '../commands/world.ts';
import { naiveRoot } from '../faults/log-world.ts';
import { INSTALLATION } from '../installation.ts';
import { sealedAtOnce, sealingOver } from '../log/sealing.ts';
import { morningOf, told, winter } from './winter.ts';

const office = await winter();
const ENTRIES = (await told(office)).postings.map(({ entry }) => entry);
const [LINE_A, LINE_B, MASK] = [office.id('line'), office.id('line-2'), office.id('masks')];
const [TOWN, VILLAGE, SUPPLIER] = [office.id('town'), office.id('village'), office.id('supplier')];

/** Of the log of all entries, in their order. */
const ROOT = naiveRoot(ENTRIES.map((entry) => Buffer.from(encodeEntry(entry)))).toString('base64');
const NOW = morningOf('2021-02-09');

function trackerOf({ ledger }: TestOffice): ReportTracker & InstallationTracker {
  const sealing = sealingOver(ledger);
  const { objects } = sealing;
  const read = sealedAtOnce(ledger, sealing);
  const files = new LogFiles(objects);
  const search = new RegistrySearch({ ledger, files, clock: () => NOW, ...read });
  const catalogue = createCatalogue({ ledger, files, search, ...read });
  const hasArrived = async () => true;
  return { ledger, clock: () => NOW, objects, installation: INSTALLATION, catalogue, hasArrived, ...read };
}

/** Sealed as it is read first. */
const TRACKER = trackerOf(office);

const auditor: Asked = {
  caller: { subject: 'auditor-1', roles: ['auditor'], units: [], source: 'token' },
  role: 'auditor',
  units: undefined,
  target: undefined,
  path: {},
  key: undefined,
  isDryRun: false,
  input: {},
  today: '2021-02-09',
  language: 'zh',
  requestHash: () => '',
};

function coordinator(target: string, ...units: string[]): Asked {
  const caller = { subject: 'coordinator-1', roles: ['coordinator'], units, source: 'token' } as const;
  return { ...auditor, caller, role: 'coordinator', units, target };
}

async function ask(operation: Operation<'reports'>, asked: Partial<Asked> = {}): Promise<Reply> {
  return reportsOperations[operation].run(TRACKER, { ...auditor, ...asked });
}

function errorsIn(reply: Reply) {
  if ('faults' in reply) return reply.faults.map(({ pointer, code }) => [pointer, code]);
  if ('refused' in reply && 'errors' in reply.refused)
    return reply.refused.errors.map(({ pointer, code }) => [pointer, code]);
  return reply;
}

describe('reports as they are asked for', () => {
  it.each<[Operation<'reports'>, Partial<Asked>]>([
    ['readFundingLine', { target: LINE_A }],
    ['readFundingLineStatement', { target: LINE_B, input: { chain: 'budget', from: '2020-12-12', limit: '2' } }],
    ['readStockCard', { target: MASK }],
    ['readStock', {}],
    ['readUnitStatement', { target: TOWN, input: { below: 'true' } }],
    ['reportUsage', { input: { by: 'unit,item' } }],
    ['reportIdentities', {}],
    ['reportHeadline', { input: { fundingLine: LINE_A } }],
    ['reportExceptions', {}],
  ])(
    '%s answers in the form that is published, under the checkpoint that it was computed from',
    async (operation, asked) => {
      const reply = await ask(operation, asked);
      if (!('body' in reply)) throw new Error(JSON.stringify(reply));
      expect(schemaOf(reportsOperations[operation]).parse(reply.body)).toEqual(reply.body);
      expect(reply).toMatchObject({ status: 200, body: { asOf: { size: ENTRIES.length, root: ROOT } } });
    },
  );

  it.each<[Operation<'reports'>, Record<string, string>, [string, string][]]>([
    ['reportUsage', {}, [['/by', 'required']]],
    ['reportUsage', { by: '' }, [['/by', 'not-one-of']]],
    ['reportUsage', { by: 'unit,unit' }, [['/by', 'not-one-of']]],
    ['reportUsage', { by: 'unit,colour' }, [['/by', 'not-one-of']]],
    ['reportUsage', { by: 'unit', limit: '0' }, [['/limit', 'not-an-integer']]],
    ['reportUsage', { by: 'unit', limit: '10001' }, [['/limit', 'too-large']]],
    ['reportUsage', { by: 'unit', cursor: 'x' }, [['/cursor', 'unknown-reference']]],
    ['reportHeadline', { from: '2021-02-29' }, [['/from', 'no-such-date']]],
    ['reportHeadline', { from: '2021-01-02', to: '2021-01-01' }, [['/to', 'too-early']]],
    ['reportHeadline', { colour: 'red' }, [['/colour', 'unknown-field']]],
    ['reportHeadline', { fundingLine: TOWN }, [['/fundingLine', 'unknown-reference']]],
    [
      'readStock',
      { item: nthId(99), warehouse: nthId(99) },
      [
        ['/item', 'unknown-reference'],
        ['/warehouse', 'unknown-reference'],
      ],
    ],
    ['readFundingLine', { after: 'x' }, [['/after', 'bad-format']]],
  ])('%s refuses %j', async (operation, input, errors) => {
    expect(errorsIn(await ask(operation, { input, target: LINE_A }))).toEqual(errors);
  });

  it.each<[Operation<'reports'>, string]>([
    ['readFundingLine', 'fundingLine'],
    ['readFundingLineStatement', 'fundingLine'],
    ['readStockCard', 'item'],
    ['readUnitStatement', 'unit'],
  ])('%s finds nothing under the id of something else', async (operation, kind) => {
    expect(await ask(operation, { target: SUPPLIER })).toEqual({
      refused: { refusal: 'not-found', kind, id: SUPPLIER },
    });
  });

  it('tells a coordinator of own units and of what lies below them, without prices', async () => {
    expect(await ask('readUnitStatement', coordinator(VILLAGE, 'U1'))).toMatchObject({ status: 200 });
    expect(await ask('readUnitStatement', coordinator(TOWN, 'U2'))).toEqual({
      refused: { refusal: 'not-your-unit', unit: TOWN },
    });
    const reply = await ask('readUnitStatement', coordinator(TOWN, 'U1'));
    expect(JSON.stringify(reply)).not.toMatch(/value|funding/);
  });

  it('says whether an entry it was to wait for is in the answer', async () => {
    expect(await ask('reportHeadline', { input: { after: office.id('undone') } })).toMatchObject({
      body: { includes: true },
    });
    expect(await ask('reportHeadline', { input: { after: nthId(99) } })).toMatchObject({ body: { includes: false } });
  });

  it.each(['readStock', 'reportHeadline'] as const)(
    'waits for an entry that is about to come: %s',
    async (operation) => {
      const awaiting = await winter();
      const tracker = trackerOf(awaiting);
      const { journal, projection } = tracker;
      const last = awaiting.id('last');
      let looks = 0;
      const comesAtTheSecond = async (): Promise<void> => {
        looks += 1;
        if (looks === 2) await awaiting.ask(TREASURER, appropriate, appropriation('1.00'), { on: 'line', as: last });
      };
      const waiting = {
        ...tracker,
        journal: { ...journal, sealed: () => comesAtTheSecond().then(() => journal.sealed()) },
        projection: {
          ...projection,
          placesOf: (ids: readonly string[]) => comesAtTheSecond().then(() => projection.placesOf(ids)),
        },
      };
      const reply = await reportsOperations[operation].run(waiting, { ...auditor, input: { after: last } });
      expect(reply).toMatchObject({ body: { includes: true, asOf: { size: ENTRIES.length + 1 } } });
      expect(looks).toBeGreaterThanOrEqual(2);
    },
  );

  it.each<[Operation<'reports'>, Record<string, string>]>([
    ['reportUsage', { by: 'unit,fundingLine,item,month' }],
    ['reportUsage', { by: 'month', from: '2020-12-01', to: '2021-01-31', fundingLine: LINE_A }],
    ['reportUsage', { by: 'item', to: '2020-12-31', unit: TOWN, limit: '1' }],
    ['reportHeadline', {}],
    ['reportHeadline', { from: '2021-01-01', fundingLine: LINE_B }],
  ])('%s %j is read from the projection alone, and says what the entries say', async (operation, input) => {
    const whole = TRACKER;
    const unread = async (): Promise<never> => {
      throw new Error('the entries are not to be read');
    };
    const fromSums = { ...whole, journal: { sealed: unread, whole: unread, readOn: unread } };
    const reply = await reportsOperations[operation].run(fromSums, { ...auditor, input });
    // The same entries by the same days, in a period that is one of no whole months.
    const days = { from: input.from ?? '2020-01-02', to: input.to ?? '2021-12-30' };
    const byDays = { ...input, ...days, ...(days.from.endsWith('-01') ? { from: dayBefore(days.from) } : {}) };
    const straight = await reportsOperations[operation].run(whole, { ...auditor, input: byDays });
    expect(withoutQueries(straight)).toEqual(withoutQueries(reply));
  });

  it('does not say that an answer includes what was projected only after it was read', async () => {
    const { projection, ...whole } = TRACKER;
    const last = ENTRIES.at(-1);
    const behind = await projection.read();
    const size = ENTRIES.length - 1;
    const read = async () => ({ ...behind, asOf: { ...behind.asOf, size } });
    const input = { after: last?.id };
    const reply = await reportsOperations.reportHeadline.run(
      { ...whole, projection: { ...projection, read } },
      { ...auditor, input },
    );
    expect(reply).toMatchObject({ body: { asOf: { size }, includes: false } });
  });
});

describe('what a report names and nobody sealed yet', () => {
  async function opened() {
    const begun = new TestOffice();
    const sealing = sealingOver(begun.ledger);
    await begun.ask(TREASURER, openFundingLine, { code: 'A', name: '专项甲', basis: ['通知'] }, { as: 'sealed' });
    await sealing.sealAll();
    await begun.ask(TREASURER, openFundingLine, { code: 'B', name: '专项乙', basis: ['通知'] }, { as: 'late' });
    const { journal, projection } = sealing;
    return {
      late: begun.id('late'),
      sealing,
      tracker: { ...trackerOf(begun), ledger: begun.ledger, journal, projection },
    };
  }

  it.each<[Operation<'reports'>, (id: string) => Partial<Asked>]>([
    ['readFundingLine', (target) => ({ target })],
    ['readStock', (fundingLine) => ({ input: { fundingLine } })],
    ['reportUsage', (fundingLine) => ({ input: { by: 'unit', fundingLine } })],
    ['reportUsage', (fundingLine) => ({ input: { by: 'unit', fundingLine, from: '2020-01-02' } })],
    ['reportHeadline', (fundingLine) => ({ input: { fundingLine } })],
  ])('is waited for as what `after` names is, by %s', async (operation, asked) => {
    const { late, sealing, tracker } = await opened();
    let looks = 0;
    const soon = async () => {
      looks += 1;
      if (looks === 3) await sealing.sealAll();
    };
    const waiting = {
      ...tracker,
      journal: { ...sealing.journal, sealed: () => soon().then(() => sealing.journal.sealed()) },
      projection: {
        ...sealing.projection,
        placesOf: (ids: readonly string[]) => soon().then(() => sealing.projection.placesOf(ids)),
      },
    };
    const reply = await reportsOperations[operation].run(waiting, { ...auditor, ...asked(late) });
    expect(reply).toMatchObject({ status: 200, body: { asOf: { size: 2 } } });
  });

  it('is told as not sealed, and never as something that nobody registered', async () => {
    const { late, tracker } = await opened();
    const asked = [
      reportsOperations.readFundingLine.run(tracker, { ...auditor, target: late }),
      reportsOperations.reportUsage.run(tracker, { ...auditor, input: { by: 'unit', fundingLine: late } }),
    ];
    for (const reply of await Promise.all(asked))
      expect(reply).toEqual({ refused: { refusal: 'not-sealed', entry: late } });
  });
});

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/** Figures apart from where their entries are listed, which says the days that were asked for. */
function withoutQueries(reply: Reply): unknown {
  return JSON.parse(JSON.stringify(reply, (name, value: unknown) => (name === 'entries' ? undefined : value)));
}
