import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { readFacts } from '../../local/demo/facts.ts';
import { firstStepOf, stepsOf } from '../../local/demo/steps.ts';
import { isId } from '../../shared/domain/id.ts';
import { routes } from '../../shared/routes.ts';

const facts = readFacts();
const FOUNDED = '2026-03-05';
const steps = stepsOf(facts, FOUNDED);
/** Those of the report come first. */
const REPORTED = 61;

function countOf(path: RegExp): number {
  return steps.filter((step) => path.test(step.path)).length;
}

describe('the steps of the demonstration', () => {
  test('are everything the report tells of, and a second funding line under way', () => {
    expect(countOf(/^\/api\/funding-lines$/)).toBe(1 + 1);
    expect(countOf(/^\/api\/units$/)).toBe(12);
    expect(countOf(/^\/api\/warehouses$/)).toBe(1);
    expect(countOf(/^\/api\/items$/)).toBe(7 + 5);
    expect(countOf(/^\/api\/suppliers$/)).toBe(3 + 2);
    expect(countOf(/\/appropriations$/)).toBe(1 + 1);
    expect(countOf(/^\/api\/purchases$/)).toBe(3 + 5);
    expect(countOf(/\/acceptances$/)).toBe(3 + 3);
    expect(countOf(/^\/api\/invoices$/)).toBe(2);
    expect(countOf(/\/payments$/)).toBe(3 + 2);
    expect(countOf(/^\/api\/allocation-plans$/)).toBe(1);
    expect(countOf(/^\/api\/consignments$/)).toBe(13 + 4);
    expect(countOf(/\/confirmation$/)).toBe(13 + 1);
    expect(countOf(/^\/api\/disbursements$/)).toBe(1);
    expect(countOf(/^\/api\/stock-adjustments$/)).toBe(1);
    expect(steps).toHaveLength(REPORTED + 28);
  });

  test('of the report are the same on every day, and those under way are dated from the day it was begun', () => {
    const [reported, underWay] = [steps.slice(0, REPORTED), steps.slice(REPORTED)];
    expect(stepsOf(facts, '2031-01-02').slice(0, REPORTED)).toEqual(reported);
    expect(reported.at(-1)?.date).toBe('2021-01-08');
    expect(underWay[0]?.date).toBe('2026-02-27');
    expect(underWay.at(-1)?.date).toBe(FOUNDED);
    const lines = stepsOf(facts, '2031-01-02').filter(({ path }) => path === '/api/funding-lines');
    expect(lines.map(({ body }) => body)).toMatchObject([{ code: 'SY-FY-2020' }, { code: 'SY-BF-2030' }]);
  });

  test('cite a paper wherever one would be there, but for the invoice that is owed', () => {
    const onPaper = /^\/api\/(purchases|invoices|disbursements)$|\/(acceptances|payments|confirmation)$/;
    for (const { path, papers, title } of steps) expect(papers.length > 0, title).toBe(onPaper.test(path));
    const ordered = steps.filter(({ path }) => path === '/api/purchases');
    const invoiced = ordered.filter(({ body }) => 'invoice' in body);
    expect(invoiced).toHaveLength(3);
    for (const { papers } of invoiced) expect(papers.map(({ mediaType }) => mediaType)).toContain('image/png');
  });

  test('have literal ids that are UUIDv7, all different and in order', () => {
    const ids = steps.map((step) => step.id);
    expect(ids.every(isId)).toBe(true);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(stepsOf(facts, FOUNDED)).toEqual(steps);
    expect([ids[0], firstStepOf(readFacts())]).toEqual(Array(2).fill('01769c58-4800-7000-8000-000000000001'));
  });

  test('follow one another in the order of their dates, each dated as it was', () => {
    const dates = steps.map((step) => step.date);
    expect(dates).toEqual(dates.toSorted());
    const dated = z.looseObject({ effectiveOn: z.string().optional() });
    for (const step of steps) expect(dated.parse(step.body).effectiveOn ?? step.date).toBe(step.date);
  });

  test('are each done by somebody whom the route lets in, and the coordinators by that very unit', () => {
    for (const step of steps) {
      const route = routes.find(({ method, path }) => {
        return method === 'POST' && new RegExp(`^${path.replace('{id}', '[^/]+')}$`).test(step.path);
      });
      const roles: readonly string[] = Array.isArray(route?.access) ? route.access : [];
      expect(roles).toContain(step.person.roles[0]);
      expect(step.person.units).toHaveLength(step.person.roles[0] === 'coordinator' ? 1 : 0);
    }
    const [first] = steps.filter((step) => step.path.endsWith('/confirmation'));
    expect(first?.person).toEqual({
      subject: 'demo-coordinator-SY-01',
      name: '协调员',
      roles: ['coordinator'],
      units: ['SY-01'],
    });
  });

  test('separate buyer, keeper, treasurer and coordinators', () => {
    const roles = new Map(steps.map((step) => [step.person.subject, step.person.roles.join()]));
    expect(new Set(roles.values())).toEqual(new Set(['treasurer', 'buyer', 'keeper', 'coordinator']));
    expect(roles.size).toBe(3 + 12);
  });

  test('come to the sums the facts expect', () => {
    const { expected, dispatches, disbursements } = facts;
    const total = (pick: 'people' | 'households') =>
      dispatches.reduce((sum, one) => sum + (one.confirmed[pick] ?? 0), 0);
    expect(total('people')).toBe(expected.personTimes);
    expect(total('households')).toBe(expected.households);
    const paid = facts.purchases.flatMap((one) => one.lines).reduce((sum, line) => sum + Number(line.amount) * 100, 0);
    expect(paid).toBe(Number(expected.spentOnGoods) * 100);
    expect(disbursements.map((one) => one.amount)).toEqual(['100000.00']);
  });

  test('give every line the price its quantity makes', () => {
    for (const line of facts.purchases.flatMap((one) => one.lines)) {
      expect(line.quantity * Math.round(Number(line.unitPrice) * 100)).toBe(Math.round(Number(line.amount) * 100));
    }
  });
});
