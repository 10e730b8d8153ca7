import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { type Checked, checkData } from '../../local/integrity/whole-check.ts';
import { FREE, key } from '../faults/client.ts';
import { commanded } from './commanded.ts';
import { freshFolder } from './folder.ts';
import { copyOf, madeFolders } from './made-folder.ts';

const made = madeFolders();

const inDatabase = (statement: string) => (data: string) => {
  const database = new DatabaseSync(join(data, 'nuanzhang.db'));
  database.exec(statement);
  database.close();
};

describe('npm run check-data', () => {
  test('says of a folder that is whole how much of what it compared', async () => {
    const { code, printed, said } = await commanded('check-folder', await copyOf(made.now));
    expect({ code, said }).toEqual({ code: 0, said: '' });
    expect(printed).toContain('Signature, tree and every entry of the log (11)');
    expect(printed).toContain('Entries of the database, byte for byte (11)');
    expect(printed).toContain('Personal data opens (1)');
    expect(printed).toContain('All is well');
    expect(printed).not.toContain('✗');
  });

  test.each<[string, (data: string) => Promise<void> | void, RegExp]>([
    [
      'an old entry that is gone',
      inDatabase(`DELETE FROM entries WHERE id = '${key(2)}'`),
      new RegExp(`缺少已封存的分录 ${key(2)}[\\s\\S]*lacks the sealed entry ${key(2)}`),
    ],
    [
      'an entry too many',
      inDatabase(`INSERT INTO entries SELECT replace(id, '${key(2)}', '${key(FREE + 9)}'), canonical, request_hash
        FROM entries WHERE id = '${key(2)}'`),
      /12 条分录[\s\S]*12 entries/,
    ],
    [
      'a balance that nobody booked',
      inDatabase('UPDATE funding_lines SET available = available + 900000000'),
      /funding_lines.*不同 \/ other: 1/,
    ],
    [
      'money that came on another day, where the balance is right',
      inDatabase(
        "UPDATE funding_lines SET available_lows = '20190101' || substr(available_lows, 9) WHERE available > 0",
      ),
      /funding_lines.*不同 \/ other: 1/,
    ],
    [
      'goods that came on another day, where what is there is right',
      inDatabase("UPDATE lots SET lows = '20190101' || substr(lows, 9)"),
      /lots.*不同 \/ other: 1/,
    ],
    ['a claim that is gone', inDatabase("DELETE FROM claims WHERE claim LIKE 'code/%'"), /claims.*缺少 \/ missing/],
    ['a key that is gone, once', (data) => rm(join(data, 'keys/links.key')), /links\.key 丢失[\s\S]*原因同上/],
    [
      'a damaged database, and checks its log',
      (data) => truncate(join(data, 'nuanzhang.db'), 20_480),
      /nuanzhang\.db 已损坏/,
    ],
    ['a log that is gone', (data) => rm(join(data, 'objects'), { recursive: true }), /log\/checkpoint 不在/],
    ['a personal row that opens for nobody', inDatabase("UPDATE persons SET personal = 'x.y'"), /does not open/],
    ['a lost bundle', (data) => rm(join(data, 'objects/log/tile/entries/000.p/11')), /较旧或已损坏/],
    ['a cut vkey', (data) => truncate(join(data, 'objects/log/vkey'), 10), /vkey/],
    [
      'evidence that was changed',
      async (data) => {
        await mkdir(join(data, 'objects/evidence'), { recursive: true });
        await writeFile(join(data, 'objects/evidence', 'ab'.repeat(32)), 'not what it was');
      },
      /附件 .*abab.* 已损坏[\s\S]*is damaged/,
    ],
  ])('finds %s, and goes on with the other checks', async (_what, damage, finding) => {
    const data = await copyOf(made.now);
    await damage(data);
    const checks: Checked[] = [];
    for await (const checked of checkData(data)) checks.push(checked);
    const wrong = checks.flatMap((check) =>
      check.wrong === undefined ? [] : [`${check.wrong.zh}\n${check.wrong.en}`],
    );
    expect(wrong.join('\n')).toMatch(finding);
    expect(checks).toHaveLength(7);
  });

  test('ends with 1 where anything is wrong, and says what mends it', async () => {
    const data = await copyOf(made.now);
    await truncate(join(data, 'objects/log/checkpoint'), 0);
    const { code, printed, said } = await commanded('check-folder', data);
    expect(code).toBe(1);
    expect(printed).toContain('✗');
    expect(said).toMatch(/npm run restore[\s\S]*npm run rebuild/);
  });

  test('of an empty folder says that there is nothing to check, and makes nothing', async () => {
    const data = await freshFolder();
    const { code, said } = await commanded('check-folder', data);
    expect(code).toBe(1);
    expect(said).toMatch(/没有可核对的账[\s\S]*nothing to check/);
  });
});
