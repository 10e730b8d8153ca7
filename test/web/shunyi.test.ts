import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type Api, createApi } from '../../local/demo/api.ts';
import { readFacts } from '../../local/demo/facts.ts';
import { AUDITOR } from '../../local/demo/play.ts';
import { stepsOf } from '../../local/demo/steps.ts';
import { reportAnswers } from '../../shared/schemas/reports.ts';
import { CHROMIUM } from '../browser.ts';
import { issueToken } from '../local/issue-token.ts';
import { accepts, type Bought, buys, confirms, pays, type Sent, sends, sendsToSeveral } from './desk-work.ts';
import { REPORTED, type Site, useSite } from './page.ts';

/** As long as it may take to type the whole relief on a slow machine. */
const TYPING_MS = 600_000;

const facts = readFacts();
/** What the report tells of; its ids and days are the same whenever the demonstration was begun. */
const steps = stepsOf(facts, '2026-03-05').filter(({ date }) => date < '2021-02-01');
/** What of it is typed on the pages; all else is registered by the API. */
const TYPED = /^\/api\/(?:purchases|consignments)/;

const papersOf = (path: RegExp) => steps.filter((step) => path.test(step.path)).map(({ papers }) => papers);
const PAPERS = {
  purchases: papersOf(/^\/api\/purchases$/),
  acceptances: papersOf(/\/acceptances$/),
  payments: papersOf(/\/payments$/),
  confirmations: papersOf(/\/confirmation$/),
};

const nameOf = (all: readonly { readonly key: string; readonly name: string }[], key: string) =>
  all.find((one) => one.key === key)?.name ?? key;
const called = <T extends { readonly item: string }>(lines: readonly T[]) =>
  lines.map((line) => ({ ...line, item: nameOf(facts.items, line.item) }));

const orders = z.array(z.object({ invoice: z.object({ number: z.string(), date: z.string(), amount: z.string() }) }));
const INVOICES = orders.parse(steps.filter(({ path }) => path === '/api/purchases').map(({ body }) => body));

/** What the demonstration buys, as it is typed. */
const BOUGHT = facts.purchases.map(({ date, supplier, lines, emergency, accepted, paid }, at) => {
  const typed: Bought = {
    supplier: nameOf(facts.suppliers, supplier),
    day: date,
    fundingLine: facts.fundingLine.name,
    lines: called(lines),
    invoice: INVOICES[at]?.invoice ?? { number: '', date, amount: '' },
    emergency,
    // An XML would fill in lines by itself: here they are typed.
    papers: (PAPERS.purchases[at] ?? []).filter(({ evidence }) => evidence.mediaType !== 'application/xml'),
  };
  return { typed, accepted: accepted.date, paid };
});

/** What it sends: together what goes out on a day. */
const SENT = [...Map.groupBy(facts.dispatches.entries(), ([, { date }]) => date)].map(([day, all]) => ({
  day,
  sent: all.map(([, { unit, lines }]): Sent => ({ day, unit: nameOf(facts.units, unit), lines: called(lines) })),
  confirmed: all.map(
    ([
      at,
      {
        confirmed: { date, signatory, ...reached },
      },
    ]) => ({
      day: date,
      signatory,
      reached,
      papers: PAPERS.confirmations[at] ?? [],
    }),
  ),
}));

const apiOf = ({ origin, data }: Site) => createApi(origin, (person) => issueToken(data, origin, person));

/** What is told of the funding line of the report, apart from when it was told. */
async function toldBy(api: Api) {
  const at = (report: string) => `/api/reports/${report}fundingLine=${REPORTED}`;
  const headline = await api.read(AUDITOR, at('headline?'), reportAnswers.headline.omit({ asOf: true }).strip());
  const usage = await api.read(AUDITOR, at('usage?by=unit,fundingLine,item&limit=200&'), reportAnswers.usage);
  return { headline, rows: usage?.rows, total: usage?.total };
}

describe.skipIf(CHROMIUM === undefined)('the relief of Shunyi, typed at the desk (where there is Chromium)', () => {
  const site = useSite();
  const demonstration = useSite({ NUANZHANG_DEMO: 'on' });
  /** The page of somebody who is signed in, kept open for as long as they work. */
  const pageOf = async (role: string) => (await site.open('/account', { as: `demo-${role}` })).page;

  test(
    'comes to what the demonstration tells of it, to the fen and to the piece',
    async () => {
      const api = apiOf(site.site);
      for (const step of steps.filter(({ path }) => !TYPED.test(path))) {
        await api.upload(step);
        await api.write(step);
      }
      const buyer = await pageOf('buyer');
      const keeper = await pageOf('keeper');
      const treasurer = await pageOf('treasurer');
      const coordinator = await pageOf('coordinator');
      for (const [at, { typed, accepted, paid }] of BOUGHT.entries()) {
        const number = await buys(buyer, typed);
        await accepts(keeper, number, accepted, PAPERS.acceptances[at] ?? []);
        await pays(treasurer, { number, day: paid.date, approval: paid.approval, papers: PAPERS.payments[at] ?? [] });
      }
      for (const { day, sent, confirmed } of SENT) {
        const numbers = sent.length > 1 ? await sendsToSeveral(keeper, day, sent) : [];
        for (const one of sent.length > 1 ? [] : sent) numbers.push(await sends(keeper, one));
        for (const [at, arrived] of confirmed.entries()) {
          await confirms(coordinator, { number: numbers[at] ?? '', ...arrived });
        }
      }
      const told = await toldBy(api);
      expect(told).toEqual(await toldBy(apiOf(demonstration.site)));
      expect(told.headline).toMatchObject({ invested: facts.expected.invested, people: facts.expected.personTimes });
      const identities = await api.read(AUDITOR, '/api/reports/identities', reportAnswers.identities);
      expect(identities).toMatchObject({ holds: true, settled: true });
    },
    TYPING_MS,
  );
});
