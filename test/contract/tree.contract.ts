import { describe, expect, it } from 'vitest';
import type { Answer, Office } from '../../shared/commands/command.ts';
import { amendUnit, registerUnit } from '../../shared/commands/registry.ts';
import type { Id } from '../../shared/domain/id.ts';
import { type Ledger, LedgerError } from '../../shared/storage/ports/ledger.ts';
import { TestOffice, TREASURER } from '../commands/office.ts';
import { seeded } from './conflicting-client.ts';
import { type Open, subjectOf } from './subject.ts';

const REASON = { reason: '区划调整' };
const UNITS = ['A', 'B', 'C', 'D', 'E', 'F'];
const ROUNDS = 6;
const AT_ONCE = 4;

/** How often a write comes back when it is told that others were at the same rows. */
const MOST_REPEATS = 50;

async function patiently(write: () => Promise<Answer>): Promise<Answer> {
  for (let repeats = 0; ; repeats += 1) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof LedgerError) || error.code !== 'busy' || repeats === MOST_REPEATS) throw error;
    }
  }
}

/** What each unit lies below. */
async function parentsIn(ledger: Ledger): Promise<ReadonlyMap<Id, Id | undefined>> {
  const { items } = await ledger.states('unit', { limit: 100 });
  return new Map(items.map(({ id, state }) => [id, state.fields.parent ?? undefined]));
}

function isInCircle(unit: Id, parents: ReadonlyMap<Id, Id | undefined>): boolean {
  let above = parents.get(unit);
  for (let steps = 0; above !== undefined && steps <= parents.size; steps += 1) above = parents.get(above);
  return above !== undefined;
}

/** The tree of units under several processes that move them at once, which one row puts in order. */
export function treeContract(open: Open): void {
  const on = subjectOf(open);

  describe('units that are moved at once', () => {
    async function start(): Promise<{ readonly offices: readonly Office[]; readonly maker: TestOffice }> {
      const maker = new TestOffice(on.ledger);
      for (const code of UNITS) {
        const request = maker.request(TREASURER, registerUnit, { code, name: `${code}单位` }, { as: code });
        expect(await patiently(() => registerUnit(maker, request))).toMatchObject({ recorded: 'now' });
      }
      return { maker, offices: Array.from({ length: AT_ONCE }, () => new TestOffice(on.ledger)) };
    }

    function move(maker: TestOffice, office: Office, unit: string, parent: string | undefined): Promise<Answer> {
      const body = { parent: parent === undefined ? null : maker.id(parent), ...REASON };
      const request = maker.request(TREASURER, amendUnit, body, { on: unit });
      return patiently(() => amendUnit(office, request));
    }

    it('below each other end with one that is refused', async () => {
      const { maker, offices } = await start();
      const answers = await Promise.all(
        [
          ['A', 'B'],
          ['B', 'A'],
        ].map(([unit = '', parent], at) => move(maker, offices[at] ?? maker, unit, parent)),
      );
      const told = answers.map((answer) => ('refusal' in answer ? answer.refusal : 'recorded'));
      expect(told.sort()).toEqual(['invalid', 'recorded']);
    });

    it('in a ring of three end with one that is refused', async () => {
      const { maker, offices } = await start();
      const answers = await Promise.all(
        [
          ['A', 'B'],
          ['B', 'C'],
          ['C', 'A'],
        ].map(([unit = '', parent], at) => move(maker, offices[at] ?? maker, unit, parent)),
      );
      expect(answers.filter((answer) => 'refusal' in answer)).toMatchObject([
        { refusal: 'invalid', errors: [{ pointer: '/parent', code: 'own-descendant' }] },
      ]);
    });

    it('anywhere never lie in a circle, and lie where the last move put each of them', async () => {
      const { maker, offices } = await start();
      const random = seeded(11);
      const any = () => UNITS[Math.floor(random() * UNITS.length)] ?? 'A';
      for (let round = 0; round < ROUNDS; round += 1) {
        const before = await parentsIn(on.ledger);
        const moves = offices.map(() => ({ unit: any(), parent: random() < 0.15 ? undefined : any() }));
        const answers = await Promise.all(
          moves.map(({ unit, parent }, at) => move(maker, offices[at] ?? maker, unit, parent)),
        );
        const parents = await parentsIn(on.ledger);
        expect([...parents.keys()].filter((unit) => isInCircle(unit, parents))).toEqual([]);
        for (const [unit, parent] of parents) {
          const put = moves.flatMap((one, at) =>
            maker.id(one.unit) === unit && 'recorded' in (answers[at] ?? {})
              ? [one.parent === undefined ? undefined : maker.id(one.parent)]
              : [],
          );
          expect(put.length === 0 ? [before.get(unit)] : put).toContain(parent);
        }
      }
    });
  });
}
