import { beforeAll, describe, expect, test } from 'vitest';
import { cellsOf, expectThere, page, testsIn } from './named-tests.ts';

/** Blanks as a table has them, or a line break, are one. */
const plain = (text: string) => text.replaceAll(/\s+/g, ' ');

/** Which rows name who could cheat, and which cells of them say what stops it and what shows it. */
const CHEATS = { head: 'Who', stops: 2, shows: 3 } as const;
/** It says that there is nothing, which no test holds. */
const NOTHING = 'nothing inside of it can';

let claimed = '';
let register: { readonly claim: string; readonly tests: [string, string][] }[] = [];

beforeAll(async () => {
  const [above = '', below = ''] = (await page('SECURITY.md')).split('\n## Shown by\n');
  claimed = above;
  const rows = below.split('\n').map(cellsOf);
  register = rows.flatMap(([claim = '', shownBy = '']) =>
    claim === '' || claim === 'Claim' ? [] : [{ claim, tests: testsIn(shownBy) }],
  );
});

describe('SECURITY.md', () => {
  test('names for each claim a test that is there', async () => {
    expect(register.length).toBeGreaterThanOrEqual(90);
    for (const { claim, tests } of register) {
      expect(tests.length, claim).toBeGreaterThan(0);
      await expectThere(tests);
    }
  });

  test('makes each claim that it has shown, in those words', () => {
    const text = plain(claimed);
    expect(register.filter(({ claim }) => !text.includes(plain(claim)))).toEqual([]);
  });

  test('says of nothing that it stops or shows a cheat without a test', () => {
    const [, table = ''] = claimed.split('## Who could cheat\n');
    const [rows = ''] = table.split('\n## ');
    const cheats = rows
      .split('\n')
      .map(cellsOf)
      .filter(([who]) => who !== undefined && who !== CHEATS.head);
    expect(cheats.length).toBeGreaterThanOrEqual(8);
    const clauses = cheats.flatMap((cells) =>
      [cells[CHEATS.stops], cells[CHEATS.shows]].flatMap((cell = '') => cell.split('; ')),
    );
    const isShown = (clause: string) => register.some(({ claim }) => plain(clause).includes(plain(claim)));
    expect(clauses.filter((clause) => clause !== NOTHING && !isShown(clause))).toEqual([]);
  });
});
